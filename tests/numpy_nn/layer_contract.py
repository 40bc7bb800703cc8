"""What every layer promises, whatever it computes: how it is called, and that gradients fit."""

import inspect

import numpy as np

from coursepkg.numpy_nn.gradcheck import check_vjp
from coursepkg.numpy_nn.layers.base import Layer


def assert_called_alike(method):
    """Models call all layers by position: inputs, training, mask; without noise by default."""
    for name, parameter in inspect.signature(Layer.forward).parameters.items():
        own = inspect.signature(method).parameters[name]
        assert (own.kind, own.default) == (parameter.kind, parameter.default)


def assert_gradients(layer, inputs, mask=None, seed=0):
    """Compare a built layer's backward with central differences, in its inputs and weights."""
    rng = np.random.default_rng(seed)
    weights = tuple(rng.normal(size=weight.shape) for weight in layer.weights)

    def forward(x, weights):
        layer.set_weights(weights)
        return layer.forward(x, False, mask)

    def backward(d_outputs, cache):
        d_inputs, grads = layer.backward(d_outputs, cache)
        assert isinstance(grads, list)
        assert len(grads) == len(weights)
        of_inputs = () if d_inputs is None else (d_inputs,)
        return (*of_inputs, tuple(grads)) if weights else of_inputs

    return check_vjp(forward, backward, [inputs, weights], rng)
