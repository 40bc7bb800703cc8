"""Metrics: what people want to know of a model, beside the loss it learns from."""

import numpy as np


def binary_accuracy(y_true, y_pred):
    """Return the share of targets that a probability above one half agrees with, (...,).

    Args:
        y_true: 0 or 1, (..., D).
        y_pred: probabilities, of the same shape.
    """
    return (y_true == (y_pred > 0.5)).mean(axis=-1)


def sparse_categorical_accuracy(y_true, y_pred):
    """Return 1 where the most probable class is the true one, else 0.

    Args:
        y_true: the number of the true class, (...,).
        y_pred: probabilities or logits, (..., classes).
    """
    return (y_true == y_pred.argmax(axis=-1)).astype(float)


def categorical_accuracy(y_true, y_pred):
    """Return 1 where the most probable class is the one of the largest target, else 0."""
    return (y_true.argmax(axis=-1) == y_pred.argmax(axis=-1)).astype(float)


def mean_squared_error(y_true, y_pred):
    """Return the mean squared difference of every sample."""
    return np.mean((y_true - y_pred) ** 2, axis=-1)


def mean_absolute_error(y_true, y_pred):
    """Return the mean absolute difference of every sample."""
    return np.mean(np.abs(y_true - y_pred), axis=-1)


def accuracy(y_true, y_pred):
    """Return the kind of accuracy that fits the shapes, chosen as Keras does.

    One output is yes or no; with more, fewer axes of targets are numbers of classes.
    """
    if y_pred.shape[-1] == 1:
        return binary_accuracy(y_true, y_pred)
    if y_true.ndim < y_pred.ndim:
        return sparse_categorical_accuracy(y_true, y_pred)
    return categorical_accuracy(y_true, y_pred)


def total_and_count(values, mask=None):
    """Return the sum of a batch's values and how many they are, as Keras' `Mean` adds them up.

    A row counts one, whatever the number of its steps; with a mask it counts the share of
    its steps that are real, and padding adds nothing to either number.

    Args:
        values: (N,), or (N, T) with one for each step.
        mask: (N, T) of bool, True at real steps; without effect on values of another shape.
    """
    if mask is None or mask.shape != values.shape:
        return float(values.mean() * len(values)), len(values)
    steps = values.shape[1]
    return float((values * mask).sum() / steps), float(mask.sum() / steps)


METRICS = {
    "acc": accuracy,
    "accuracy": accuracy,
    "binary_accuracy": binary_accuracy,
    "categorical_accuracy": categorical_accuracy,
    "mae": mean_absolute_error,
    "mean_absolute_error": mean_absolute_error,
    "mean_squared_error": mean_squared_error,
    "mse": mean_squared_error,
    "sparse_categorical_accuracy": sparse_categorical_accuracy,
}


def get(name):
    """Return a metric by its Keras name.

    Raises:
        ValueError: the name is not known; the message lists those that are.
    """
    if not isinstance(name, str) or name not in METRICS:
        raise ValueError(f"unknown metric {name!r}; known are: {', '.join(sorted(METRICS))}")
    return METRICS[name]
