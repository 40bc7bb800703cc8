"""A dense layer's mathematics: a matrix product, a bias, an activation."""

from typing import NamedTuple

import numpy as np

from .activations import FORWARD_AND_BACKWARD


class DenseParams(NamedTuple):
    """Weights of a dense layer, in Keras' order."""

    kernel: np.ndarray  # (D, H)
    bias: np.ndarray  # (H,)


class DenseCache(NamedTuple):
    """What `dense_backward` needs of the forward pass."""

    x: np.ndarray
    a: np.ndarray  # what the activation was applied to; a loss may want it (logits)
    y: np.ndarray
    params: DenseParams
    activation: str


def dense_forward(x, params, activation="linear"):
    """Return activation(x W + b) and a cache.

    Args:
        x: inputs, (..., D): any number of leading axes.
        params: `DenseParams`.
        activation: a name in `activations.FORWARD_AND_BACKWARD`.

    Returns:
        y: outputs, (..., H).
        cache: for `dense_backward`.
    """
    apply, _ = FORWARD_AND_BACKWARD[activation]
    a = _product(x, params.kernel) + params.bias
    y = apply(a)
    return y, DenseCache(x, a, y, params, activation)


def dense_backward(dy, cache):
    """Return the gradients of the inputs, (..., D), and of the `DenseParams`.

    Args:
        dy: gradient of the loss with respect to the outputs, (..., H).
        cache: what `dense_forward` returned.
    """
    _, through_activation = FORWARD_AND_BACKWARD[cache.activation]
    return dense_backward_from_logits(through_activation(dy, cache.y), cache)


def dense_backward_from_logits(da, cache):
    """Return the same gradients, given that of what the activation was applied to, (..., H)."""
    rows, da_rows = _rows(cache.x), _rows(da)
    grads = DenseParams(kernel=rows.T @ da_rows, bias=da_rows.sum(axis=0))
    return _product(da, cache.params.kernel.T), grads


def _rows(array):
    """Return an array, (..., D), as rows, (N, D): to the weights it is one long batch."""
    return array.reshape(-1, array.shape[-1])


def _product(array, matrix):
    """Return array @ matrix as one product, which takes less time than one a leading axis."""
    return (_rows(array) @ matrix).reshape(*array.shape[:-1], matrix.shape[1])
