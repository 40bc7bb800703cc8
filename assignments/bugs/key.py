"""The key of 'Three bugs in a small network'. Made from source.md: make changes there."""

import numpy as np


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def draw_cell(rng):
    n, inputs, units = rng.permutation([2, 3, 4, 5])[:3]
    shapes = {"": (inputs, units), "_recurrent": (units, units)}
    weights = {
        f"{part}{kind}": rng.normal(size=shape)
        for part in ("gate", "candidate")
        for kind, shape in shapes.items()
    }
    return rng.normal(size=(n, inputs)), rng.normal(size=(n, units)), weights


def draw_loop(rng):
    n, steps, inputs, units = rng.permutation([3, 4, 5, 6])
    kernels = rng.normal(size=(inputs, units)), rng.normal(size=(units, units))
    return rng.normal(size=(n, steps, inputs)), rng.normal(size=(n, units)), *kernels


def draw_loss(rng):
    n, classes = rng.permutation([3, 4, 5, 6])[:2]
    return rng.normal(size=(n, classes)), rng.integers(0, classes, size=n)


def minimal_step(x, h_prev, weights):
    """Return the new state, (N, H), for x (N, D) and h_prev (N, H)."""
    f = sigmoid(x @ weights["gate"] + h_prev @ weights["gate_recurrent"])
    x_c = x @ weights["candidate"]
    candidate = np.tanh(x_c + (f * h_prev) @ weights["candidate_recurrent"])
    return (1 - f) * h_prev + f * candidate


def read(x, h0, kernel, recurrent_kernel):
    """Return the state after every step, (N, T, H), for x (N, T, D) and h0 (N, H)."""
    states = np.zeros((*x.shape[:2], len(recurrent_kernel)))
    h = h0
    for step in range(x.shape[1]):
        h = np.tanh(x[:, step] @ kernel + h @ recurrent_kernel)
        states[:, step] = h
    return states


def loss_and_gradient(scores, classes):
    """Return the loss, a number, and its gradient (N, K), for scores (N, K), classes (N,)."""
    rows = np.arange(len(scores))
    shifted = scores - scores.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -np.mean(log_p[rows, classes])
    gradient = np.exp(log_p)
    gradient[rows, classes] -= 1
    return loss, gradient / len(scores)


# What is graded.
TITLE = 'Three bugs in a small network'
TASKS = [
    {'name': 'cell', 'title': 'The bug in the cell', 'function': 'minimal_step', 'points': 2, 'returns': ['h: row, unit']},
    {'name': 'loop', 'title': 'The bug in the loop', 'function': 'read', 'points': 2, 'returns': ['states: row, step, unit']},
    {'name': 'loss', 'title': 'The bug in the loss', 'function': 'loss_and_gradient', 'points': 2, 'returns': ['loss', 'gradient: row, class']},
]
MISTAKES = [
    {'name': 'cell_left_as_it_was', 'says': 'The candidate may see only what the gate lets through. Compare with the second equation.', 'right': 'np.tanh(x_c + (f * h_prev) @ weights["candidate_recurrent"])', 'wrong': 'np.tanh(x_c + h_prev @ weights["candidate_recurrent"])', 'loses': ['cell']},
    {'name': 'loop_left_as_it_was', 'says': 'From which state does the second step start?', 'right': 'h = np.tanh(x[:, step] @ kernel + h @ recurrent_kernel)', 'wrong': 'h = np.tanh(x[:, step] @ kernel + h0 @ recurrent_kernel)', 'loses': ['loop']},
    {'name': 'loss_left_as_it_was', 'says': 'The loss is a mean over the rows. Of what is the gradient?', 'right': 'return loss, gradient / len(scores)', 'wrong': 'return loss, gradient', 'loses': ['loss']},
    {'name': 'blend_turned_round_instead', 'says': 'The blend was right; compare the candidate with its equation.', 'right': 'return (1 - f) * h_prev + f * candidate', 'wrong': 'return f * h_prev + (1 - f) * candidate', 'loses': ['cell']},
    {'name': 'only_the_last_state', 'says': 'The loop should return the state after every step.', 'right': 'states[:, step] = h', 'wrong': 'states[:, -1] = h', 'loses': ['loop']},
    {'name': 'loss_no_mean_either', 'says': 'Now neither is a mean. The text asks for means.', 'right': 'loss = -np.mean(log_p[rows, classes])', 'wrong': 'loss = -np.sum(log_p[rows, classes])', 'loses': ['loss']},
]
