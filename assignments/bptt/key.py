"""The key of 'Back through time, and checked'. Made from source.md: make changes there."""

import numpy as np


def forward(x, h0, weights):
    """Return the state after every step, (N, T, H), for x (N, T, D) and h0 (N, H)."""
    h, states = h0, []
    for step in range(x.shape[1]):
        a = x[:, step] @ weights["kernel"] + h @ weights["recurrent_kernel"] + weights["bias"]
        h = a / (1 + np.abs(a))
        states.append(h)
    return np.stack(states, axis=1)


def draw_activation(rng):
    shape = rng.permutation([2, 3, 4, 5])[:2]
    return rng.normal(size=shape), rng.uniform(-1, 1, size=shape)


def draw_back(rng):
    n, steps, inputs, units = rng.permutation([3, 4, 5, 6])
    weights = {
        "kernel": rng.normal(size=(inputs, units)),
        "recurrent_kernel": rng.normal(size=(units, units)),
        "bias": rng.normal(size=units),
    }
    d_states, x = rng.normal(size=(n, steps, units)), rng.normal(size=(n, steps, inputs))
    return d_states, x, rng.normal(size=(n, units)), weights


def draw_differences(rng):
    return draw_back(rng)


def draw_error(rng):
    shape = rng.permutation([2, 3, 4, 5])[:2]
    first = rng.normal(size=shape) * 10 ** rng.uniform(-6, 6)
    return first, first * (1 + rng.normal(size=shape) / 1000)


def softsign_backward(dh, h):
    """Return the gradient with respect to a, given that with respect to h = softsign(a)."""
    return dh * (1 - np.abs(h)) ** 2


def backward(d_states, x, h0, weights):
    """Return dx (N, T, D), dh0 (N, H) and a dictionary of gradients like `weights`."""
    states = forward(x, h0, weights)
    before = np.concatenate([h0[:, None], states[:, :-1]], axis=1)
    dx, dh = np.empty_like(x), np.zeros_like(h0)
    grads = {name: np.zeros_like(array) for name, array in weights.items()}
    for step in reversed(range(x.shape[1])):
        da = softsign_backward(d_states[:, step] + dh, states[:, step])
        dx[:, step] = da @ weights["kernel"].T
        dh = da @ weights["recurrent_kernel"].T
        grads["kernel"] += x[:, step].T @ da
        grads["recurrent_kernel"] += before[:, step].T @ da
        grads["bias"] += da.sum(axis=0)
    return dx, dh, grads


def numerical_gradient(d_states, x, h0, weights):
    """Return the gradient of the loss with respect to the kernel, (D, H), by differences."""
    kernel, size = weights["kernel"], 1e-5

    def loss(changed):
        return np.sum(d_states * forward(x, h0, {**weights, "kernel": changed}))

    gradient = np.empty_like(kernel)
    for place in np.ndindex(kernel.shape):
        nudge = np.zeros_like(kernel)
        nudge[place] = size
        gradient[place] = (loss(kernel + nudge) - loss(kernel - nudge)) / (2 * size)
    return gradient


def relative_error(first, second):
    """Return |first − second| / (|first| + |second|), where | | is the length of all entries."""
    size = np.linalg.norm(first) + np.linalg.norm(second)
    return np.linalg.norm(first - second) / size if size else 0.0


# What is graded.
TITLE = 'Back through time, and checked'
TASKS = [
    {'name': 'activation', 'title': 'Gradient of the activation', 'function': 'softsign_backward', 'points': 1, 'returns': ['da: row, unit']},
    {'name': 'back', 'title': 'Back through time', 'function': 'backward', 'points': 5, 'returns': ['dx: row, step, input', 'dh0: row, unit', 'gradient of bias', 'gradient of kernel', 'gradient of recurrent_kernel']},
    {'name': 'differences', 'title': 'Central differences', 'function': 'numerical_gradient', 'points': 2, 'returns': ['gradient of kernel'], 'tolerance': 1e-07},
    {'name': 'error', 'title': 'Relative error', 'function': 'relative_error', 'points': 1, 'returns': ['error']},
]
MISTAKES = [
    {'name': 'derivative_of_tanh', 'says': 'That is the derivative of tanh. Softsign has another one.', 'right': '(1 - np.abs(h)) ** 2', 'wrong': '(1 - h**2)', 'loses': ['activation', 'back']},
    {'name': 'later_steps_dropped', 'says': 'Do you add what comes back from the step after?', 'right': 'd_states[:, step] + dh', 'wrong': 'd_states[:, step]', 'loses': ['back']},
    {'name': 'state_after_instead_of_before', 'says': 'The recurrent weights saw the state before the step, not the one after it.', 'right': 'before[:, step].T @ da', 'wrong': 'states[:, step].T @ da', 'loses': ['back']},
    {'name': 'recurrent_kernel_not_transposed', 'says': 'Is the recurrent kernel transposed on the way back?', 'right': 'dh = da @ weights["recurrent_kernel"].T', 'wrong': 'dh = da @ weights["recurrent_kernel"]', 'loses': ['back']},
    {'name': 'bias_of_one_step', 'says': 'Do you sum the gradient of the bias over steps and rows?', 'right': 'grads["bias"] += da.sum(axis=0)', 'wrong': 'grads["bias"] = da.sum(axis=0)', 'loses': ['back']},
    {'name': 'one_sided_differences', 'says': 'Differences to one side only are less exact; go to both.', 'right': '(loss(kernel + nudge) - loss(kernel - nudge)) / (2 * size)', 'wrong': '(loss(kernel + nudge) - loss(kernel)) / size', 'loses': ['differences']},
    {'name': 'half_the_slope', 'says': 'Between the two points lie two steps, not one.', 'right': '/ (2 * size)', 'wrong': '/ size', 'loses': ['differences']},
    {'name': 'absolute_error', 'says': 'An error of 0.001 is large beside 0.001 and small beside 1000; divide.', 'right': 'return np.linalg.norm(first - second) / size if size else 0.0', 'wrong': 'return np.linalg.norm(first - second)', 'loses': ['error']},
]
