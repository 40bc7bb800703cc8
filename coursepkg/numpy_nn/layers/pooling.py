"""Pooling: from the states of all steps to one vector, their maximum or their mean."""

import numpy as np

from .base import Layer


def max_over_steps_forward(x):
    """Return the largest value of every feature over all steps, (N, D), and a cache.

    Args:
        x: (N, T, D).
    """
    y = x.max(axis=1)
    return y, (x, y)


def max_over_steps_backward(dy, cache):
    """Return the gradient of x: it goes to the step that was largest; ties share it alike."""
    x, y = cache
    largest = x == y[:, None]
    return largest * (dy / largest.sum(axis=1, dtype=dy.dtype))[:, None]


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
    weights = (mask / real).astype(x.dtype if x.dtype.kind == "f" else float)[..., None]
    return (x * weights).sum(axis=1), weights


def mean_over_steps_backward(dy, weights):
    """Return the gradient of x from the cache, the weight of each step: equal at real steps."""
    return dy[:, None] * weights


class Pooling(Layer):
    """The base of both layers: from (N, T, D) to (N, D)."""

    ndim = 3

    def output_shape(self, input_shape):
        """Return (D,)."""
        return (input_shape[-1],)

    def output_mask(self, inputs, mask):
        """Return None: there are no steps any more."""
        return None


class GlobalMaxPooling1D(Pooling):
    """The largest value of every feature over all steps, (N, T, D) → (N, D).

    As in Keras a mask has no effect: padding counts with whatever value it has.
    """

    def forward(self, inputs, training=False, mask=None):
        """Return the maxima and a cache."""
        self.check(inputs.shape)
        return max_over_steps_forward(inputs)

    def backward(self, d_outputs, cache):
        """Return the gradient of the inputs; there are no weights."""
        return max_over_steps_backward(d_outputs, cache), []


class GlobalAveragePooling1D(Pooling):
    """The mean of every feature over all real steps, (N, T, D) → (N, D).

    As in Keras a mask leaves padding out. A row of nothing but padding has a mean of zero
    here; Keras divides zero by zero.
    """

    def forward(self, inputs, training=False, mask=None):
        """Return the means and a cache."""
        self.check(inputs.shape)
        return mean_over_steps_forward(inputs, self.check_mask(mask, inputs.shape))

    def backward(self, d_outputs, cache):
        """Return the gradient of the inputs; there are no weights."""
        return mean_over_steps_backward(d_outputs, cache), []
