"""The long short-term memory: one step, a loop over all steps, and their gradients.

N is the batch, T the number of steps, D the input size, H the hidden size.
Everything here is a pure function: weights and states come in, results go out.

    i = σ(x W_i + h_prev U_i + b_i)          input gate
    f = σ(x W_f + h_prev U_f + b_f)          forget gate
    o = σ(x W_o + h_prev U_o + b_o)          output gate
    candidate = tanh(x W_c + h_prev U_c + b_c)
    c = f ⊙ c_prev + i ⊙ candidate           the cell
    h = o ⊙ tanh(c)                          the output

This is the network of Hochreiter and Schmidhuber (1997) with the forget gate of Gers,
Schmidhuber and Cummins (2000), without peepholes, as Keras and PyTorch have it.

The loops are written to be read. `fast/lstm.py` computes the same in less time, and is what
the layers use.
"""

from typing import NamedTuple

import numpy as np

from .activations import sigmoid, sigmoid_backward, tanh_backward
from .gru import blocks


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
    """What `lstm_backward` needs of a whole sequence; lists have one entry a step."""

    steps: list  # of LSTMStepCache, with the gates
    states: list  # of LSTMState, after each step
    mask: np.ndarray  # (N, T) of bool, True at real steps


def lstm_forward(x, state0, params, mask=None):
    """Run a whole sequence through the recurrence, step by step.

    Args:
        x: inputs, (N, T, D).
        state0: state before the first step, (h, c), each (N, H).
        params: `LSTMParams`.
        mask: (N, T) of bool, True at real steps, or None if all are. A masked step carries
            the state over; its output repeats the one before, and is zero before the first.

    Returns:
        h: output of every step, (N, T, H).
        state_last: `LSTMState` after the last step.
        cache: an `LSTMCache`, for `lstm_backward` and `lstm_trace`.
    """
    if mask is None:
        mask = np.ones(x.shape[:2], bool)
    (h, c), output = state0, np.zeros_like(state0[0])
    steps, states, outputs = [], [], []
    for t in range(x.shape[1]):
        (h_new, c_new), cache = lstm_step_forward(x[:, t], (h, c), params)
        real = mask[:, t, None]
        h, c = np.where(real, h_new, h), np.where(real, c_new, c)
        output = np.where(real, h_new, output)
        steps.append(cache)
        states.append(LSTMState(h, c))
        outputs.append(output)
    return np.stack(outputs, axis=1), LSTMState(h, c), LSTMCache(steps, states, mask)


def lstm_backward(dh, dstate_last, cache):
    """Carry gradients back through a whole sequence, from the last step to the first.

    Args:
        dh: gradient of the loss with respect to the outputs, (N, T, H).
        dstate_last: gradient with respect to the state after the last step, (dh, dc).
        cache: what `lstm_forward` returned.

    Returns:
        dx: gradient with respect to the inputs, (N, T, D).
        dstate0: `LSTMState` of gradients with respect to the state before the first step.
        grads: `LSTMParams` of gradients, summed over batch and steps.
    """
    (d_h, d_c), d_output = dstate_last, np.zeros_like(dstate_last[0])
    dx, totals = [], LSTMParams(0, 0, 0)
    for t in reversed(range(len(cache.steps))):
        real = cache.mask[:, t, None]
        # A masked step repeats an earlier output, so its gradient waits for that one.
        d_output = d_output + dh[:, t]
        d_new = LSTMState(np.where(real, d_h + d_output, 0), np.where(real, d_c, 0))
        dx_t, (dh_prev, dc_prev), grads = lstm_step_backward(d_new, cache.steps[t])
        d_h, d_c = np.where(real, dh_prev, d_h), np.where(real, dc_prev, d_c)
        d_output = np.where(real, 0, d_output)
        dx.append(dx_t)
        totals = LSTMParams(*(total + grad for total, grad in zip(totals, grads, strict=True)))
    return np.stack(dx[::-1], axis=1), LSTMState(d_h, d_c), totals


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
    gates = ([step.i, step.f, step.candidate, step.o] for step in cache.steps)
    states = ([state.c, state.h] for state in cache.states)
    by_name = [*zip(*gates, strict=True), *zip(*states, strict=True)]
    return LSTMTrace(*(np.stack(arrays, axis=1) for arrays in by_name))
