"""The minimal GRU: gates that do not look at the state, so that no step waits for another.

From Feng et al. 2024 (arXiv:2410.01201), in this course's convention: z keeps the old state,
and the paper's z is our 1 − z. There is no reset gate, no recurrent kernel and no tanh:

    z = σ(x W_z + b_z),  candidate = x W_h + b_h,  h = z ⊙ h_prev + (1 − z) ⊙ candidate.

The last equation is linear in the state, and `scan.py` solves it. N is the batch, T the number
of steps, D the input size, H the hidden size. There are no masks: pad on the right, and read
the state of the last real step.
"""

from typing import NamedTuple

import numpy as np

from coursepkg.numpy_nn.activations import sigmoid

from .scan import recurrence_by_scan


class MinGRUParams(NamedTuple):
    """Weights; each array holds two blocks side by side: update z, candidate."""

    kernel: np.ndarray  # (D, 2H)
    bias: np.ndarray  # (2H,)


class MinGRUCache(NamedTuple):
    """What the backward functions need; of a sequence, all but the weights begin with T."""

    x: np.ndarray  # (N, D)
    h_prev: np.ndarray  # (N, H), as the two below
    z: np.ndarray
    candidate: np.ndarray
    params: MinGRUParams


def _gate_and_candidate(x, params):
    gate, candidate = np.split(x @ params.kernel + params.bias, 2, axis=-1)
    return sigmoid(gate), candidate


def min_gru_step_forward(x, h_prev, params):
    """Advance the state by one step.

    Args:
        x: input of this step, (N, D).
        h_prev: state after the previous step, (N, H).
        params: `MinGRUParams`.

    Returns:
        h: the new state, (N, H).
        cache: a `MinGRUCache`, for `min_gru_step_backward`.
    """
    z, candidate = _gate_and_candidate(x, params)
    h = z * h_prev + (1 - z) * candidate
    return h, MinGRUCache(x, h_prev, z, candidate, params)


def min_gru_step_backward(dh, cache):
    """Carry the gradient of a loss back through one step.

    Args:
        dh: gradient of the loss with respect to the new state, (N, H).
        cache: what `min_gru_step_forward` returned.

    Returns:
        dx: gradient with respect to the input, (N, D).
        dh_prev: gradient with respect to the previous state, (N, H).
        grads: `MinGRUParams` of gradients, summed over the batch.
    """
    da_z = dh * (cache.h_prev - cache.candidate) * cache.z * (1 - cache.z)
    d_candidate = dh * (1 - cache.z)
    da = np.concatenate([da_z, d_candidate], axis=-1)
    dx = da @ cache.params.kernel.T
    rows, da_rows = (array.reshape(-1, array.shape[-1]) for array in (cache.x, da))
    grads = MinGRUParams(kernel=rows.T @ da_rows, bias=da_rows.sum(axis=0))
    return dx, dh * cache.z, grads


def min_gru_forward(x, h0, params):
    """Run a whole sequence: gates and candidates of all steps at once, then one scan.

    Args:
        x: inputs, (N, T, D).
        h0: state before the first step, (N, H).
        params: `MinGRUParams`.

    Returns:
        h: state after every step, (N, T, H).
        h_last: state after the last step, (N, H).
        cache: a `MinGRUCache`, for `min_gru_backward`.
    """
    x = x.swapaxes(0, 1).copy()
    z, candidate = _gate_and_candidate(x, params)
    h = recurrence_by_scan(z, (1 - z) * candidate, h0)
    cache = MinGRUCache(x, np.concatenate([h0[None], h[:-1]]), z, candidate, params)
    return h.swapaxes(0, 1), h[-1].copy(), cache


def min_gru_backward(dh, dh_last, cache):
    """Carry gradients back through a whole sequence, by a scan from the end.

    The gradient that reaches a state is that of its own output and z times the one that
    reaches the next state: the same kind of recurrence, the other way round.

    Args:
        dh: gradient of the loss with respect to the states, (N, T, H).
        dh_last: gradient with respect to the state after the last step, (N, H).
        cache: what `min_gru_forward` returned.

    Returns:
        dx: gradient with respect to the inputs, (N, T, D).
        dh0: gradient with respect to the state before the first step, (N, H).
        grads: `MinGRUParams` of gradients, summed over batch and steps.
    """
    keep = np.concatenate([np.ones_like(cache.z[:1]), cache.z[:0:-1]])
    reaching = recurrence_by_scan(keep, dh.swapaxes(0, 1)[::-1], dh_last)[::-1]
    dx, dh_prev, grads = min_gru_step_backward(reaching, cache)
    return dx.swapaxes(0, 1), dh_prev[0], grads
