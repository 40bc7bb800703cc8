"""Layers: objects that hold weights and call the pure functions."""

import numpy as np

from . import activations, initializers
from .checks import require_input_shape, require_positive, require_weight_shapes
from .dense import DenseParams, dense_backward, dense_forward
from .randomness import random_generator


class Input:
    """The shape of one example, so that a model can make its weights at once.

    Args:
        shape: without the batch axis, as in (10, 1) for ten steps of one feature.
    """

    def __init__(self, shape):
        self.shape = tuple(shape)


class Layer:
    """What all layers share. A layer keeps weights and nothing of the data it has seen:
    what the backward pass needs travels in the cache that `forward` returns.

    Args:
        name: shown by `summary`; by default made from the class, as in "dense_1".
        dtype: of weights and results; "float32" by default, "float64" for exact checks.
    """

    def __init__(self, name=None, dtype="float32"):
        self.name = name
        self.dtype = np.dtype(dtype)
        self.params = ()
        self.built = False

    def build(self, input_shape):
        """Make the weights for examples of `input_shape` (no batch axis); may do nothing."""
        self.built = True

    def check(self, shape):
        """Raise a ValueError if inputs of this shape, batch axis included, do not fit."""

    def forward(self, inputs, training=False):
        """Return the outputs and a cache for `backward`."""
        raise NotImplementedError

    def backward(self, d_outputs, cache):
        """Return the gradient of the inputs and a list of gradients, one for each weight."""
        raise NotImplementedError

    def output_shape(self, input_shape):
        """Return the shape of one output, given the shape of one example."""
        raise NotImplementedError

    def __call__(self, inputs, training=False):
        """Return the outputs for a batch of inputs, making the weights first if need be."""
        inputs = np.asarray(inputs, dtype=self.dtype)
        if not self.built:
            self.build(inputs.shape[1:])
        return self.forward(inputs, training)[0]

    @property
    def weights(self):
        """The weight arrays themselves, in Keras' order: changing one changes the layer."""
        return list(self.params)

    def get_weights(self):
        """Return copies of the weight arrays, in Keras' order."""
        return [weight.copy() for weight in self.weights]

    def set_weights(self, weights):
        """Copy `weights` into the layer.

        Raises:
            ValueError: their number or a shape does not fit; the layer is then unchanged.
        """
        require_weight_shapes(self.name or type(self).__name__, weights, self.weights)
        for weight, given in zip(self.weights, weights, strict=True):
            weight[...] = given

    def count_params(self):
        """Return the number of trainable numbers."""
        return sum(weight.size for weight in self.weights)

    def _initial(self, initializer, shape):
        return initializer(shape, random_generator()).astype(self.dtype)


class Dense(Layer):
    """Every output looks at every input: activation(x W + b).

    Args:
        units: number of outputs.
        activation: "linear" (also None), "relu", "sigmoid", "softmax" or "tanh".
    """

    def __init__(self, units, activation=None, name=None, dtype="float32"):
        require_positive(units=units)
        super().__init__(name, dtype)
        self.units = units
        self.activation = activation or "linear"
        if self.activation not in activations.FORWARD_AND_BACKWARD:
            known = ", ".join(activations.FORWARD_AND_BACKWARD)
            raise ValueError(f"unknown activation {activation!r}; known are: {known}")

    def build(self, input_shape):
        """Make a Glorot-uniform kernel and a zero bias."""
        features = input_shape[-1]
        self.params = DenseParams(
            kernel=self._initial(initializers.glorot_uniform, (features, self.units)),
            bias=self._initial(initializers.zeros, (self.units,)),
        )
        self.built = True

    def check(self, shape):
        """Expect at least two axes, the last as long as the kernel's first."""
        rank = max(len(shape), 2)
        features = self.params.kernel.shape[0] if self.built else None
        require_input_shape(self.name or "Dense", shape, rank, features)

    def forward(self, inputs, training=False):
        """Return the outputs, (..., units), and a cache."""
        self.check(inputs.shape)
        return dense_forward(inputs, self.params, self.activation)

    def backward(self, d_outputs, cache):
        """Return the gradient of the inputs and those of [kernel, bias]."""
        d_inputs, grads = dense_backward(d_outputs, cache)
        return d_inputs, list(grads)

    def output_shape(self, input_shape):
        """Return the input's shape with `units` on its last axis."""
        return (*input_shape[:-1], self.units)
