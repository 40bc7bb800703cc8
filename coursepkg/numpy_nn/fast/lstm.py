"""The long short-term memory over a whole sequence: the equations of `lstm.py`, made fast.

Gates are kept in the order i, f, o, candidate: the three sigmoids side by side.
"""

from typing import NamedTuple

import numpy as np

from ..activations import sigmoid_backward, tanh_backward
from ..lstm import LSTMParams, LSTMState
from . import sequences
from .sequences import by_gate

SIGMOIDS_FIRST = [0, 1, 3, 2]  # places of i, f, o, candidate in Keras' i, f, candidate, o


class LSTMCache(NamedTuple):
    """What `lstm_backward` needs of a whole sequence; time comes first."""

    x: np.ndarray  # (T, N, D + 1), `with_ones`
    h: np.ndarray  # (T + 1, N, H): the initial output, then the one after each step
    c: np.ndarray  # (T + 1, N, H): the same of the cell
    tanh_c: np.ndarray  # (T, N, H)
    gates: np.ndarray  # (4, T, N, H): i, f, o, candidate
    padding: sequences.Padding
    params: LSTMParams


def lstm_forward(x, state0, params, mask=None):
    """Run a whole sequence through the recurrence; see `lstm.lstm_forward`.

    The outputs, (N, T, H), are a view of the cache: to be read, not written.
    """
    x, padding = sequences.with_ones(x), sequences.read_mask(mask, x.shape[1])
    (steps, n, _), size = x.shape, state0[0].shape[1]
    h, c = np.empty((2, steps + 1, n, size), x.dtype)
    h[0], c[0] = state0
    gates = np.empty((4, steps, n, size), x.dtype)
    cache = LSTMCache(x, h, c, np.empty_like(gates[0]), gates, padding, params)
    kernel, recurrent_kernel = _weights_by_gate(params)
    for cut, of_inputs in sequences.stretches_forward(x, kernel, params):
        _forward_steps(cache, cut, of_inputs, recurrent_kernel)
    last = LSTMState(h[-1].copy(), c[-1].copy())
    return sequences.outputs_of(h[1:], padding), last, cache


def _weights_by_gate(params):
    """Return one matrix a gate: (4, D + 1, H) for the input and 1, (4, H, H) for the state.

    Those of i, f and o are negated, for σ(a) = 1 / (1 + exp(−a)).
    """
    kernel = np.concatenate([params.kernel, params.bias[None]])
    weights = [
        by_gate(weight, 4)[SIGMOIDS_FIRST] for weight in (kernel, params.recurrent_kernel)
    ]
    for weight in weights:
        weight[:3] *= -1
    return weights


def _forward_steps(cache, cut, x_products, recurrent_kernel):
    """Fill in the gates and states of a stretch, from the last state known.

    Args:
        cache: an `LSTMCache`.
        cut: slice of the steps to take.
        x_products: products of their inputs, (4, steps, N, H).
        recurrent_kernel: one matrix a gate, (4, H, H).
    """
    sums, written = np.empty_like(x_products[:, 0]), np.empty_like(cache.h[0])
    denominators = np.empty_like(sums[:3])
    gates = cache.gates[:, cut]
    steps = zip(
        *(cache.h[cut], cache.h[1:][cut], cache.c[cut], cache.c[1:][cut], cache.tanh_c[cut]),
        *(x_products.swapaxes(0, 1), gates[:3].swapaxes(0, 1), *gates, cache.padding.rows[cut]),
        strict=True,
    )
    with np.errstate(over="ignore"):  # exp(−a) may overflow: σ(a) is then 0, as it should be
        for h_prev, h, c_prev, c, tanh_c, x_product, ifo, i, f, o, candidate, padded in steps:
            np.matmul(h_prev, recurrent_kernel, out=sums)
            np.add(x_product, sums, out=sums)
            # i, f, o = σ(a); candidate = tanh(a)
            np.exp(sums[:3], out=denominators)
            np.add(denominators, 1, out=denominators)
            np.reciprocal(denominators, out=ifo)
            np.tanh(sums[3], out=candidate)
            # c = f ⊙ c + i ⊙ candidate
            np.multiply(f, c_prev, out=c)
            np.multiply(i, candidate, out=written)
            np.add(c, written, out=c)
            # h = o ⊙ tanh(c)
            np.tanh(c, out=tanh_c)
            np.multiply(o, tanh_c, out=h)
            if padded is not None:
                np.copyto(c, c_prev, where=padded)
                np.copyto(h, h_prev, where=padded)


def lstm_backward(dh, dstate_last, cache):
    """Carry gradients back through a whole sequence; see `lstm.lstm_backward`."""
    own = _factors, _backward_steps, sequences.weight_gradients
    return sequences.carry_back(dh, LSTMState(*dstate_last), cache, cache.h, *own)


class Factors(NamedTuple):
    """What gradients are multiplied by on their way back, for a stretch of steps.

    The equations are those of `lstm_step_backward` for a gradient of 1. In a padded row the
    state before gets the whole gradient, and the gates none.
    """

    to_cell_before: np.ndarray  # (steps, N, H), from the cell
    to_cell: np.ndarray  # (steps, N, H), from the output
    to_sums: np.ndarray  # (steps, N, 4, H), in Keras' order; from the cell, but for o


def _factors(cache, cut):
    """Return the `Factors` of a stretch."""
    tanh_c, padded_rows = cache.tanh_c[cut], cache.padding.rows[cut]
    i, f, o, candidate = cache.gates[:, cut]
    to_sums = np.empty((*f.shape[:2], 4, f.shape[2]), f.dtype)
    to_sums[:, :, 0] = sigmoid_backward(candidate, i)
    to_sums[:, :, 1] = sigmoid_backward(cache.c[cut], f)
    to_sums[:, :, 2] = tanh_backward(i, candidate)
    to_sums[:, :, 3] = sigmoid_backward(tanh_c, o)
    to_cell_before, to_cell = f, tanh_backward(o, tanh_c)
    if any(padded is not None for padded in padded_rows):
        to_cell_before = f.copy()
        sequences.set_padded(to_cell_before, padded_rows, 1)
        sequences.set_padded(to_cell, padded_rows, 0)
        sequences.set_padded(to_sums, padded_rows, 0)
    return Factors(to_cell_before, to_cell, to_sums)


def _backward_steps(d_last, dh, factors, padded_rows, recurrent_kernel_t):
    """Carry the gradient of the state back over a stretch.

    Args:
        d_last: gradient of the state after it, (dh, dc).
        dh: gradient that the outputs of these steps send to the states, (steps, N, H).
        factors: `Factors`.
        padded_rows: rows that carry the state over (see `Padding`).
        recurrent_kernel_t: transposed recurrent kernel, (4H, H).

    Returns:
        `LSTMState` of the gradient of the state before the stretch.
        Gradient of the sums inside the gates, (steps, N, 4, H).
    """
    d_before = LSTMState(*map(np.array, d_last))
    d_h, d_c = np.empty_like(d_before)
    d_sums = np.empty_like(factors.to_sums)
    d_sums_in_rows = d_sums.reshape(*d_sums.shape[:2], -1)
    steps = [*zip(dh, *factors, d_sums, d_sums_in_rows, padded_rows, strict=True)]
    for dh_t, to_cell_before, to_cell, to_sums, d_sums_t, d_sums_row, padded in reversed(steps):
        np.add(d_before.h, dh_t, out=d_h)
        # Two ways lead to the cell: as the next cell, and through the output.
        np.multiply(d_h, to_cell, out=d_c)
        np.add(d_before.c, d_c, out=d_c)
        np.multiply(d_c[:, None], to_sums[:, :3], out=d_sums_t[:, :3])
        np.multiply(d_h, to_sums[:, 3], out=d_sums_t[:, 3])
        np.matmul(d_sums_row, recurrent_kernel_t, out=d_before.h)
        np.multiply(d_c, to_cell_before, out=d_before.c)
        if padded is not None:
            np.copyto(d_before.h, d_h, where=padded)
    return d_before, d_sums
