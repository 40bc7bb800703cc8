"""The gated recurrent unit over a whole sequence: the equations of `gru.py`, made fast."""

from typing import NamedTuple

import numpy as np

from ..activations import sigmoid_backward, tanh_backward
from ..gru import GRUParams
from . import sequences
from .sequences import by_gate, flat, sum_of_rows


class GRUCache(NamedTuple):
    """What `gru_backward` needs of a whole sequence; time comes first."""

    x: np.ndarray  # (T, N, D + 1), `with_ones`
    states: np.ndarray  # (T + 1, N, H): the initial state, then the one after each step
    gates: np.ndarray  # (3, T, N, H): z, r, candidate
    recurrent_candidate: np.ndarray  # (T, N, H), before the reset gate
    padding: sequences.Padding
    params: GRUParams


class WeightsByGate(NamedTuple):
    """Weights as a step wants them; those of z and r are negated."""

    kernel: np.ndarray  # (3, D + 1, H); the last row holds biases, of z and r both
    recurrent_kernel: np.ndarray  # (3, H, H)
    candidate_bias: np.ndarray  # (H,), of the state


def gru_forward(x, h0, params, mask=None):
    """Run a whole sequence through the recurrence; see `gru.gru_forward`.

    The outputs, (N, T, H), are a view of the cache: to be read, not written.
    """
    x, padding = sequences.with_ones(x), sequences.read_mask(mask, x.shape[1])
    (steps, n, _), size = x.shape, h0.shape[1]
    states = np.empty((steps + 1, n, size), x.dtype)
    states[0] = h0
    gates = np.empty((3, steps, n, size), x.dtype)
    cache = GRUCache(x, states, gates, np.empty_like(gates[0]), padding, params)
    weights = _weights_by_gate(params)
    for cut, of_inputs in sequences.stretches_forward(x, weights.kernel, params):
        _forward_steps(cache, cut, of_inputs, weights)
    return sequences.outputs_of(states[1:], padding), states[-1].copy(), cache


def _weights_by_gate(params):
    """Return the `WeightsByGate` of `GRUParams`."""
    bias, recurrent_bias = params.bias.copy()
    size = len(bias) // 3
    bias[: 2 * size] += recurrent_bias[: 2 * size]
    kernel = by_gate(np.concatenate([params.kernel, bias[None]]), 3)
    recurrent_kernel = by_gate(params.recurrent_kernel, 3)
    for weight in kernel, recurrent_kernel:
        weight[:2] *= -1
    return WeightsByGate(kernel, recurrent_kernel, recurrent_bias[2 * size :])


def _forward_steps(cache, cut, x_products, weights):
    """Fill in the gates and states of a stretch, from the last state known.

    Args:
        cache: a `GRUCache`.
        cut: slice of the steps to take.
        x_products: products of their inputs, (3, steps, N, H).
        weights: `WeightsByGate`.
    """
    h_products = np.empty_like(x_products[:, 0])
    h_products_zr, h_product_candidate = h_products[:2], h_products[2]
    denominators = np.empty_like(h_products_zr)
    bias = np.empty_like(cache.states[0])  # a full copy: arrays of one shape add faster
    bias[...] = weights.candidate_bias
    gates = cache.gates[:, cut]
    steps = zip(
        *(x_products[:2].swapaxes(0, 1), x_products[2]),
        *(cache.states[cut], cache.states[1:][cut], gates[:2].swapaxes(0, 1), *gates),
        *(cache.recurrent_candidate[cut], cache.padding.rows[cut]),
        strict=True,
    )
    with np.errstate(over="ignore"):  # exp(−a) may overflow: σ(a) is then 0, as it should be
        for (
            x_zr,
            x_candidate,
            h_prev,
            h,
            zr,
            z,
            r,
            candidate,
            recurrent_candidate,
            padded,
        ) in steps:
            np.matmul(h_prev, weights.recurrent_kernel, out=h_products)
            # z, r = σ(a)
            np.add(x_zr, h_products_zr, out=denominators)
            np.exp(denominators, out=denominators)
            np.add(denominators, 1, out=denominators)
            np.reciprocal(denominators, out=zr)
            # candidate = tanh(x W + b + r ⊙ (h U + c))
            np.add(h_product_candidate, bias, out=recurrent_candidate)
            np.multiply(r, recurrent_candidate, out=candidate)
            np.add(x_candidate, candidate, out=candidate)
            np.tanh(candidate, out=candidate)
            # z ⊙ h + (1 − z) ⊙ candidate = candidate + z ⊙ (h − candidate)
            np.subtract(h_prev, candidate, out=h)
            np.multiply(z, h, out=h)
            np.add(candidate, h, out=h)
            if padded is not None:
                np.copyto(h, h_prev, where=padded)


def gru_backward(dh, dh_last, cache):
    """Carry gradients back through a whole sequence; see `gru.gru_backward`."""
    own = _factors, _backward_steps, _weight_gradients
    return sequences.carry_back(dh, dh_last, cache, cache.states, *own)


class Factors(NamedTuple):
    """What the gradient of a state is multiplied by on its way back, for a stretch of steps.

    The equations are those of `gru_step_backward` for dh = 1. In a padded row the state before
    gets the whole gradient, and the gates none.
    """

    to_state: np.ndarray  # (steps, N, H), to the state before
    to_sums: np.ndarray  # (steps, N, 3, H), to the sums inside the gates, on the state's side
    to_candidate: np.ndarray  # (steps, N, H), to that of the candidate, on the input's side


def _factors(cache, cut):
    """Return the `Factors` of a stretch."""
    z, r, candidate = cache.gates[:, cut]
    padded_rows = cache.padding.rows[cut]
    to_candidate = tanh_backward(1 - z, candidate)
    to_sums = np.empty((*z.shape[:2], 3, z.shape[2]), z.dtype)
    to_sums[:, :, 0] = sigmoid_backward(cache.states[cut] - candidate, z)
    to_sums[:, :, 1] = sigmoid_backward(to_candidate * cache.recurrent_candidate[cut], r)
    to_sums[:, :, 2] = to_candidate * r
    to_state = z
    if any(padded is not None for padded in padded_rows):
        to_state = z.copy()
        sequences.set_padded(to_state, padded_rows, 1)
        sequences.set_padded(to_sums, padded_rows, 0)
        sequences.set_padded(to_candidate, padded_rows, 0)
    return Factors(to_state, to_sums, to_candidate)


def _backward_steps(d_last, dh, factors, _, recurrent_kernel_t):
    """Carry the gradient of the state back over a stretch.

    Args:
        d_last: gradient of the state after it, (N, H).
        dh: gradient that the outputs of these steps send to the states, (steps, N, H).
        factors: `Factors`, which know of padded rows.
        recurrent_kernel_t: transposed recurrent kernel, (3H, H).

    Returns:
        Gradient of the state before the stretch, (N, H).
        Gradient of the sums inside the gates, on the state's side, (steps, N, 3, H).
        That of the candidate on the input's side, (steps, N, H).
    """
    d_before, through_gates = np.array(d_last), np.empty_like(d_last)
    d_states, d_sums = np.empty_like(factors.to_state), np.empty_like(factors.to_sums)
    rows = d_sums.reshape(*d_sums.shape[:2], -1)
    steps = [*zip(dh, factors.to_state, factors.to_sums, d_states, d_sums, rows, strict=True)]
    for dh_t, to_state, to_sums, d_state, d_sums_t, d_sums_row in reversed(steps):
        np.add(d_before, dh_t, out=d_state)
        np.multiply(d_state[:, None], to_sums, out=d_sums_t)
        np.matmul(d_sums_row, recurrent_kernel_t, out=through_gates)
        np.multiply(d_state, to_state, out=d_before)
        np.add(d_before, through_gates, out=d_before)
    return d_before, d_sums, d_states * factors.to_candidate


def _weight_gradients(x, h_prev, d_sums, d_candidate, kernel_t, dx):
    """Do what `sequences.weight_gradients` does, with a reset gate on the state's side."""
    x, d_sums, d_candidate = flat(x)[:, :-1], flat(d_sums), flat(d_candidate)
    gates = d_sums[:, : -d_candidate.shape[1]]  # of z and r, which both sides share
    np.matmul(gates, kernel_t[: gates.shape[1]], out=flat(dx))
    np.add(flat(dx), d_candidate @ kernel_t[gates.shape[1] :], out=flat(dx))
    kernel = np.concatenate([x.T @ gates, x.T @ d_candidate], axis=1)
    recurrent_bias = sum_of_rows(d_sums)
    bias = np.concatenate([recurrent_bias[: gates.shape[1]], sum_of_rows(d_candidate)])
    return kernel, flat(h_prev).T @ d_sums, np.stack([bias, recurrent_bias])
