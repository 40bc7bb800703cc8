"""The plain recurrent network: one step, a whole sequence, and their gradients.

N is the batch, T the number of steps, D the input size, H the hidden size.
Everything here is a pure function: weights and states come in, results go out.
The equation is that of Elman (1990), with tanh; Keras calls the layer SimpleRNN.
"""

from functools import partial
from typing import NamedTuple

import numpy as np

from . import sequences
from .activations import tanh_backward
from .aside import work_aside


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
    """What `rnn_backward` needs of a whole sequence; time comes first."""

    x: np.ndarray  # (T, N, D)
    states: np.ndarray  # (T + 1, N, H): the initial state, then the one after each step
    padding: sequences.Padding
    params: RNNParams


def rnn_forward(x, h0, params, mask=None):
    """Run a whole sequence through the recurrence.

    Args:
        x: inputs, (N, T, D).
        h0: state before the first step, (N, H).
        params: `RNNParams`.
        mask: (N, T) of bool, True at real steps, or None if all are. A masked step carries
            the state over; its output repeats the one before, and is zero before the first.

    Returns:
        h: output of every step, (N, T, H); to be read, not written.
        h_last: state after the last step, (N, H).
        cache: an `RNNCache`, for `rnn_backward` and `rnn_trace`.
    """
    x, padding = sequences.time_first(x), sequences.read_mask(mask, x.shape[1])
    (steps, n, _), size = x.shape, h0.shape[1]
    states = np.empty((steps + 1, n, size), x.dtype)
    states[0] = h0
    cache = RNNCache(x, states, padding, params)
    kernel, bias = params.kernel[None], params.bias[None, None]
    with work_aside(sequences.multiplications(x, params)) as aside:
        # The products of the input go where the states will be.
        for cut in sequences.input_products(x, kernel, bias, states[None, 1:], aside):
            _take_steps(cache, cut)
    return sequences.outputs_of(states[1:], padding), states[-1].copy(), cache


def _take_steps(cache, cut):
    """Turn products of the input into states, over a stretch of steps."""
    product = np.empty_like(cache.states[0])
    steps = zip(cache.states[cut], cache.states[1:][cut], cache.padding.rows[cut], strict=True)
    for h_prev, h, padded in steps:
        np.matmul(h_prev, cache.params.recurrent_kernel, out=product)
        np.add(h, product, out=h)
        np.tanh(h, out=h)
        if padded is not None:
            np.copyto(h, h_prev, where=padded)


def rnn_backward(dh, dh_last, cache, d_states=None):
    """Carry gradients back through a whole sequence.

    Args:
        dh: gradient of the loss with respect to the outputs, (N, T, H).
        dh_last: gradient with respect to the state after the last step, (N, H).
        cache: what `rnn_forward` returned.
        d_states: an array (N, T, H) to be filled with the gradient with respect to the
            state after every step, as it reaches that step from the losses at it and after
            it; its norm shows where gradients vanish or explode.

    Returns:
        dx: gradient with respect to the inputs, (N, T, D).
        dh0: gradient with respect to the state before the first step, (N, H).
        grads: `RNNParams` of gradients, summed over batch and steps.
    """
    x, (steps, n, size) = cache.x, cache.states[1:].shape
    dh = sequences.gradient_of_states(dh, cache.padding)
    kernel_t, recurrent_kernel_t = sequences.transposed_kernels(cache.params)
    dx, dh0, shares = np.empty_like(x), np.array(dh_last), []
    with work_aside(2 * sequences.multiplications(x, cache.params)) as aside:
        cuts = sequences.stretches(steps, n, size)[::-1]
        for cut, da in aside.ahead(partial(_factors, cache), cuts):
            reaching = _take_steps_back(cache, cut, dh0, dh[cut], recurrent_kernel_t, da)
            if d_states is not None:
                d_states[:, cut] = reaching.swapaxes(0, 1)
            arguments = x[cut], cache.states[cut], da, kernel_t, dx[cut]
            shares.append(aside.behind(sequences.weight_gradients, *arguments))
        grads = RNNParams(*sequences.sum_of_shares(shares))
    return dx.swapaxes(0, 1), dh0, grads


def _factors(cache, cut):
    """Return what the gradients of the states are multiplied with on their way past tanh."""
    factors = tanh_backward(1, cache.states[1:][cut])
    sequences.clear_padded(factors, cache.padding.rows[cut])
    return factors


def _take_steps_back(cache, cut, d_state, dh, recurrent_kernel_t, da):
    """Carry `d_state` back, return it after every step, turn `da` from factors to gradients."""
    reaching = np.empty_like(da)
    steps = [*zip(dh, da, reaching, cache.padding.rows[cut], strict=True)]
    for dh_t, da_t, d_state_t, padded in reversed(steps):
        np.add(d_state, dh_t, out=d_state_t)
        np.multiply(d_state_t, da_t, out=da_t)
        np.matmul(da_t, recurrent_kernel_t, out=d_state)
        if padded is not None:
            np.copyto(d_state, d_state_t, where=padded)
    return reaching


class RNNTrace(NamedTuple):
    """What happened at every step."""

    h: np.ndarray  # (N, T, H)


def rnn_trace(cache):
    """Return the `RNNTrace` of a sequence, given what `rnn_forward` returned as its cache."""
    return RNNTrace(cache.states[1:].swapaxes(0, 1))
