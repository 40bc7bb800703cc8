"""The key of 'A plain cell that leaks'. Made from source.md: make changes there."""

import numpy as np


def draw_sequence(rng):
    n, steps, inputs, units = rng.permutation([3, 4, 5, 6])
    weights = {
        "kernel": rng.normal(size=(inputs, units)),
        "recurrent_kernel": rng.normal(size=(units, units)) / 2,
        "bias": rng.normal(size=units),
        "leak": rng.uniform(0.1, 0.9, size=units),
    }
    return rng.normal(size=(n, steps, inputs)), rng.normal(size=(n, units)), weights


def draw_step(rng):
    x, h, weights = draw_sequence(rng)
    return x[:, 0], h, weights


def draw_parameters(rng):
    return int(rng.integers(2, 300)), int(rng.integers(2, 300))


def leaky_step(x, h_prev, weights):
    """Return the new state, (N, H), for x (N, D) and h_prev (N, H)."""
    a = x @ weights["kernel"] + h_prev @ weights["recurrent_kernel"] + weights["bias"]
    new = np.maximum(0, a)
    leak = weights["leak"]
    return (1 - leak) * h_prev + leak * new


def leaky_forward(x, h0, weights):
    """Return the states (N, T, H) and the last of them (N, H), for x (N, T, D), h0 (N, H)."""
    h = h0
    states = np.empty((*x.shape[:2], h0.shape[1]))
    for step in range(x.shape[1]):
        h = leaky_step(x[:, step], h, weights)
        states[:, step] = h
    return states, states[:, -1]


def count_parameters(input_size, hidden_size):
    """Return how many numbers the cell learns."""
    return hidden_size * (input_size + hidden_size + 2)


# What is graded.
TITLE = 'A plain cell that leaks'
TASKS = [
    {'name': 'step', 'title': 'One step', 'function': 'leaky_step', 'points': 3, 'returns': ['h: row, unit']},
    {'name': 'sequence', 'title': 'A whole sequence', 'function': 'leaky_forward', 'points': 4, 'returns': ['states: row, step, unit', 'last: row, unit']},
    {'name': 'parameters', 'title': 'Number of parameters', 'function': 'count_parameters', 'points': 1, 'returns': ['count']},
]
MISTAKES = [
    {'name': 'squashed_by_tanh', 'says': 'This cell uses relu where the plain one uses tanh.', 'right': 'new = np.maximum(0, a)', 'wrong': 'new = np.tanh(a)', 'loses': ['step', 'sequence']},
    {'name': 'nothing_leaks', 'says': 'Is the old state scaled by one minus the leak?', 'right': '(1 - leak) * h_prev', 'wrong': 'h_prev', 'loses': ['step', 'sequence']},
    {'name': 'bias_forgotten', 'says': 'Did you forget the bias?', 'right': ' + weights["bias"]', 'wrong': '', 'loses': ['step', 'sequence']},
    {'name': 'starts_from_zeros', 'says': 'Did you start from zeros instead of h0?', 'right': 'h = h0', 'wrong': 'h = np.zeros_like(h0)', 'loses': ['sequence']},
    {'name': 'states_shifted_by_one', 'says': 'That is shifted by one: after a step comes the state which that step has made.', 'right': 'h = leaky_step(x[:, step], h, weights)\n        states[:, step] = h', 'wrong': 'states[:, step] = h\n        h = leaky_step(x[:, step], h, weights)', 'loses': ['sequence']},
    {'name': 'last_state_is_the_first', 'says': 'The last state is the one after the last step.', 'right': 'states[:, -1]', 'wrong': 'states[:, 0]', 'loses': ['sequence']},
    {'name': 'leak_not_counted', 'says': 'The leak is learned too; count it.', 'right': 'input_size + hidden_size + 2', 'wrong': 'input_size + hidden_size + 1', 'loses': ['parameters']},
]
