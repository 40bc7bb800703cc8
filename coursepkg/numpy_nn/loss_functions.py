"""Losses: how far predictions are from targets, one number a sample, and the gradient.

Every loss is a pair of pure functions of targets and predictions. The crossentropies come in
two forms: from probabilities, which are kept 1e-7 away from 0 and 1 as in Keras, and from
logits, which is what a sigmoid or softmax was applied to, where nothing can overflow.
"""

import numpy as np

from .activations import sigmoid, softmax

EPSILON = 1e-7  # Keras' distance of probabilities from 0 and 1


def mean_squared_error_forward(y_true, y_pred):
    """Return the mean of (y_pred − y_true)² over the last axis, and a cache.

    Args:
        y_true: targets, (..., D).
        y_pred: predictions, of the same shape.

    Returns:
        values: one loss a sample, (...,).
        cache: for the backward function, which turns the gradient of the values, (...,),
            into that of the predictions, (..., D).
    """
    difference = y_pred - y_true
    return np.mean(difference * difference, axis=-1), difference


def mean_squared_error_backward(d_values, difference):
    """Return the gradient of the predictions."""
    return d_values[..., None] * difference * (2 / difference.shape[-1])


def mean_absolute_error_forward(y_true, y_pred):
    """Return the mean of `|y_pred − y_true|` over the last axis, and a cache, as above."""
    difference = y_pred - y_true
    return np.mean(np.abs(difference), axis=-1), difference


def mean_absolute_error_backward(d_values, difference):
    """Return the gradient of the predictions; zero where a prediction is exact."""
    return d_values[..., None] * np.sign(difference) * (1 / difference.shape[-1])


def binary_crossentropy_forward(y_true, y_pred):
    """Return the mean of −log(probability given to the truth) over the last axis, and a cache.

    Args:
        y_true: targets, 0 or 1 or between, (..., D).
        y_pred: probabilities of 1, of the same shape.
    """
    inside = np.clip(y_pred, EPSILON, 1 - EPSILON)
    values = -(y_true * np.log(inside) + (1 - y_true) * np.log(1 - inside))
    return values.mean(axis=-1), (y_true, y_pred, inside)


def binary_crossentropy_backward(d_values, cache):
    """Return the gradient of the probabilities; zero where they were kept off 0 or 1."""
    y_true, y_pred, inside = cache
    gradient = (inside - y_true) / (inside * (1 - inside)) * (inside == y_pred)
    return d_values[..., None] * gradient * (1 / y_pred.shape[-1])


def binary_crossentropy_from_logits_forward(y_true, logits):
    """Return the same loss from logits, `max(a, 0) − a y + log(1 + exp(−|a|))`, and a cache."""
    values = np.maximum(logits, 0) - logits * y_true + np.log1p(np.exp(-np.abs(logits)))
    return values.mean(axis=-1), (y_true, logits)


def binary_crossentropy_from_logits_backward(d_values, cache):
    """Return the gradient of the logits: probability minus target."""
    y_true, logits = cache
    return d_values[..., None] * (sigmoid(logits) - y_true) * (1 / logits.shape[-1])


def categorical_crossentropy_forward(y_true, y_pred):
    """Return −Σ y_true log(y_pred) over the last axis, and a cache.

    Args:
        y_true: the share of each class, (..., classes); one-hot in the plain case.
        y_pred: probabilities, of the same shape; brought to a sum of one first, as in Keras.
    """
    total = y_pred.sum(axis=-1, keepdims=True)
    normal = y_pred / total
    inside = np.clip(normal, EPSILON, 1 - EPSILON)
    return -np.sum(y_true * np.log(inside), axis=-1), (y_true, total, normal, inside)


def categorical_crossentropy_backward(d_values, cache):
    """Return the gradient of the probabilities."""
    y_true, total, normal, inside = cache
    d_normal = -y_true / inside * (inside == normal)
    along = np.sum(d_normal * normal, axis=-1, keepdims=True)
    return d_values[..., None] * (d_normal - along) / total


def categorical_crossentropy_from_logits_forward(y_true, logits):
    """Return −Σ y_true log(softmax(logits)) over the last axis, and a cache."""
    return -np.sum(y_true * _log_softmax(logits), axis=-1), (y_true, logits)


def categorical_crossentropy_from_logits_backward(d_values, cache):
    """Return the gradient of the logits."""
    y_true, logits = cache
    total = y_true.sum(axis=-1, keepdims=True)
    return d_values[..., None] * (softmax(logits) * total - y_true)


def sparse_categorical_crossentropy_forward(y_true, y_pred):
    """Return −log(y_pred of the true class), and a cache.

    Args:
        y_true: the number of the true class, (...,).
        y_pred: probabilities, (..., classes); brought to a sum of one after being kept off
            0 and 1, as in Keras.
    """
    inside = np.clip(y_pred, EPSILON, 1 - EPSILON)
    values, cache = sparse_categorical_crossentropy_from_logits_forward(y_true, np.log(inside))
    return values, (cache, y_pred, inside)


def sparse_categorical_crossentropy_backward(d_values, cache):
    """Return the gradient of the probabilities."""
    of_logs, y_pred, inside = cache
    d_logs = sparse_categorical_crossentropy_from_logits_backward(d_values, of_logs)
    return d_logs / inside * (inside == y_pred)


def sparse_categorical_crossentropy_from_logits_forward(y_true, logits):
    """Return −log(softmax(logits) of the true class), and a cache."""
    classes = y_true.astype(np.intp)[..., None]
    log_probabilities = _log_softmax(logits)
    values = -np.take_along_axis(log_probabilities, classes, axis=-1)[..., 0]
    return values, (classes, log_probabilities)


def sparse_categorical_crossentropy_from_logits_backward(d_values, cache):
    """Return the gradient of the logits: probabilities, less one at the true class."""
    classes, log_probabilities = cache
    gradient = np.exp(log_probabilities)
    of_class = np.take_along_axis(gradient, classes, axis=-1)
    np.put_along_axis(gradient, classes, of_class - 1, axis=-1)
    gradient *= d_values[..., None]
    return gradient


def _log_softmax(logits):
    """Return log(softmax(logits)) without taking the logarithm of a number that may be zero."""
    shifted = logits - logits.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
