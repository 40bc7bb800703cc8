"""The key of 'The other GRU, time first'. Made from source.md: make changes there."""

import numpy as np


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def draw_sequence(rng):
    steps, n, inputs, units = rng.permutation([3, 4, 5, 6])
    weights = {
        "kernel": rng.normal(size=(inputs, 3 * units)),
        "recurrent_kernel": rng.normal(size=(units, 3 * units)),
        "bias": rng.normal(size=(2, 3 * units)),
    }
    return rng.normal(size=(steps, n, inputs)), rng.normal(size=(n, units)), weights


def draw_step(rng):
    x, h, weights = draw_sequence(rng)
    return x[0], h, weights


def draw_gates(rng):
    return draw_step(rng)


def draw_convert(rng):
    _, _, weights = draw_step(rng)
    return weights["kernel"], weights["recurrent_kernel"], weights["bias"]


def gates(x, h_prev, weights):
    """Return r and z of one step, (N, H) each, for x (N, D) and h_prev (N, H)."""
    x_r, x_z, _ = np.split(x @ weights["kernel"] + weights["bias"][0], 3, axis=1)
    h_r, h_z, _ = np.split(h_prev @ weights["recurrent_kernel"] + weights["bias"][1], 3, axis=1)
    return sigmoid(x_r + h_r), sigmoid(x_z + h_z)


def step(x, h_prev, weights):
    """Return the new state, (N, H), for x (N, D) and h_prev (N, H)."""
    r, z = gates(x, h_prev, weights)
    w_c, u_c = (np.split(weights[n], 3, axis=1)[2] for n in ("kernel", "recurrent_kernel"))
    input_bias_c, state_bias_c = np.split(weights["bias"], 3, axis=1)[2]
    candidate = np.tanh(x @ w_c + input_bias_c + r * (h_prev @ u_c + state_bias_c))
    return (1 - z) * h_prev + z * candidate


def forward(x, h0, weights):
    """Return the state after every step, (T, N, H), for x (T, N, D) and h0 (N, H)."""
    h, states = h0, []
    for x_now in x:
        h = step(x_now, h, weights)
        states.append(h)
    return np.stack(states)


def from_keras(kernel, recurrent_kernel, bias):
    """Return the dictionary of weights with which this cell does what Keras' does."""
    def moved(array):
        z, r, candidate = np.split(array, 3, axis=-1)
        return np.concatenate([r, -z, candidate], axis=-1)

    return {
        "kernel": moved(kernel),
        "recurrent_kernel": moved(recurrent_kernel),
        "bias": moved(bias),
    }


# What is graded.
TITLE = 'The other GRU, time first'
TASKS = [
    {'name': 'gates', 'title': 'The two gates', 'function': 'gates', 'points': 2, 'returns': ['r: row, unit', 'z: row, unit']},
    {'name': 'step', 'title': 'One step', 'function': 'step', 'points': 2, 'returns': ['h: row, unit']},
    {'name': 'sequence', 'title': 'A whole sequence, time first', 'function': 'forward', 'points': 2, 'returns': ['states: step, row, unit']},
    {'name': 'convert', 'title': 'Weights from Keras', 'function': 'from_keras', 'points': 3, 'returns': ['bias: side, entry', 'kernel: input, entry', 'recurrent_kernel: unit, entry']},
]
MISTAKES = [
    {'name': 'blocks_in_the_order_of_keras', 'says': 'Which block comes first? Here it is r, then z.', 'right': 'x_r, x_z, _ = np.split(x @', 'wrong': 'x_z, x_r, _ = np.split(x @', 'loses': ['gates', 'step', 'sequence']},
    {'name': 'z_keeps_the_old_state', 'says': 'Does z keep the old state in your blend? In this paper it lets the new one in.', 'right': 'return (1 - z) * h_prev + z * candidate', 'wrong': 'return z * h_prev + (1 - z) * candidate', 'loses': ['step', 'sequence']},
    {'name': 'second_bias_outside_the_reset', 'says': "The reset gate scales the state's product with its bias, not without.", 'right': 'r * (h_prev @ u_c + state_bias_c)', 'wrong': 'r * (h_prev @ u_c) + state_bias_c', 'loses': ['step', 'sequence']},
    {'name': 'second_bias_forgotten', 'says': 'There are two biases, one for the product with x and one for that with the state.', 'right': 'h_prev @ weights["recurrent_kernel"] + weights["bias"][1]', 'wrong': 'h_prev @ weights["recurrent_kernel"]', 'loses': ['gates', 'step', 'sequence']},
    {'name': 'reset_before_the_product', 'says': 'Did you reset before the product? Here the gate scales what comes out of it.', 'right': 'r * (h_prev @ u_c + state_bias_c)', 'wrong': '(r * h_prev) @ u_c + state_bias_c', 'loses': ['step', 'sequence']},
    {'name': 'states_shifted_by_one', 'says': 'That is shifted by one: after a step comes the state which that step has made.', 'right': 'h = step(x_now, h, weights)\n        states.append(h)', 'wrong': 'states.append(h)\n        h = step(x_now, h, weights)', 'loses': ['sequence']},
    {'name': 'batch_first', 'says': 'Which axis did you walk along? Time is the first here.', 'right': 'for x_now in x:', 'wrong': 'for x_now in x.transpose(1, 0, 2):', 'loses': ['sequence']},
    {'name': 'nothing_negated', 'says': 'One minus a sigmoid is a sigmoid of the negative. Which block has to change its sign?', 'right': 'return np.concatenate([r, -z, candidate], axis=-1)', 'wrong': 'return np.concatenate([r, z, candidate], axis=-1)', 'loses': ['convert']},
    {'name': 'order_kept', 'says': 'The order of the blocks changes too.', 'right': 'return np.concatenate([r, -z, candidate], axis=-1)', 'wrong': 'return np.concatenate([-z, r, candidate], axis=-1)', 'loses': ['convert']},
    {'name': 'bias_left_alone', 'says': 'What holds for the kernels holds for the bias.', 'right': '"bias": moved(bias)', 'wrong': '"bias": bias', 'loses': ['convert']},
]
