"""Losses as a model uses them: by name or as an object, with weights and masks.

The mathematics is in `loss_functions.py`; here is what surrounds it: which form to take, what
targets must look like, and how the values of a batch become one number.
"""

import numpy as np

from . import loss_functions
from .checks import fitting_targets


class Loss:
    """A loss with Keras' reduction: the weighted sum over samples, over their number.

    Args:
        from_logits: the predictions are logits instead of probabilities; default False.
            A model whose last activation is the sigmoid or softmax that belongs to the loss
            takes its logits by itself, as Keras does.
    """

    activation = None  # the one whose input can be taken instead of its output
    name = None

    def __init__(self, from_logits=False):
        if from_logits and self.activation is None:
            raise ValueError(f"{type(self).__name__} has no form for logits")
        self.from_logits = from_logits

    def functions(self, from_logits):
        """Return the forward and the backward function for probabilities or logits."""
        name = self.name + ("_from_logits" if from_logits else "")
        return (
            getattr(loss_functions, f"{name}_forward"),
            getattr(loss_functions, f"{name}_backward"),
        )

    def targets(self, y, output_shape):
        """Return targets in the shape the loss takes; refuse what does not fit."""
        return fitting_targets(y, output_shape)


class MeanSquaredError(Loss):
    """Mean of squared differences."""

    name = "mean_squared_error"


class MeanAbsoluteError(Loss):
    """Mean of absolute differences."""

    name = "mean_absolute_error"


class BinaryCrossentropy(Loss):
    """For yes-or-no targets and a sigmoid."""

    name = "binary_crossentropy"
    activation = "sigmoid"


class CategoricalCrossentropy(Loss):
    """For one-hot targets and a softmax."""

    name = "categorical_crossentropy"
    activation = "softmax"


class SparseCategoricalCrossentropy(Loss):
    """For targets that are numbers of classes, and a softmax."""

    name = "sparse_categorical_crossentropy"
    activation = "softmax"

    def targets(self, y, output_shape):
        """Expect one whole number a sample, from 0 to classes − 1; say which is not."""
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


LOSSES = {
    loss.name: loss
    for loss in (
        MeanSquaredError,
        MeanAbsoluteError,
        BinaryCrossentropy,
        CategoricalCrossentropy,
        SparseCategoricalCrossentropy,
    )
}
SHORT_NAMES = {"mse": "mean_squared_error", "mae": "mean_absolute_error"}


def get(loss):
    """Return a loss, given one or its name.

    Raises:
        ValueError: the name is not known; the message lists those that are.
    """
    if isinstance(loss, Loss):
        return loss
    name = SHORT_NAMES.get(loss, loss)
    if name not in LOSSES:
        known = ", ".join(sorted([*LOSSES, *SHORT_NAMES]))
        raise ValueError(f"unknown loss {loss!r}; known are: {known}")
    return LOSSES[name]()


def sample_weights(values, sample_weight=None, mask=None):
    """Return what each value counts, or None if all count one.

    A mask gives weight only to real steps, scaled so that the mean over all steps becomes
    the mean over the real ones, as in Keras.

    Args:
        values: losses, (N,) or (N, T); only the shape is looked at, and the type.
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
    return (
        None if weights is None else np.broadcast_to(weights, values.shape).astype(values.dtype)
    )
