"""The key of 'An LSTM with one gate less'. Made from source.md: make changes there."""

import numpy as np


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def draw_sequence(rng):
    n, steps, inputs, units = rng.permutation([3, 4, 5, 6])
    weights = {
        "kernel": rng.normal(size=(inputs, 3 * units)),
        "recurrent_kernel": rng.normal(size=(units, 3 * units)),
        "bias": rng.normal(size=3 * units),
        "peephole_forget": rng.normal(size=units),
        "peephole_output": rng.normal(size=units),
    }
    h0, c0 = rng.normal(size=(2, n, units))
    return rng.normal(size=(n, steps, inputs)), h0, c0, weights


def draw_step(rng):
    x, h, c, weights = draw_sequence(rng)
    return x[:, 0], h, c, weights


def draw_half_life(rng):
    return (rng.uniform(0.05, 0.999, size=rng.integers(3, 7)),)


def draw_parameters(rng):
    return int(rng.integers(2, 300)), int(rng.integers(2, 300))


def step(x, h_prev, c_prev, weights):
    """Return the new h and c, (N, H) each, for x (N, D), h_prev and c_prev (N, H)."""
    products = x @ weights["kernel"] + h_prev @ weights["recurrent_kernel"] + weights["bias"]
    a_f, a_g, a_o = np.split(products, 3, axis=1)
    f = sigmoid(a_f + weights["peephole_forget"] * c_prev)
    written = np.tanh(a_g)
    c = f * c_prev + (1 - f) * written
    o = sigmoid(a_o + weights["peephole_output"] * c)
    h = o * np.tanh(c)
    return h, c


def forward(x, h0, c0, weights):
    """Return every h (N, T, H), and the last h and c, (N, H), for x (N, T, D)."""
    h, c, states = h0, c0, []
    for number in range(x.shape[1]):
        h, c = step(x[:, number], h, c, weights)
        states.append(h)
    return np.stack(states, axis=1), h, c


def half_life(forget):
    """Return for each gate (H,), between 0 and 1, the steps after which half is left, (H,)."""
    return np.log(0.5) / np.log(forget)


def count_parameters(input_size, hidden_size):
    """Return how many numbers the cell learns."""
    return 3 * hidden_size * (input_size + hidden_size + 1) + 2 * hidden_size


# What is graded.
TITLE = 'An LSTM with one gate less'
TASKS = [
    {'name': 'step', 'title': 'One step', 'function': 'step', 'points': 4, 'returns': ['h: row, unit', 'c: row, unit']},
    {'name': 'sequence', 'title': 'A whole sequence', 'function': 'forward', 'points': 3, 'returns': ['states: row, step, unit', 'last h: row, unit', 'last c: row, unit']},
    {'name': 'half_life', 'title': 'How long a memory lasts', 'function': 'half_life', 'points': 1, 'returns': ['steps: unit']},
    {'name': 'parameters', 'title': 'Number of parameters', 'function': 'count_parameters', 'points': 1, 'returns': ['count']},
]
MISTAKES = [
    {'name': 'coupled_the_wrong_way', 'says': 'What is forgotten makes room for what is written, not the other way round.', 'right': 'c = f * c_prev + (1 - f) * written', 'wrong': 'c = (1 - f) * c_prev + f * written', 'loses': ['step', 'sequence']},
    {'name': 'output_without_tanh', 'says': 'The memory is squashed before the output gate lets it out.', 'right': 'h = o * np.tanh(c)', 'wrong': 'h = o * c', 'loses': ['step', 'sequence']},
    {'name': 'output_gate_sees_the_old_memory', 'says': 'The output gate looks at the new memory, not at the old one.', 'right': 'o = sigmoid(a_o + weights["peephole_output"] * c)', 'wrong': 'o = sigmoid(a_o + weights["peephole_output"] * c_prev)', 'loses': ['step', 'sequence']},
    {'name': 'no_peephole_in_the_forget_gate', 'says': 'Does the forget gate see the memory?', 'right': 'f = sigmoid(a_f + weights["peephole_forget"] * c_prev)', 'wrong': 'f = sigmoid(a_f)', 'loses': ['step', 'sequence']},
    {'name': 'states_shifted_by_one', 'says': 'That is shifted by one: after a step comes the state which that step has made.', 'right': 'h, c = step(x[:, number], h, c, weights)\n        states.append(h)', 'wrong': 'states.append(h)\n        h, c = step(x[:, number], h, c, weights)', 'loses': ['sequence']},
    {'name': 'memory_not_carried', 'says': 'Two things pass from step to step, the output and the memory.', 'right': 'h, c = step(x[:, number], h, c, weights)', 'wrong': 'h, _ = step(x[:, number], h, c, weights)', 'loses': ['sequence']},
    {'name': 'half_life_upside_down', 'says': 'f to the power of how many steps is one half? Take logarithms.', 'right': 'np.log(0.5) / np.log(forget)', 'wrong': 'np.log(forget) / np.log(0.5)', 'loses': ['half_life']},
    {'name': 'four_blocks_counted', 'says': 'This cell has three blocks, and two peepholes besides.', 'right': '3 * hidden_size * (input_size + hidden_size + 1) + 2 * hidden_size', 'wrong': '4 * hidden_size * (input_size + hidden_size + 1) + 2 * hidden_size', 'loses': ['parameters']},
]
