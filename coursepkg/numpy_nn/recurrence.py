"""Any cell over a whole sequence: the loops of `rnn.py`, `gru.py` and `lstm.py` in general.

A cell is a pair of step functions with the signatures of `gru_step_forward` and
`gru_step_backward`. Its state is one array, (N, H), or a tuple of arrays, the first of which
is the output.
"""

from typing import NamedTuple

import numpy as np


def as_arrays(state):
    """Return the arrays of a state as a list."""
    return list(state) if isinstance(state, (tuple, list)) else [state]


def as_state(arrays):
    """Return the arrays of a state in the form that step functions take."""
    return arrays[0] if len(arrays) == 1 else tuple(arrays)


class SequenceCache(NamedTuple):
    """What `sequence_backward` needs; lists have one entry a step."""

    steps: list  # caches of the step function
    states: list  # the state after each step, a list of arrays
    mask: np.ndarray  # (N, T) of bool, True at real steps


def sequence_forward(step_forward, x, state0, params, mask=None):
    """Run a whole sequence through a cell, step by step.

    Args:
        step_forward: function (x, state, params) → (new state, cache) of one step.
        x: inputs, (N, T, D).
        state0: state before the first step.
        params: weights, handed to `step_forward`.
        mask: (N, T) of bool, True at real steps, or None if all are. A masked step carries
            the state over; its output repeats the one before, and is zero before the first.

    Returns:
        outputs: (N, T, H).
        state_last: state after the last step.
        cache: a `SequenceCache`.
    """
    if mask is None:
        mask = np.ones(x.shape[:2], bool)
    state = as_arrays(state0)
    output = np.zeros_like(state[0])
    steps, states, outputs = [], [], []
    for t in range(x.shape[1]):
        new, cache = step_forward(x[:, t], as_state(state), params)
        new, real = as_arrays(new), mask[:, t, None]
        state = [np.where(real, now, before) for now, before in zip(new, state, strict=True)]
        output = np.where(real, new[0], output)
        steps.append(cache)
        states.append(state)
        outputs.append(output)
    return np.stack(outputs, axis=1), as_state(state), SequenceCache(steps, states, mask)


def sequence_backward(step_backward, d_outputs, d_last, cache):
    """Carry gradients back through a whole sequence.

    Args:
        step_backward: function (gradient of the new state, cache) → (gradient of x, of the
            state before, of the weights) of one step.
        d_outputs: gradient of the loss with respect to the outputs, (N, T, H).
        d_last: gradient with respect to the state after the last step.
        cache: what `sequence_forward` returned.

    Returns:
        dx: gradient with respect to the inputs, (N, T, D).
        d_state0: gradient with respect to the state before the first step.
        grads: gradients of the weights, a list, summed over batch and steps.
    """
    back = [*_steps_back(step_backward, d_outputs, d_last, cache)]
    dx = np.stack([step.dx for step in reversed(back)], axis=1)
    grads = [sum(arrays) for arrays in zip(*(step.grads for step in back), strict=True)]
    return dx, as_state(back[-1].d_before), grads


def state_gradients(step_backward, d_outputs, d_last, cache):
    """Return the gradient that reaches the state after every step.

    It comes from the losses at that step and after it; its norm shows where gradients vanish
    or explode. Arguments as of `sequence_backward`; the cache may also be one of
    `rnn_forward`, `gru_forward` or `lstm_forward`.

    Returns:
        (N, T, H), or a tuple with one such array for each of a state.
    """
    back = _steps_back(step_backward, d_outputs, d_last, cache)
    by_array = zip(*(step.d_state for step in back), strict=True)
    return as_state([np.stack(arrays[::-1], axis=1) for arrays in by_array])


class StepBack(NamedTuple):
    """What one step of the backward pass gives; states are lists of arrays."""

    d_state: list  # gradient of the state after the step
    d_before: list  # gradient of the state before it
    dx: np.ndarray
    grads: tuple


def _steps_back(step_backward, d_outputs, d_last, cache):
    """Yield a `StepBack` for every step, the last one first."""
    has_begun = np.logical_or.accumulate(cache.mask, axis=1)
    d_state = as_arrays(d_last)
    d_output = np.zeros_like(d_state[0])
    for t in reversed(range(len(cache.steps))):
        real = cache.mask[:, t, None]
        # A masked step repeats an earlier output, so its gradient waits for that one.
        d_output = d_output + d_outputs[:, t]
        shown = np.where(has_begun[:, t, None], d_output, 0)
        d_after = [d_state[0] + shown, *d_state[1:]]
        d_new = [np.where(real, gradient, 0) for gradient in d_after]
        dx, d_previous, grads = step_backward(as_state(d_new), cache.steps[t])
        pairs = zip(as_arrays(d_previous), d_state, strict=True)
        d_state = [np.where(real, before, after) for before, after in pairs]
        d_output = np.where(real, 0, d_output)
        yield StepBack(d_after, d_state, dx, grads)
