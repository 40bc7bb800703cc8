"""The key of 'Steps that are not there'. Made from source.md: make changes there."""

import numpy as np


def draw_mask(rng):
    n, steps = rng.permutation([4, 5, 6, 7])[:2]
    return rng.integers(0, steps + 1, size=n), int(steps)


def draw_last(rng):
    n, units = rng.permutation([2, 3, 4])[:2]
    mask = rng.random((n, rng.integers(5, 8))) < 0.5
    mask[0] = np.isin(np.arange(mask.shape[1]), [0, 2])
    mask[1] = False
    return rng.normal(size=(*mask.shape, units)), mask


def draw_recurrence(rng):
    n, inputs, units = rng.permutation([2, 3, 4])
    steps = rng.integers(5, 8)
    mask = rng.random((n, steps)) < 0.6
    mask[0] = np.isin(np.arange(steps), [0, 3])
    x = np.where(mask[:, :, None], rng.normal(size=(n, steps, inputs)), 99.0)
    weights = {
        "kernel": rng.normal(size=(inputs, units)),
        "recurrent_kernel": rng.normal(size=(units, units)),
        "decay": rng.uniform(0.3, 0.9, size=units),
    }
    return x, rng.normal(size=(n, units)), weights, mask


def draw_loss(rng):
    mask = rng.random((rng.integers(2, 5), rng.integers(5, 8))) < 0.5
    mask[0], mask[1] = True, np.arange(mask.shape[1]) == 1
    return np.where(mask, rng.random(mask.shape), 99.0), mask


def mask_of(lengths, steps):
    """Return the mask (N, T) of rows of these lengths (N,), padded after their end."""
    return np.arange(steps) < np.asarray(lengths)[:, None]


def last_real(states, mask):
    """Return of each row the state at its last real step, (N, H), of states (N, T, H)."""
    steps = mask.shape[1]
    place = steps - 1 - np.argmax(mask[:, ::-1], axis=1)
    picked = states[np.arange(len(states)), place]
    return np.where(mask.any(axis=1)[:, None], picked, 0)


def forward(x, h0, weights, mask):
    """Return the output of every step, (N, T, H), for x (N, T, D) and h0 (N, H).

    `weights` has "kernel" (D, H), "recurrent_kernel" (H, H) and "decay" (H,).
    """
    h, decay = h0, weights["decay"]
    states = np.zeros((*mask.shape, h0.shape[1]))
    for step in range(mask.shape[1]):
        real = mask[:, step, None]
        new = np.tanh(x[:, step] @ weights["kernel"] + h @ weights["recurrent_kernel"])
        h = np.where(real, new, decay * h)
        states[:, step] = np.where(real, h, 0)
    return states


def mean_loss(losses, mask):
    """Return the mean of losses (N, T) over the real steps, a number."""
    total, count = losses[mask].sum(), mask.sum()
    return total / count if count else 0.0


# What is graded.
TITLE = 'Steps that are not there'
TASKS = [
    {'name': 'mask', 'title': 'From lengths to a mask', 'function': 'mask_of', 'points': 1, 'returns': ['mask: row, step']},
    {'name': 'last', 'title': 'The last real state', 'function': 'last_real', 'points': 2, 'returns': ['last: row, unit']},
    {'name': 'recurrence', 'title': 'A recurrence with gaps', 'function': 'forward', 'points': 4, 'returns': ['states: row, step, unit']},
    {'name': 'loss', 'title': 'A loss over real steps', 'function': 'mean_loss', 'points': 2, 'returns': ['loss']},
]
MISTAKES = [
    {'name': 'one_step_too_many', 'says': 'A row of length 2 has two real steps, the first and the second.', 'right': 'np.arange(steps) < np.asarray(lengths)[:, None]', 'wrong': 'np.arange(steps) <= np.asarray(lengths)[:, None]', 'loses': ['mask']},
    {'name': 'padding_in_front', 'says': 'The real steps come first here, the padding after them.', 'right': 'np.arange(steps) < np.asarray(lengths)[:, None]', 'wrong': 'np.arange(steps)[::-1] < np.asarray(lengths)[:, None]', 'loses': ['mask']},
    {'name': 'simply_the_last', 'says': 'The last step of a row may be padding.', 'right': 'picked = states[np.arange(len(states)), place]', 'wrong': 'picked = states[:, -1]', 'loses': ['last']},
    {'name': 'number_of_real_steps_taken_for_the_place', 'says': 'A mask may have gaps; counting its real steps does not give the place of the last.', 'right': 'place = steps - 1 - np.argmax(mask[:, ::-1], axis=1)', 'wrong': 'place = np.maximum(mask.sum(axis=1) - 1, 0)', 'loses': ['last']},
    {'name': 'mask_ignored', 'says': 'At a step that is not there, the state only decays.', 'right': 'h = np.where(real, new, decay * h)', 'wrong': 'h = new', 'loses': ['recurrence']},
    {'name': 'nothing_decays', 'says': 'Over a gap the state is multiplied by the decay; here it stays as it was.', 'right': 'h = np.where(real, new, decay * h)', 'wrong': 'h = np.where(real, new, h)', 'loses': ['recurrence']},
    {'name': 'gaps_shown_in_the_output', 'says': 'The output of a step that is not there is zero; the state lives on unseen.', 'right': 'states[:, step] = np.where(real, h, 0)', 'wrong': 'states[:, step] = h', 'loses': ['recurrence']},
    {'name': 'gaps_counted_in_the_mean', 'says': 'Divide by the number of real steps, not of all.', 'right': 'return total / count if count else 0.0', 'wrong': 'return total / mask.size', 'loses': ['loss']},
    {'name': 'mean_of_means', 'says': "Every real step counts the same here; a mean of the rows' means gives short rows more weight.", 'right': 'total, count = losses[mask].sum(), mask.sum()', 'wrong': 'total, count = sum(losses[i][mask[i]].mean() for i in range(len(mask)) if mask[i].any()), mask.any(axis=1).sum()', 'loses': ['loss']},
]
