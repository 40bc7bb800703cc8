"""The gated recurrent unit: one step, a loop over all steps, and their gradients.

N is the batch, T the number of steps, D the input size, H the hidden size.
Everything here is a pure function: weights and states come in, results go out.

    z = σ(x W_z + h_prev U_z + b_z)                        update gate: how much is kept
    r = σ(x W_r + h_prev U_r + b_r)                        reset gate
    candidate = tanh(x W_c + b_c + r ⊙ (h_prev U_c + c_c))
    h = z ⊙ h_prev + (1 − z) ⊙ candidate

The convention is Keras' default (and PyTorch's): the update gate z keeps the old
state, as in Cho et al. 2014 (arXiv:1406.1078), and the reset gate acts *after* the
recurrent product, which gives the candidate a second bias that matters.

The loops are written to be read. `fast/gru.py` computes the same in less time, and is what
the layers use.
"""

from typing import NamedTuple

import numpy as np

from .activations import sigmoid


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


def blocks(array, count):
    """Return the blocks that lie side by side in a matrix: (N, count·H) as (count, N, H)."""
    return array.reshape(len(array), count, -1).swapaxes(0, 1)


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
    """What `gru_backward` needs of a whole sequence; lists have one entry a step."""

    steps: list  # of GRUStepCache, with the gates
    states: list  # of (N, H), after each step
    mask: np.ndarray  # (N, T) of bool, True at real steps


def gru_forward(x, h0, params, mask=None):
    """Run a whole sequence through the recurrence, step by step.

    Args:
        x: inputs, (N, T, D).
        h0: state before the first step, (N, H).
        params: `GRUParams`.
        mask: (N, T) of bool, True at real steps, or None if all are. A masked step carries
            the state over; its output repeats the one before, and is zero before the first.

    Returns:
        h: output of every step, (N, T, H).
        h_last: state after the last step, (N, H).
        cache: an `GRUCache`, for `gru_backward` and `gru_trace`.
    """
    if mask is None:
        mask = np.ones(x.shape[:2], bool)
    h, output = h0, np.zeros_like(h0)
    steps, states, outputs = [], [], []
    for t in range(x.shape[1]):
        h_new, cache = gru_step_forward(x[:, t], h, params)
        real = mask[:, t, None]
        h, output = np.where(real, h_new, h), np.where(real, h_new, output)
        steps.append(cache)
        states.append(h)
        outputs.append(output)
    return np.stack(outputs, axis=1), h, GRUCache(steps, states, mask)


def gru_backward(dh, dh_last, cache):
    """Carry gradients back through a whole sequence, from the last step to the first.

    Args:
        dh: gradient of the loss with respect to the outputs, (N, T, H).
        dh_last: gradient with respect to the state after the last step, (N, H).
        cache: what `gru_forward` returned.

    Returns:
        dx: gradient with respect to the inputs, (N, T, D).
        dh0: gradient with respect to the state before the first step, (N, H).
        grads: `GRUParams` of gradients, summed over batch and steps.
    """
    d_state, d_output = dh_last, np.zeros_like(dh_last)
    dx, totals = [], GRUParams(0, 0, 0)
    for t in reversed(range(len(cache.steps))):
        real = cache.mask[:, t, None]
        # A masked step repeats an earlier output, so its gradient waits for that one.
        d_output = d_output + dh[:, t]
        d_new = np.where(real, d_state + d_output, 0)
        dx_t, dh_prev, grads = gru_step_backward(d_new, cache.steps[t])
        d_state, d_output = np.where(real, dh_prev, d_state), np.where(real, 0, d_output)
        dx.append(dx_t)
        totals = GRUParams(*(total + grad for total, grad in zip(totals, grads, strict=True)))
    return np.stack(dx[::-1], axis=1), d_state, totals


class GRUTrace(NamedTuple):
    """What happened at every step, (N, T, H) each; gates of a masked step had no effect."""

    z: np.ndarray
    r: np.ndarray
    candidate: np.ndarray
    h: np.ndarray


def gru_trace(cache):
    """Return the `GRUTrace` of a sequence, given what `gru_forward` returned as its cache."""
    gates = ([step.z, step.r, step.candidate] for step in cache.steps)
    by_name = [*zip(*gates, strict=True), cache.states]
    return GRUTrace(*(np.stack(arrays, axis=1) for arrays in by_name))
