"""The key of 'The GRU that resets first'. Made from source.md: make changes there."""

import numpy as np


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def draw_weights(rng, inputs, units):
    return {
        "kernel": rng.normal(size=(inputs, 3 * units)),
        "recurrent_kernel": rng.normal(size=(units, 3 * units)),
        "bias": rng.normal(size=3 * units),
    }


def draw_sequence(rng):
    n, steps, inputs, units = rng.permutation([3, 4, 5, 6])
    weights = draw_weights(rng, inputs, units)
    return rng.normal(size=(n, steps, inputs)), rng.normal(size=(n, units)), weights


def draw_step(rng):
    x, h, weights = draw_sequence(rng)
    return x[:, 0], h, weights


def draw_step_back(rng):
    x, h, weights = draw_step(rng)
    return rng.normal(size=h.shape), x, h, weights


def draw_sequence_back(rng):
    x, h0, weights = draw_sequence(rng)
    return rng.normal(size=(len(x), x.shape[1], h0.shape[1])), x, h0, weights


def gates(x, h_prev, weights):
    """Return z, r and the candidate of one step, (N, H) each."""
    x_z, x_r, x_c = np.split(x @ weights["kernel"] + weights["bias"], 3, axis=1)
    u_z, u_r, u_c = np.split(weights["recurrent_kernel"], 3, axis=1)
    z = sigmoid(x_z + h_prev @ u_z)
    r = sigmoid(x_r + h_prev @ u_r)
    candidate = np.tanh(x_c + (r * h_prev) @ u_c)
    return z, r, candidate


def step_forward(x, h_prev, weights):
    """Return the new state, (N, H), for x (N, D) and h_prev (N, H)."""
    z, _, candidate = gates(x, h_prev, weights)
    return z * h_prev + (1 - z) * candidate


def sequence_forward(x, h0, weights):
    """Return the state after every step, (N, T, H), for x (N, T, D) and h0 (N, H)."""
    h = h0  # the state before the first step
    states = []
    for step in range(x.shape[1]):
        h = step_forward(x[:, step], h, weights)
        states.append(h)
    return np.stack(states, axis=1)


def step_backward(dh, x, h_prev, weights):
    """Return dx (N, D), dh_prev (N, H) and a dictionary of gradients like `weights`."""
    z, r, candidate = gates(x, h_prev, weights)
    u_z, u_r, u_c = np.split(weights["recurrent_kernel"], 3, axis=1)
    da_z = dh * (h_prev - candidate) * z * (1 - z)
    da_c = dh * (1 - z) * (1 - candidate**2)
    d_reset = da_c @ u_c.T  # with respect to r * h_prev
    da_r = d_reset * h_prev * r * (1 - r)
    dh_prev = dh * z + d_reset * r + da_z @ u_z.T + da_r @ u_r.T
    da = np.concatenate([da_z, da_r, da_c], axis=1)
    du = [h_prev.T @ da_z, h_prev.T @ da_r, (r * h_prev).T @ da_c]
    grads = {
        "kernel": x.T @ da,
        "recurrent_kernel": np.concatenate(du, axis=1),
        "bias": da.sum(axis=0),
    }
    return da @ weights["kernel"].T, dh_prev, grads


def sequence_backward(d_states, x, h0, weights):
    """Return dx (N, T, D), dh0 (N, H) and a dictionary of gradients like `weights`."""
    states = sequence_forward(x, h0, weights)
    before = np.concatenate([h0[:, None], states[:, :-1]], axis=1)
    dx, dh = np.empty_like(x), np.zeros_like(h0)
    totals = {name: np.zeros_like(array) for name, array in weights.items()}
    for step in reversed(range(x.shape[1])):
        dx[:, step], dh, grads = step_backward(
            d_states[:, step] + dh, x[:, step], before[:, step], weights
        )
        for name in totals:
            totals[name] += grads[name]
    return dx, dh, totals


# What is graded.
TITLE = 'The GRU that resets first'
TASKS = [
    {'name': 'step', 'title': 'One step forward', 'function': 'step_forward', 'points': 2, 'returns': ['h: row, unit']},
    {'name': 'sequence', 'title': 'A whole sequence forward', 'function': 'sequence_forward', 'points': 2, 'returns': ['states: row, step, unit']},
    {'name': 'step_back', 'title': 'One step back', 'function': 'step_backward', 'points': 4, 'returns': ['dx: row, input', 'dh_prev: row, unit', 'gradient of bias', 'gradient of kernel', 'gradient of recurrent_kernel']},
    {'name': 'sequence_back', 'title': 'A whole sequence back', 'function': 'sequence_backward', 'points': 3, 'returns': ['dx: row, step, input', 'dh0: row, unit', 'gradient of bias', 'gradient of kernel', 'gradient of recurrent_kernel']},
]
MISTAKES = [
    {'name': 'reset_after', 'says': 'Did you reset after the product? Here the gate scales the state first.', 'right': 'candidate = np.tanh(x_c + (r * h_prev) @ u_c)', 'wrong': 'candidate = np.tanh(x_c + r * (h_prev @ u_c))', 'loses': ['step', 'sequence', 'step_back', 'sequence_back']},
    {'name': 'blend_turned_round', 'says': 'Is the blend turned round? Here z keeps the old state.', 'right': 'return z * h_prev + (1 - z) * candidate', 'wrong': 'return (1 - z) * h_prev + z * candidate', 'loses': ['step', 'sequence', 'sequence_back']},
    {'name': 'initial_state_forgotten', 'says': 'Did you start from zeros instead of h0?', 'right': 'h = h0  # the state before the first step', 'wrong': 'h = np.zeros_like(h0)', 'loses': ['sequence', 'sequence_back']},
    {'name': 'states_shifted_by_one', 'says': 'That is shifted by one: after a step comes the state which that step has made.', 'right': 'h = step_forward(x[:, step], h, weights)\n        states.append(h)', 'wrong': 'states.append(h)\n        h = step_forward(x[:, step], h, weights)', 'loses': ['sequence', 'sequence_back']},
    {'name': 'no_gradient_through_the_gate_into_the_state', 'says': 'Does the gradient of the product r ⊙ h reach the state too?', 'right': 'dh_prev = dh * z + d_reset * r', 'wrong': 'dh_prev = dh * z', 'loses': ['step_back', 'sequence_back']},
    {'name': 'state_not_reset_in_the_weight_gradient', 'says': "The candidate's weights saw r ⊙ h, not h.", 'right': '(r * h_prev).T @ da_c', 'wrong': 'h_prev.T @ da_c', 'loses': ['step_back', 'sequence_back']},
    {'name': 'gradient_of_later_steps_dropped', 'says': 'Do you add what comes back from the step after?', 'right': 'd_states[:, step] + dh', 'wrong': 'd_states[:, step]', 'loses': ['sequence_back']},
    {'name': 'only_the_last_steps_weights', 'says': 'Do you sum the weight gradients over the steps?', 'right': 'totals[name] += grads[name]', 'wrong': 'totals[name] = grads[name]', 'loses': ['sequence_back']},
]
