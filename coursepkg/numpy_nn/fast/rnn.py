"""The plain recurrent network over a whole sequence: the equations of `rnn.py`, made fast."""

from typing import NamedTuple

import numpy as np

from ..activations import tanh_backward
from ..rnn import RNNParams
from . import sequences


class RNNCache(NamedTuple):
    """What `rnn_backward` needs of a whole sequence; time comes first."""

    x: np.ndarray  # (T, N, D + 1), `with_ones`
    states: np.ndarray  # (T + 1, N, H): the initial state, then the one after each step
    padding: sequences.Padding
    params: RNNParams


def rnn_forward(x, h0, params, mask=None):
    """Run a whole sequence through the recurrence; see `rnn.rnn_forward`.

    The outputs, (N, T, H), are a view of the cache: to be read, not written.
    """
    x, padding = sequences.with_ones(x), sequences.read_mask(mask, x.shape[1])
    (steps, n, _), size = x.shape, h0.shape[1]
    states = np.empty((steps + 1, n, size), x.dtype)
    states[0] = h0
    kernel = np.concatenate([params.kernel, params.bias[None]])[None]
    for cut, of_inputs in sequences.stretches_forward(x, kernel, params):
        rows = states[cut], states[1:][cut], of_inputs[0], padding.rows[cut]
        _forward_steps(*rows, params.recurrent_kernel)
    cache = RNNCache(x, states, padding, params)
    return sequences.outputs_of(states[1:], padding), states[-1].copy(), cache


def _forward_steps(states_before, states, products, padded_rows, recurrent_kernel):
    """Fill in the states of a stretch, (steps, N, H), given the products of its inputs."""
    steps = zip(states_before, states, products, padded_rows, strict=True)
    for h_prev, h, x_product, padded in steps:
        np.matmul(h_prev, recurrent_kernel, out=h)
        np.add(x_product, h, out=h)
        np.tanh(h, out=h)
        if padded is not None:
            np.copyto(h, h_prev, where=padded)


def rnn_backward(dh, dh_last, cache):
    """Carry gradients back through a whole sequence; see `rnn.rnn_backward`."""
    own = _factors, _backward_steps, sequences.weight_gradients
    return sequences.carry_back(dh, dh_last, cache, cache.states, *own)


def _factors(cache, cut):
    """Return the derivative of tanh at every step of a stretch, zero in padded rows."""
    through_tanh = tanh_backward(1, cache.states[1:][cut])
    sequences.set_padded(through_tanh, cache.padding.rows[cut], 0)
    return through_tanh


def _backward_steps(d_last, dh, through_tanh, padded_rows, recurrent_kernel_t):
    """Carry the gradient of the state back over a stretch.

    Args:
        d_last: gradient of the state after it, (N, H).
        dh: gradient that the outputs of these steps send to the states, (steps, N, H).
        through_tanh: the derivative of tanh at every step, zero in padded rows.
        padded_rows: rows that carry the state over (see `Padding`).
        recurrent_kernel_t: transposed recurrent kernel, (H, H).

    Returns:
        Gradient of the state before the stretch, (N, H).
        Gradient of what tanh was applied to at every step, (steps, N, H).
    """
    d_state, d_h, d_sums = np.array(d_last), np.empty_like(d_last), np.empty_like(through_tanh)
    steps = [*zip(dh, through_tanh, d_sums, padded_rows, strict=True)]
    for dh_t, through_tanh_t, d_sum, padded in reversed(steps):
        np.add(d_state, dh_t, out=d_h)
        np.multiply(d_h, through_tanh_t, out=d_sum)
        np.matmul(d_sum, recurrent_kernel_t, out=d_state)
        if padded is not None:
            np.copyto(d_state, d_h, where=padded)
    return d_state, d_sums
