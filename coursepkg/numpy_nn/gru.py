"""The gated recurrent unit: one step, a whole sequence, and their gradients.

N is the batch, T the number of steps, D the input size, H the hidden size.
Everything here is a pure function: weights and states come in, results go out.

The convention is Keras' default (and PyTorch's): the update gate z keeps the old
state, as in Cho et al. 2014 (arXiv:1406.1078), and the reset gate acts *after* the
recurrent product, which gives the candidate a second bias that matters.
"""

from functools import partial
from typing import NamedTuple

import numpy as np

from . import gru_fast, sequences
from .activations import sigmoid
from .aside import work_aside
from .sequences import blocks


class GRUParams(NamedTuple):
    """Weights of a GRU, in the order and the layout of Keras' `get_weights()`.

    Each array holds three blocks side by side: update z, reset r, candidate.
    """

    kernel: np.ndarray  # (D, 3H), applied to the input
    recurrent_kernel: np.ndarray  # (H, 3H), applied to the previous state
    bias: np.ndarray  # (2, 3H): row 0 joins the input's product, row 1 the state's


class GRUStepCache(NamedTuple):
    """What `gru_step_backward` needs of one forward step; all (N, H) but x, (N, D)."""

    x: np.ndarray
    h_prev: np.ndarray
    z: np.ndarray
    r: np.ndarray
    candidate: np.ndarray
    recurrent_candidate: np.ndarray  # h_prev U + c of the candidate, before the reset gate
    params: GRUParams


def gru_step_forward(x, h_prev, params):
    """Advance the state by one step.

    Args:
        x: input of this step, (N, D).
        h_prev: state after the previous step, (N, H).
        params: `GRUParams`.

    Returns:
        h: the new state, (N, H).
        cache: a `GRUStepCache`, for `gru_step_backward`; its gates are worth looking at.
    """
    x_z, x_r, x_candidate = blocks(x @ params.kernel + params.bias[0], 3)
    h_z, h_r, h_candidate = blocks(h_prev @ params.recurrent_kernel + params.bias[1], 3)
    z = sigmoid(x_z + h_z)
    r = sigmoid(x_r + h_r)
    candidate = np.tanh(x_candidate + r * h_candidate)
    h = z * h_prev + (1 - z) * candidate
    return h, GRUStepCache(x, h_prev, z, r, candidate, h_candidate, params)


def gru_step_backward(dh, cache):
    """Carry the gradient of a loss back through one step.

    Args:
        dh: gradient of the loss with respect to the new state, (N, H).
        cache: what `gru_step_forward` returned.

    Returns:
        dx: gradient with respect to the input, (N, D).
        dh_prev: gradient with respect to the previous state, (N, H).
        grads: `GRUParams` of gradients, summed over the batch.
    """
    x, h_prev, z, r, candidate, h_candidate, params = cache
    # Through the blend, then through each activation to what it was applied to.
    da_z = dh * (h_prev - candidate) * z * (1 - z)
    da_candidate = dh * (1 - z) * (1 - candidate * candidate)
    da_r = da_candidate * h_candidate * r * (1 - r)
    # Both products end in the same sums, but the reset gate scales one block of the second.
    dx_product = np.concatenate([da_z, da_r, da_candidate], axis=1)
    dh_product = np.concatenate([da_z, da_r, da_candidate * r], axis=1)
    dx = dx_product @ params.kernel.T
    dh_prev = dh * z + dh_product @ params.recurrent_kernel.T
    grads = GRUParams(
        kernel=x.T @ dx_product,
        recurrent_kernel=h_prev.T @ dh_product,
        bias=np.stack([dx_product.sum(axis=0), dh_product.sum(axis=0)]),
    )
    return dx, dh_prev, grads


class GRUCache(NamedTuple):
    """What `gru_backward` needs of a whole sequence; time comes first."""

    x: np.ndarray  # (T, N, D)
    states: np.ndarray  # (T + 1, N, H): the initial state, then the one after each step
    gates: np.ndarray  # (3, T, N, H): z, r, candidate
    recurrent_candidate: np.ndarray  # (T, N, H), before the reset gate
    padding: sequences.Padding
    params: GRUParams


def gru_forward(x, h0, params, mask=None):
    """Run a whole sequence through the recurrence.

    Args:
        x: inputs, (N, T, D).
        h0: state before the first step, (N, H).
        params: `GRUParams`.
        mask: (N, T) of bool, True at real steps, or None if all are. A masked step carries
            the state over; its output repeats the one before, and is zero before the first.

    Returns:
        h: output of every step, (N, T, H); to be read, not written.
        h_last: state after the last step, (N, H).
        cache: a `GRUCache`, for `gru_backward` and `gru_trace`.
    """
    x, padding = sequences.time_first(x), sequences.read_mask(mask, x.shape[1])
    (steps, n, _), size = x.shape, h0.shape[1]
    states = np.empty((steps + 1, n, size), x.dtype)
    states[0] = h0
    gates = np.empty((3, steps, n, size), x.dtype)
    cache = GRUCache(x, states, gates, np.empty_like(gates[0]), padding, params)
    weights = gru_fast.weights_by_gate(params)
    with work_aside(sequences.multiplications(x, params)) as aside:
        for cut in sequences.input_products(x, weights.kernel, weights.bias, gates, aside):
            gru_fast.take_steps(cache, cut, weights)
    return sequences.outputs_of(states[1:], padding), states[-1].copy(), cache


def gru_backward(dh, dh_last, cache, d_states=None):
    """Carry gradients back through a whole sequence.

    Args:
        dh: gradient of the loss with respect to the outputs, (N, T, H).
        dh_last: gradient with respect to the state after the last step, (N, H).
        cache: what `gru_forward` returned.
        d_states: an array (N, T, H) to be filled with the gradient with respect to the
            state after every step, as it reaches that step from the losses at it and after
            it; its norm shows where gradients vanish or explode.

    Returns:
        dx: gradient with respect to the inputs, (N, T, D).
        dh0: gradient with respect to the state before the first step, (N, H).
        grads: `GRUParams` of gradients, summed over batch and steps.
    """
    x, (steps, n, size) = cache.x, cache.gates.shape[1:]
    dh = sequences.gradient_of_states(dh, cache.padding)
    kernel_t, recurrent_kernel_t = sequences.transposed_kernels(cache.params)
    dx, dh0, shares = np.empty_like(x), np.array(dh_last), []
    with work_aside(2 * sequences.multiplications(x, cache.params)) as aside:
        cuts = sequences.stretches(steps, n, size)[::-1]
        for cut, da in aside.ahead(partial(gru_fast.factors, cache), cuts):
            reaching = gru_fast.take_steps_back(
                cache, cut, dh0, dh[cut], recurrent_kernel_t, *da
            )
            if d_states is not None:
                d_states[:, cut] = reaching.swapaxes(0, 1)
            arguments = x[cut], cache.states[cut], *da, kernel_t, dx[cut]
            shares.append(aside.behind(gru_fast.weight_gradients, *arguments))
        grads = GRUParams(*sequences.sum_of_shares(shares))
    return dx.swapaxes(0, 1), dh0, grads


class GRUTrace(NamedTuple):
    """What happened at every step, (N, T, H) each; gates of a masked step had no effect."""

    z: np.ndarray
    r: np.ndarray
    candidate: np.ndarray
    h: np.ndarray


def gru_trace(cache):
    """Return the `GRUTrace` of a sequence, given what `gru_forward` returned as its cache."""
    return GRUTrace(*(array.swapaxes(0, 1) for array in (*cache.gates, cache.states[1:])))
