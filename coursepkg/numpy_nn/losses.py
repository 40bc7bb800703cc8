"""Losses: how far predictions are from targets, one number a sample, and the gradient."""

from typing import NamedTuple

import numpy as np


class LossCache(NamedTuple):
    """What a loss' backward pass needs."""

    y_true: np.ndarray
    y_pred: np.ndarray


def mean_squared_error_forward(y_true, y_pred):
    """Return the mean of (y_pred − y_true)² over the last axis, and a cache.

    Args:
        y_true: targets, (..., D).
        y_pred: predictions, of the same shape.

    Returns:
        values: one loss a sample, (...,).
        cache: for `mean_squared_error_backward`.
    """
    difference = y_pred - y_true
    return np.mean(difference * difference, axis=-1), LossCache(y_true, y_pred)


def mean_squared_error_backward(d_values, cache):
    """Return the gradient of the predictions, (..., D), from that of the values, (...,)."""
    size = cache.y_pred.shape[-1]
    return d_values[..., None] * (cache.y_pred - cache.y_true) * (2 / size)


LOSSES = {
    "mean_squared_error": (mean_squared_error_forward, mean_squared_error_backward),
}
SHORT_NAMES = {"mse": "mean_squared_error"}


def get(name):
    """Return the (forward, backward) pair of a loss by its Keras name.

    Raises:
        ValueError: the name is not known; the message lists those that are.
    """
    known = {**LOSSES, **{short: LOSSES[full] for short, full in SHORT_NAMES.items()}}
    if name not in known:
        raise ValueError(f"unknown loss {name!r}; known are: {', '.join(sorted(known))}")
    return known[name]
