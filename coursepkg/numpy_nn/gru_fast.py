"""The loops inside `gru_forward` and `gru_backward`: the equations of `gru.py`, made fast.

The tests hold this second reading against the step pair, to rounding. What makes it fast:

- products that do not wait for the state are done for a stretch of steps at once, and on
  another core if there is one (`sequences.py`, `aside.py`);
- every result is written into an array that exists already;
- σ(a) = 1 / (1 + exp(−a)), with −a straight from negated weights: 8,192 of them took 21 µs,
  and 34 by way of tanh;
- the gradient meets each gate by way of a factor that the forward pass alone decides, so the
  factors of a whole stretch are formed at once, and a step back is five operations.
"""

from typing import NamedTuple

import numpy as np

from .activations import sigmoid_backward, tanh_backward
from .sequences import by_gate, clear_padded, flat, sum_of_rows


class WeightsByGate(NamedTuple):
    """Weights as `take_steps` wants them; those of z and r are negated."""

    kernel: np.ndarray  # (3, D, H)
    recurrent_kernel: np.ndarray  # (3, H, H)
    bias: np.ndarray  # (3, 1, H), of the input; it contains both biases of z and r
    candidate_bias: np.ndarray  # (H,), of the state


def weights_by_gate(params):
    """Return the `WeightsByGate` of `GRUParams`."""
    kernel, recurrent_kernel, biases = (by_gate(weight, 3) for weight in params)
    bias, recurrent_bias = biases[:, :1], biases[:, 1:]
    bias[:2] += recurrent_bias[:2]
    for weight in kernel, recurrent_kernel, bias:
        weight[:2] *= -1
    return WeightsByGate(kernel, recurrent_kernel, bias, recurrent_bias[2, 0])


def take_steps(cache, cut, weights):
    """Take the steps of a stretch, from the last state known.

    Args:
        cache: a `GRUCache`. Its gates hold the products of the input, and are turned into
            gates; its states and recurrent candidates are filled in.
        cut: slice of the steps to take.
        weights: `WeightsByGate`.
    """
    product, blend = np.empty_like(cache.gates[:, 0]), np.empty_like(cache.states[0])
    product_zr, product_candidate = product[:2], product[2]
    bias = np.empty_like(blend)  # a full copy: arrays of one shape add faster
    bias[...] = weights.candidate_bias
    gates = cache.gates[:, cut]
    steps = zip(
        *(cache.states[cut], cache.states[1:][cut], gates[:2].swapaxes(0, 1), *gates),
        *(cache.recurrent_candidate[cut], cache.padding.rows[cut]),
        strict=True,
    )
    with np.errstate(over="ignore"):  # exp(−a) may overflow: σ(a) is then 0, as it should be
        for h_prev, h, zr, z, r, candidate, recurrent_candidate, padded in steps:
            np.matmul(h_prev, weights.recurrent_kernel, out=product)
            # z, r = σ(a)
            np.add(zr, product_zr, out=product_zr)
            np.exp(product_zr, out=product_zr)
            np.add(product_zr, 1, out=product_zr)
            np.reciprocal(product_zr, out=zr)
            # candidate = tanh(x W + b + r ⊙ (h U + c))
            np.add(product_candidate, bias, out=recurrent_candidate)
            np.multiply(r, recurrent_candidate, out=blend)
            np.add(candidate, blend, out=candidate)
            np.tanh(candidate, out=candidate)
            # z ⊙ h + (1 − z) ⊙ candidate = candidate + z ⊙ (h − candidate)
            np.subtract(h_prev, candidate, out=blend)
            np.multiply(z, blend, out=blend)
            np.add(candidate, blend, out=h)
            if padded is not None:
                np.copyto(h, h_prev, where=padded)


def take_steps_back(cache, cut, d_state, dh, recurrent_kernel_t, da, da_candidate):
    """Carry the gradient of the state back over a stretch.

    Args:
        cache: a `GRUCache`.
        cut: slice of the steps.
        d_state: gradient of the state after them, (N, H); becomes that of the one before.
        dh: gradient that the outputs of these steps send to the states, (steps, N, H).
        recurrent_kernel_t: transposed recurrent kernel, (3H, H).
        da, da_candidate: `factors`; they become the gradients of the sums inside the gates.

    Returns:
        Gradient of the state after every step, (steps, N, H).
    """
    z, padded_rows = cache.gates[0, cut], cache.padding.rows[cut]
    reaching, through_gates = np.empty_like(z), np.empty_like(d_state)
    steps = [*zip(dh, z, da, reaching, padded_rows, strict=True)]
    for dh_t, z_t, da_t, d_state_t, padded in reversed(steps):
        np.add(d_state, dh_t, out=d_state_t)
        np.multiply(d_state_t[:, None], da_t, out=da_t)
        np.matmul(da_t.reshape(len(da_t), -1), recurrent_kernel_t, out=through_gates)
        np.multiply(d_state_t, z_t, out=d_state)
        np.add(d_state, through_gates, out=d_state)
        if padded is not None:
            np.copyto(d_state, d_state_t, where=padded)
    da_candidate *= reaching
    return reaching


def factors(cache, cut):
    """Return what the gradient of a state is multiplied with on its way into each gate.

    The equations are those of `gru_step_backward` for dh = 1.

    Returns:
        On the side of the state, (steps, N, 3, H).
        Of the candidate on the side of the input, (steps, N, H).
    """
    z, r, candidate = cache.gates[:, cut]
    to_candidate = tanh_backward(1 - z, candidate)
    to_gates = np.empty((*z.shape[:2], 3, z.shape[2]), z.dtype)
    to_gates[:, :, 0] = sigmoid_backward(cache.states[cut] - candidate, z)
    to_gates[:, :, 1] = sigmoid_backward(to_candidate * cache.recurrent_candidate[cut], r)
    to_gates[:, :, 2] = to_candidate * r
    clear_padded(to_gates, cache.padding.rows[cut])
    clear_padded(to_candidate, cache.padding.rows[cut])
    return to_gates, to_candidate


def weight_gradients(x, h_prev, da, da_candidate, kernel_t, dx):
    """Do what `sequences.weight_gradients` does, with a reset gate on the side of the state."""
    recurrent_kernel, recurrent_bias = flat(h_prev).T @ flat(da), sum_of_rows(flat(da))
    da[:, :, 2] = da_candidate  # no gate is in the way on this side
    kernel, bias = flat(x).T @ flat(da), sum_of_rows(flat(da))
    np.matmul(flat(da), kernel_t, out=flat(dx))
    return kernel, recurrent_kernel, np.stack([bias, recurrent_bias])
