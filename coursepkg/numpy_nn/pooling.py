"""From the states of all steps to one vector: their maximum, or their mean."""

from typing import NamedTuple

import numpy as np


class MaxCache(NamedTuple):
    """What `max_over_steps_backward` needs."""

    x: np.ndarray
    y: np.ndarray


def max_over_steps_forward(x):
    """Return the largest value of every feature over all steps, (N, D), and a cache.

    Args:
        x: (N, T, D).
    """
    y = x.max(axis=1)
    return y, MaxCache(x, y)


def max_over_steps_backward(dy, cache):
    """Return the gradient of x: it goes to the step that was largest; ties share it alike."""
    largest = cache.x == cache.y[:, None]
    return largest * (dy / largest.sum(axis=1, dtype=dy.dtype))[:, None]


class MeanCache(NamedTuple):
    """What `mean_over_steps_backward` needs."""

    weights: np.ndarray  # (N, T, 1): what each step counts


def mean_over_steps_forward(x, mask=None):
    """Return the mean of every feature over the real steps, (N, D), and a cache.

    Args:
        x: (N, T, D).
        mask: (N, T) of bool, True at real steps, or None if all are. A row without any real
            step has a mean of zero.
    """
    if mask is None:
        mask = np.ones(x.shape[:2], bool)
    real = np.maximum(mask.sum(axis=1, keepdims=True), 1)
    weights = (mask / real).astype(x.dtype)[..., None]
    return (x * weights).sum(axis=1), MeanCache(weights)


def mean_over_steps_backward(dy, cache):
    """Return the gradient of x: every real step gets an equal share."""
    return dy[:, None] * cache.weights
