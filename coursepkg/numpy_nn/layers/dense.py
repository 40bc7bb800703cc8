"""The dense layer."""

from .. import activations, initializers
from ..checks import require_input_shape, require_positive
from ..dense import DenseParams, dense_backward, dense_backward_from_logits, dense_forward
from .base import Layer


class Dense(Layer):
    """Every output looks at every input: activation(x W + b).

    Args:
        units: number of outputs.
        activation: "linear" (also None), "relu", "sigmoid", "softmax" or "tanh".
    """

    def __init__(self, units, activation=None, **common):
        require_positive(units=units)
        super().__init__(**common)
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
        features = self.params.kernel.shape[0] if self.built else None
        require_input_shape(self._label(), shape, max(len(shape), 2), features)

    def forward(self, inputs, training=False, mask=None):
        """Return the outputs, (..., units), and a cache."""
        self.check(inputs.shape)
        return dense_forward(inputs, self.params, self.activation)

    def backward(self, d_outputs, cache):
        """Return the gradient of the inputs and those of [kernel, bias]."""
        d_inputs, grads = dense_backward(d_outputs, cache)
        return d_inputs, list(grads)

    def backward_from_logits(self, d_logits, cache):
        """Do the same, given the gradient of what the activation was applied to."""
        d_inputs, grads = dense_backward_from_logits(d_logits, cache)
        return d_inputs, list(grads)

    def output_shape(self, input_shape):
        """Return the input's shape with `units` on its last axis."""
        return (*input_shape[:-1], self.units)
