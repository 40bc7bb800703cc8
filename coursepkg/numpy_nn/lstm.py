"""The long short-term memory: one step, a whole sequence, and their gradients.

N is the batch, T the number of steps, D the input size, H the hidden size.
Everything here is a pure function: weights and states come in, results go out.

This is the network of Hochreiter and Schmidhuber (1997) with the forget gate of Gers,
Schmidhuber and Cummins (2000), without peepholes, as Keras and PyTorch have it.
"""

from functools import partial
from typing import NamedTuple

import numpy as np

from . import lstm_fast, sequences
from .activations import sigmoid, sigmoid_backward, tanh_backward
from .aside import work_aside
from .sequences import blocks


class LSTMParams(NamedTuple):
    """Weights of an LSTM, in the order and the layout of Keras' `get_weights()`.

    Each array holds four blocks side by side: input i, forget f, candidate, output o.
    """

    kernel: np.ndarray  # (D, 4H), applied to the input
    recurrent_kernel: np.ndarray  # (H, 4H), applied to the previous output
    bias: np.ndarray  # (4H,)


class LSTMState(NamedTuple):
    """What an LSTM carries from step to step; also the form of that state's gradient."""

    h: np.ndarray  # (N, H), the output
    c: np.ndarray  # (N, H), the cell


class LSTMStepCache(NamedTuple):
    """What `lstm_step_backward` needs of one forward step; all (N, H) but x, (N, D)."""

    x: np.ndarray
    h_prev: np.ndarray
    c_prev: np.ndarray
    i: np.ndarray
    f: np.ndarray
    candidate: np.ndarray
    o: np.ndarray
    tanh_c: np.ndarray
    params: LSTMParams


def lstm_step_forward(x, state_prev, params):
    """Advance the state by one step.

    Args:
        x: input of this step, (N, D).
        state_prev: output and cell after the previous step, (h, c), each (N, H).
        params: `LSTMParams`.

    Returns:
        state: the new `LSTMState`.
        cache: an `LSTMStepCache`, for `lstm_step_backward`.
    """
    h_prev, c_prev = state_prev
    a = x @ params.kernel + h_prev @ params.recurrent_kernel + params.bias
    a_i, a_f, a_candidate, a_o = blocks(a, 4)
    i = sigmoid(a_i)
    f = sigmoid(a_f)
    candidate = np.tanh(a_candidate)
    o = sigmoid(a_o)
    c = f * c_prev + i * candidate
    tanh_c = np.tanh(c)
    h = o * tanh_c
    cache = LSTMStepCache(x, h_prev, c_prev, i, f, candidate, o, tanh_c, params)
    return LSTMState(h, c), cache


def lstm_step_backward(dstate, cache):
    """Carry the gradient of a loss back through one step.

    Args:
        dstate: gradient of the loss with respect to the new state, (dh, dc), each (N, H).
        cache: what `lstm_step_forward` returned.

    Returns:
        dx: gradient with respect to the input, (N, D).
        dstate_prev: `LSTMState` of gradients with respect to the previous state.
        grads: `LSTMParams` of gradients, summed over the batch.
    """
    dh, dc = dstate
    x, h_prev, c_prev, i, f, candidate, o, tanh_c, params = cache
    # The cell is reached along two ways: as the next cell, and through the output.
    dc = dc + tanh_backward(dh * o, tanh_c)
    da_i = sigmoid_backward(dc * candidate, i)
    da_f = sigmoid_backward(dc * c_prev, f)
    da_candidate = tanh_backward(dc * i, candidate)
    da_o = sigmoid_backward(dh * tanh_c, o)
    da = np.concatenate([da_i, da_f, da_candidate, da_o], axis=1)
    dx = da @ params.kernel.T
    dh_prev = da @ params.recurrent_kernel.T
    grads = LSTMParams(kernel=x.T @ da, recurrent_kernel=h_prev.T @ da, bias=da.sum(axis=0))
    return dx, LSTMState(dh_prev, dc * f), grads


class LSTMCache(NamedTuple):
    """What `lstm_backward` needs of a whole sequence; time comes first."""

    x: np.ndarray  # (T, N, D)
    h: np.ndarray  # (T + 1, N, H): the initial output, then the one after each step
    c: np.ndarray  # (T + 1, N, H): the same of the cell
    tanh_c: np.ndarray  # (T, N, H)
    gates: np.ndarray  # (4, T, N, H): i, f, o, candidate; not in Keras' order
    padding: sequences.Padding
    params: LSTMParams


def lstm_forward(x, state0, params, mask=None):
    """Run a whole sequence through the recurrence.

    Args:
        x: inputs, (N, T, D).
        state0: state before the first step, (h, c), each (N, H).
        params: `LSTMParams`.
        mask: (N, T) of bool, True at real steps, or None if all are. A masked step carries
            the state over; its output repeats the one before, and is zero before the first.

    Returns:
        h: output of every step, (N, T, H); to be read, not written.
        state_last: `LSTMState` after the last step.
        cache: an `LSTMCache`, for `lstm_backward` and `lstm_trace`.
    """
    x, padding = sequences.time_first(x), sequences.read_mask(mask, x.shape[1])
    (steps, n, _), size = x.shape, state0[0].shape[1]
    h, c = np.empty((2, steps + 1, n, size), x.dtype)
    h[0], c[0] = state0
    gates = np.empty((4, steps, n, size), x.dtype)
    cache = LSTMCache(x, h, c, np.empty_like(gates[0]), gates, padding, params)
    weights = lstm_fast.weights_by_gate(params)
    with work_aside(sequences.multiplications(x, params)) as aside:
        for cut in sequences.input_products(x, weights.kernel, weights.bias, gates, aside):
            lstm_fast.take_steps(cache, cut, weights.recurrent_kernel)
    last = LSTMState(h[-1].copy(), c[-1].copy())
    return sequences.outputs_of(h[1:], padding), last, cache


def lstm_backward(dh, dstate_last, cache, d_states=None):
    """Carry gradients back through a whole sequence.

    Args:
        dh: gradient of the loss with respect to the outputs, (N, T, H).
        dstate_last: gradient with respect to the state after the last step, (dh, dc).
        cache: what `lstm_forward` returned.
        d_states: a pair of arrays (N, T, H) to be filled with the gradient with respect to
            the state after every step, as it reaches that step from the losses at it and
            after it; its norm shows where gradients vanish or explode.

    Returns:
        dx: gradient with respect to the inputs, (N, T, D).
        dstate0: `LSTMState` of gradients with respect to the state before the first step.
        grads: `LSTMParams` of gradients, summed over batch and steps.
    """
    x, (steps, n, size) = cache.x, cache.tanh_c.shape
    dh = sequences.gradient_of_states(dh, cache.padding)
    kernel_t, recurrent_kernel_t = sequences.transposed_kernels(cache.params)
    dx, shares = np.empty_like(x), []
    dstate0 = LSTMState(*map(np.array, dstate_last))
    with work_aside(2 * sequences.multiplications(x, cache.params)) as aside:
        cuts = sequences.stretches(steps, n, size)[::-1]
        for cut, (da, to_cell) in aside.ahead(partial(lstm_fast.factors, cache), cuts):
            reaching = lstm_fast.take_steps_back(
                cache, cut, dstate0, dh[cut], recurrent_kernel_t, da, to_cell
            )
            if d_states is not None:
                for whole, part in zip(d_states, reaching, strict=True):
                    whole[:, cut] = part.swapaxes(0, 1)
            arguments = x[cut], cache.h[cut], da, kernel_t, dx[cut]
            shares.append(aside.behind(sequences.weight_gradients, *arguments))
        grads = LSTMParams(*sequences.sum_of_shares(shares))
    return dx.swapaxes(0, 1), dstate0, grads


class LSTMTrace(NamedTuple):
    """What happened at every step, (N, T, H) each; gates of a masked step had no effect."""

    i: np.ndarray
    f: np.ndarray
    candidate: np.ndarray
    o: np.ndarray
    c: np.ndarray
    h: np.ndarray


def lstm_trace(cache):
    """Return the `LSTMTrace` of a sequence, given what `lstm_forward` returned as its cache."""
    i, f, o, candidate = cache.gates
    arrays = i, f, candidate, o, cache.c[1:], cache.h[1:]
    return LSTMTrace(*(array.swapaxes(0, 1) for array in arrays))
