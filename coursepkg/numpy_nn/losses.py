"""Losses: how far predictions are from targets, one number a sample, and its gradient.

Every loss is a pair of pure functions of targets and predictions. The crossentropies come in
two forms: from probabilities, which are clipped to 1e-7 from 0 and 1 as in Keras, and from
logits, the inputs of a sigmoid or softmax, where nothing can overflow.

The classes below them are what a model uses: they say which functions to take and what targets
must look like. `sample_weights` turns weights and masks into one factor a value.
"""

import numpy as np

from .activations import sigmoid, softmax
from .keras_only import KerasOnly

# What to write instead of arguments that Keras' losses take and these do not.
INSTEAD = {
    "ignore_class": "give such targets a sample_weight of zero",
    "label_smoothing": "smooth the targets yourself: y * (1 - a) + a / classes",
    "reduction": "call the `..._forward` functions, which give one loss a sample",
}
EPSILON = 1e-7  # Keras' distance of probabilities from 0 and 1


def mean_squared_error_forward(y_true, y_pred):
    """Return the mean of (y_pred − y_true)² over the last axis, and a cache.

    Args:
        y_true: targets, (..., D).
        y_pred: predictions, of the same shape.

    Returns:
        values: one loss a sample, (...,).
        cache: for the backward function. It turns the gradient of the values, (...,), into
            that of the predictions, (..., D).
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
    """Return the mean of −log(probability of the truth) over the last axis, and a cache.

    Args:
        y_true: targets, 0 or 1 or between, (..., D).
        y_pred: probabilities of 1, of the same shape.
    """
    clipped = np.clip(y_pred, EPSILON, 1 - EPSILON)
    values = -(y_true * np.log(clipped) + (1 - y_true) * np.log(1 - clipped))
    return values.mean(axis=-1), (y_true, y_pred, clipped)


def binary_crossentropy_backward(d_values, cache):
    """Return the gradient of the probabilities; zero where they were clipped."""
    y_true, y_pred, clipped = cache
    gradient = (clipped - y_true) / (clipped * (1 - clipped)) * (clipped == y_pred)
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
    normalized = y_pred / total
    clipped = np.clip(normalized, EPSILON, 1 - EPSILON)
    return -np.sum(y_true * np.log(clipped), axis=-1), (y_true, total, normalized, clipped)


def categorical_crossentropy_backward(d_values, cache):
    """Return the gradient of the probabilities."""
    y_true, total, normalized, clipped = cache
    d_normalized = -y_true / clipped * (clipped == normalized)
    projection = np.sum(d_normalized * normalized, axis=-1, keepdims=True)
    return d_values[..., None] * (d_normalized - projection) / total


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
        y_pred: probabilities, (..., classes); brought to a sum of one after clipping, as in
            Keras.
    """
    clipped = np.clip(y_pred, EPSILON, 1 - EPSILON)
    values, cache = sparse_categorical_crossentropy_from_logits_forward(y_true, np.log(clipped))
    return values, (cache, y_pred, clipped)


def sparse_categorical_crossentropy_backward(d_values, cache):
    """Return the gradient of the probabilities."""
    of_logs, y_pred, clipped = cache
    d_logs = sparse_categorical_crossentropy_from_logits_backward(d_values, of_logs)
    return d_logs / clipped * (clipped == y_pred)


def sparse_categorical_crossentropy_from_logits_forward(y_true, logits):
    """Return −log(softmax(logits) of the true class), and a cache."""
    classes = y_true.astype(np.intp)[..., None]
    shifted = logits - logits.max(axis=-1, keepdims=True)
    exponentials = np.exp(shifted)
    total = exponentials.sum(axis=-1, keepdims=True)
    values = np.log(total) - np.take_along_axis(shifted, classes, axis=-1)
    return values[..., 0], (classes, exponentials, total)


def sparse_categorical_crossentropy_from_logits_backward(d_values, cache):
    """Return the gradient of the logits: probabilities, less one at the true class."""
    classes, exponentials, total = cache
    gradient = exponentials * (d_values[..., None] / total)
    of_class = np.take_along_axis(gradient, classes, axis=-1)
    np.put_along_axis(gradient, classes, of_class - d_values[..., None], axis=-1)
    return gradient


def _log_softmax(logits):
    """Return log(softmax(logits)) without taking the logarithm of a number that may be zero."""
    shifted = logits - logits.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


class Loss(KerasOnly):
    """A loss with Keras' reduction: the weighted sum over samples, divided by their number.

    Args:
        from_logits: the predictions are logits instead of probabilities; default False.
            If the model's last activation is a sigmoid or a softmax, the loss is computed
            from its logits in any case, as in Keras on TensorFlow.
    """

    name = None
    activation = None  # the one that turns logits into this loss's probabilities
    forward = backward = None
    forward_from_logits = backward_from_logits = None
    instead = INSTEAD

    def __init__(self, *, from_logits=False, **unknown):
        self._refuse(unknown, name=self.name)
        if from_logits and self.activation is None:
            raise ValueError(f"{type(self).__name__} has no form for logits")
        self.from_logits = from_logits

    def functions(self, from_logits):
        """Return the forward and the backward function for probabilities or logits."""
        if from_logits or self.from_logits:
            return self.forward_from_logits, self.backward_from_logits
        return self.forward, self.backward

    def targets(self, y, output_shape):
        """Return y in the shape of the model's outputs; raise a ValueError if it cannot be.

        One target a row may come without its last axis of length one, as in Keras.
        """
        if output_shape == (*y.shape, 1):
            return y[..., None]
        if y.shape != output_shape:
            raise ValueError(
                f"y has shape {y.shape}, but the model's outputs have shape {output_shape}; "
                "expected the same"
            )
        return y


class MeanSquaredError(Loss):
    """Mean of squared differences."""

    name = "mean_squared_error"
    forward = staticmethod(mean_squared_error_forward)
    backward = staticmethod(mean_squared_error_backward)


class MeanAbsoluteError(Loss):
    """Mean of absolute differences."""

    name = "mean_absolute_error"
    forward = staticmethod(mean_absolute_error_forward)
    backward = staticmethod(mean_absolute_error_backward)


class BinaryCrossentropy(Loss):
    """For yes-or-no targets and a sigmoid: −y log(p) − (1 − y) log(1 − p), the mean of outputs.

    Targets are 0, 1 or between, in the shape of the outputs.
    """

    name = "binary_crossentropy"
    activation = "sigmoid"
    forward = staticmethod(binary_crossentropy_forward)
    backward = staticmethod(binary_crossentropy_backward)
    forward_from_logits = staticmethod(binary_crossentropy_from_logits_forward)
    backward_from_logits = staticmethod(binary_crossentropy_from_logits_backward)


class CategoricalCrossentropy(Loss):
    """For one-hot targets and a softmax: −Σ y log(p) over the classes.

    Targets are the share of each class, in the shape of the outputs, (..., classes).
    """

    name = "categorical_crossentropy"
    activation = "softmax"
    forward = staticmethod(categorical_crossentropy_forward)
    backward = staticmethod(categorical_crossentropy_backward)
    forward_from_logits = staticmethod(categorical_crossentropy_from_logits_forward)
    backward_from_logits = staticmethod(categorical_crossentropy_from_logits_backward)


class SparseCategoricalCrossentropy(Loss):
    """For targets that are numbers of classes, and a softmax: −log(p of the true class).

    Targets are (...) or (..., 1) for outputs of (..., classes). The same loss as with one-hot
    targets, without their zeros.
    """

    name = "sparse_categorical_crossentropy"
    activation = "softmax"
    forward = staticmethod(sparse_categorical_crossentropy_forward)
    backward = staticmethod(sparse_categorical_crossentropy_backward)
    forward_from_logits = staticmethod(sparse_categorical_crossentropy_from_logits_forward)
    backward_from_logits = staticmethod(sparse_categorical_crossentropy_from_logits_backward)

    def targets(self, y, output_shape):
        """Return one class number a sample; raise a ValueError unless 0 ≤ number < classes."""
        *samples, classes = output_shape
        if y.shape == (*samples, 1):
            y = y[..., 0]
        if y.shape != tuple(samples):
            raise ValueError(
                f"y has shape {y.shape}, but the model's outputs have shape {output_shape}; "
                f"expected {tuple(samples)}, the number of a class for each"
            )
        wrong = (y < 0) | (y >= classes) | (np.mod(y, 1) != 0)
        if wrong.any():
            place = tuple(map(int, np.argwhere(wrong)[0]))
            raise ValueError(
                f"y holds {y[place]} at index {place}; expected whole numbers from 0 to "
                f"{classes - 1}, since the model has {classes} outputs"
            )
        return y


LOSSES = {loss.name: loss for loss in Loss.__subclasses__()}
SHORT_NAMES = {"mse": "mean_squared_error", "mae": "mean_absolute_error"}


def get(loss):
    """Return the loss of this name; a `Loss` is returned as it is.

    Raises:
        ValueError: the name is not known; the message lists those that are.
    """
    if isinstance(loss, Loss):
        return loss
    name = SHORT_NAMES.get(str(loss), str(loss))
    if name not in LOSSES:
        known = ", ".join(sorted([*LOSSES, *SHORT_NAMES]))
        raise ValueError(f"unknown loss {loss!r}; known are: {known}")
    return LOSSES[name]()


def sample_weights(values, sample_weight=None, mask=None):
    """Return the weight of each value, or None if all weights are one.

    With a mask only real steps have weight, scaled so that the mean over all steps becomes
    the mean over the real ones, as in Keras.

    Args:
        values: losses, (N,) or (N, T); only their shape and type matter.
        sample_weight: (N,) or of the shape of the values.
        mask: of the shape of the values, True at real steps.
    """
    weights = None
    if mask is not None and mask.shape == values.shape:
        weights = mask * (mask.size / max(int(mask.sum()), 1))
    if sample_weight is not None:
        if sample_weight.ndim < values.ndim:
            sample_weight = sample_weight[:, None]
        weights = sample_weight if weights is None else weights * sample_weight
    if weights is not None:
        weights = np.broadcast_to(weights, values.shape).astype(values.dtype)
    return weights
