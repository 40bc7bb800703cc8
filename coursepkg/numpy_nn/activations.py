"""Activation functions, each beside its derivative.

Every derivative is written in terms of the *output*: that is what a layer keeps,
so nothing is computed twice. Shapes: any; softmax works along the last axis.
"""

import numpy as np


def sigmoid(x):
    """Return 1 / (1 + exp(-x)), computed as (1 + tanh(x / 2)) / 2.

    The two are equal, and tanh neither overflows nor needs a case for each sign.
    """
    return 0.5 * np.tanh(0.5 * x) + 0.5


def relu(x):
    """Return x where it is positive, else zero."""
    return np.maximum(x, 0)


def softmax(x):
    """Return exp(x) normalised to sum to one along the last axis."""
    # The largest entry is taken off first: the result is the same, and exp cannot overflow.
    exponentials = np.exp(x - x.max(axis=-1, keepdims=True))
    return exponentials / exponentials.sum(axis=-1, keepdims=True)


def linear(x):
    """Return x as it is."""
    return x


def sigmoid_backward(dy, y):
    """Gradient of the input of `sigmoid`, from that of its output y: σ' = σ (1 − σ)."""
    return dy * y * (1 - y)


def tanh_backward(dy, y):
    """Gradient of the input of `tanh`, from that of its output y: tanh' = 1 − tanh²."""
    return dy * (1 - y * y)


def relu_backward(dy, y):
    """Gradient of the input of `relu`, from that of its output y; zero at zero, as in Keras."""
    return dy * (y > 0)


def softmax_backward(dy, y):
    """Gradient of the input of `softmax`, from that of its output y."""
    return y * (dy - (dy * y).sum(axis=-1, keepdims=True))


def linear_backward(dy, y):
    """Gradient of the input of `linear`: the gradient of its output."""
    return dy


FORWARD_AND_BACKWARD = {
    "linear": (linear, linear_backward),
    "relu": (relu, relu_backward),
    "sigmoid": (sigmoid, sigmoid_backward),
    "softmax": (softmax, softmax_backward),
    "tanh": (np.tanh, tanh_backward),
}
