"""The dense layer: a matrix product, a bias, an activation."""

import warnings
from typing import NamedTuple

import numpy as np

from .. import initializers
from ..activations import FORWARD_AND_BACKWARD
from .base import Layer, require_positive


class DenseParams(NamedTuple):
    """Weights of a dense layer, in Keras' order."""

    kernel: np.ndarray  # (D, H)
    bias: np.ndarray  # (H,)


class DenseCache(NamedTuple):
    """What `dense_backward` needs of the forward pass."""

    x: np.ndarray
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
    # One product of all rows takes less time than one for each leading axis.
    product = x.reshape(-1, x.shape[-1]) @ params.kernel
    a = product.reshape(*x.shape[:-1], len(params.bias)) + params.bias
    y = apply(a)
    return y, DenseCache(x, y, params, activation)


def dense_backward(dy, cache):
    """Return the gradients of the inputs, (..., D), and of the `DenseParams`.

    Args:
        dy: gradient of the loss with respect to the outputs, (..., H).
        cache: what `dense_forward` returned.
    """
    _, activation_backward = FORWARD_AND_BACKWARD[cache.activation]
    return dense_backward_from_logits(activation_backward(dy, cache.y), cache)


def dense_backward_from_logits(da, cache):
    """Return the same gradients from that of the activation's input, (..., H).

    With a = x W + b these are da Wᵀ of x, xᵀ da of W and the sum of da over all rows of b.
    """
    rows, da_rows = (array.reshape(-1, array.shape[-1]) for array in (cache.x, da))
    grads = DenseParams(kernel=rows.T @ da_rows, bias=da_rows.sum(axis=0))
    return (da_rows @ cache.params.kernel.T).reshape(cache.x.shape), grads


class Dense(Layer):
    """Every output depends on every input: activation(x W + b).

    Args:
        units: number of outputs.
        activation: "linear" (also None), "relu", "sigmoid", "softmax" or "tanh".
        common: the others of `Layer`.

    The inputs are (batch, ..., features): rows, or the steps of sequences, each by itself.

    Raises:
        ValueError: `units` is not a whole number above zero, or the activation is not known.
    """

    min_ndim = 2

    def __init__(self, units, activation=None, **common):
        require_positive(units=units)
        super().__init__(**common)
        self.units = units
        self.activation = "linear" if activation is None else str(activation)
        if self.activation not in FORWARD_AND_BACKWARD:
            known = ", ".join(FORWARD_AND_BACKWARD)
            raise ValueError(f"unknown activation {activation!r}; known are: {known}")
        if units == 1 and activation == "softmax":
            warnings.warn(
                "a softmax over one output is always 1, so nothing is learned; for yes or no "
                'write activation="sigmoid"',
                stacklevel=2,
            )

    def build(self, input_shape):
        """Make a Glorot-uniform kernel and a zero bias."""
        self.features = input_shape[-1]
        require_positive(**{"the last axis of input_shape": self.features})
        self.params = DenseParams(
            kernel=self._initial(initializers.glorot_uniform, (self.features, self.units)),
            bias=np.zeros(self.units, self.dtype),
        )
        self.built = True

    def forward(self, inputs, training=False, mask=None):
        """Return the outputs, (..., units), and a cache."""
        self.check(inputs.shape)
        return dense_forward(inputs, self.params, self.activation)

    def logits(self, inputs, training=False, mask=None):
        """Return what the activation is applied to, (..., units), and a cache.

        With this cache `backward` takes the gradient of the logits.
        """
        self.check(inputs.shape)
        return dense_forward(inputs, self.params)

    def activate(self, logits):
        """Return the outputs that belong to the input of the activation."""
        apply, _ = FORWARD_AND_BACKWARD[self.activation]
        return apply(logits)

    def backward(self, d_outputs, cache):
        """Return the gradient of the inputs, (..., features), and those of [kernel, bias]."""
        d_inputs, grads = dense_backward(d_outputs, cache)
        return d_inputs, list(grads)

    def output_shape(self, input_shape):
        """Return the input's shape with `units` on its last axis."""
        return (*input_shape[:-1], self.units)
