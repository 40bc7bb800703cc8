"""The plain recurrent network: one step, a loop over all steps, and their gradients.

N is the batch, T the number of steps, D the input size, H the hidden size.
Everything here is a pure function: weights and states come in, results go out.

    h = tanh(x W + h_prev U + b)

The equation is that of Elman (1990), with tanh; Keras calls the layer SimpleRNN.

The loops are written to be read. `fast/rnn.py` computes the same in less time, and is what
the layers use.
"""

from typing import NamedTuple

import numpy as np

from .activations import tanh_backward


class RNNParams(NamedTuple):
    """Weights of a plain recurrent network, in the order of Keras' `get_weights()`."""

    kernel: np.ndarray  # (D, H), applied to the input
    recurrent_kernel: np.ndarray  # (H, H), applied to the previous state
    bias: np.ndarray  # (H,)


class RNNStepCache(NamedTuple):
    """What `rnn_step_backward` needs of one forward step."""

    x: np.ndarray  # (N, D)
    h_prev: np.ndarray  # (N, H)
    h: np.ndarray  # (N, H)
    params: RNNParams


def rnn_step_forward(x, h_prev, params):
    """Advance the state by one step.

    Args:
        x: input of this step, (N, D).
        h_prev: state after the previous step, (N, H).
        params: `RNNParams`.

    Returns:
        h: the new state, (N, H).
        cache: an `RNNStepCache`, for `rnn_step_backward`.
    """
    h = np.tanh(x @ params.kernel + h_prev @ params.recurrent_kernel + params.bias)
    return h, RNNStepCache(x, h_prev, h, params)


def rnn_step_backward(dh, cache):
    """Carry the gradient of a loss back through one step.

    Args:
        dh: gradient of the loss with respect to the new state, (N, H).
        cache: what `rnn_step_forward` returned.

    Returns:
        dx: gradient with respect to the input, (N, D).
        dh_prev: gradient with respect to the previous state, (N, H).
        grads: `RNNParams` of gradients, summed over the batch.
    """
    x, h_prev, h, params = cache
    da = tanh_backward(dh, h)  # the gradient of what tanh was applied to
    dx = da @ params.kernel.T
    dh_prev = da @ params.recurrent_kernel.T
    grads = RNNParams(kernel=x.T @ da, recurrent_kernel=h_prev.T @ da, bias=da.sum(axis=0))
    return dx, dh_prev, grads


class RNNCache(NamedTuple):
    """What `rnn_backward` needs of a whole sequence; lists have one entry a step."""

    steps: list  # of RNNStepCache
    states: list  # of (N, H), after each step
    mask: np.ndarray  # (N, T) of bool, True at real steps


def rnn_forward(x, h0, params, mask=None):
    """Run a whole sequence through the recurrence, step by step.

    Args:
        x: inputs, (N, T, D).
        h0: state before the first step, (N, H).
        params: `RNNParams`.
        mask: (N, T) of bool, True at real steps, or None if all are. A masked step carries
            the state over; its output repeats the one before, and is zero before the first.

    Returns:
        h: output of every step, (N, T, H).
        h_last: state after the last step, (N, H).
        cache: an `RNNCache`, for `rnn_backward` and `rnn_trace`.
    """
    if mask is None:
        mask = np.ones(x.shape[:2], bool)
    h, output = h0, np.zeros_like(h0)
    steps, states, outputs = [], [], []
    for t in range(x.shape[1]):
        h_new, cache = rnn_step_forward(x[:, t], h, params)
        real = mask[:, t, None]
        h, output = np.where(real, h_new, h), np.where(real, h_new, output)
        steps.append(cache)
        states.append(h)
        outputs.append(output)
    return np.stack(outputs, axis=1), h, RNNCache(steps, states, mask)


def rnn_backward(dh, dh_last, cache):
    """Carry gradients back through a whole sequence, from the last step to the first.

    Args:
        dh: gradient of the loss with respect to the outputs, (N, T, H).
        dh_last: gradient with respect to the state after the last step, (N, H).
        cache: what `rnn_forward` returned.

    Returns:
        dx: gradient with respect to the inputs, (N, T, D).
        dh0: gradient with respect to the state before the first step, (N, H).
        grads: `RNNParams` of gradients, summed over batch and steps.
    """
    d_state, d_output = dh_last, np.zeros_like(dh_last)
    dx, totals = [], RNNParams(0, 0, 0)
    for t in reversed(range(len(cache.steps))):
        real = cache.mask[:, t, None]
        # A masked step repeats an earlier output, so its gradient waits for that one.
        d_output = d_output + dh[:, t]
        d_new = np.where(real, d_state + d_output, 0)
        dx_t, dh_prev, grads = rnn_step_backward(d_new, cache.steps[t])
        d_state, d_output = np.where(real, dh_prev, d_state), np.where(real, 0, d_output)
        dx.append(dx_t)
        totals = RNNParams(*(total + grad for total, grad in zip(totals, grads, strict=True)))
    return np.stack(dx[::-1], axis=1), d_state, totals


class RNNTrace(NamedTuple):
    """What happened at every step."""

    h: np.ndarray  # (N, T, H)


def rnn_trace(cache):
    """Return the `RNNTrace` of a sequence, given what `rnn_forward` returned as its cache."""
    return RNNTrace(np.stack(cache.states, axis=1))
