"""Activations: values from other formulas and from Keras, and gradients at every point."""

import numpy as np
import pytest

from coursepkg.numpy_nn import activations
from coursepkg.numpy_nn.gradcheck import check_vjp


def identity(x):
    return x


FORMULAS = {
    "linear": identity,
    "relu": lambda x: np.where(x > 0, x, 0),
    "sigmoid": lambda x: 1 / (1 + np.exp(-x)),
    "softmax": lambda x: np.exp(x) / np.exp(x).sum(axis=-1, keepdims=True),
    "tanh": lambda x: (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x)),
}


@pytest.mark.parametrize("name", FORMULAS)
def test_values_are_those_of_the_formula(name):
    x = np.random.default_rng(21).normal(scale=2, size=(2, 3, 4))
    forward, _ = activations.FORWARD_AND_BACKWARD[name]
    np.testing.assert_allclose(forward(x), FORMULAS[name](x), rtol=1e-13)


@pytest.mark.parametrize("name", activations.FORWARD_AND_BACKWARD)
def test_gradients(name):
    rng = np.random.default_rng(22)
    forward, backward = activations.FORWARD_AND_BACKWARD[name]

    def with_cache(x):
        y = forward(x)
        return y, y

    check_vjp(with_cache, backward, [rng.normal(scale=2, size=(2, 3, 4))], rng)


def test_every_activation_is_checked():
    assert FORMULAS.keys() == activations.FORWARD_AND_BACKWARD.keys()


def test_relu_has_no_slope_at_zero():
    dy = np.array([3.0, 4.0, 5.0])
    y = activations.relu(np.array([-1.0, 0.0, 1.0]))
    np.testing.assert_array_equal(y, [0, 0, 1])
    np.testing.assert_array_equal(activations.relu_backward(dy, y), [0, 0, 5])


@pytest.mark.parametrize("name", activations.FORWARD_AND_BACKWARD)
def test_single_precision_stays_single(name):
    forward, backward = activations.FORWARD_AND_BACKWARD[name]
    y = forward(np.ones((2, 3), "float32"))
    assert y.dtype == backward(y, y).dtype == np.float32


def test_rows_of_a_softmax_may_lie_far_apart():
    """Each row takes off its own maximum; with a common one the small row would be 0 / 0."""
    x = np.array([[1000.0, 999.0], [-1000.0, -1002.0]])
    expected = [
        [1 / (1 + np.exp(-1)), 1 / (1 + np.e)],
        [1 / (1 + np.exp(-2)), 1 / (1 + np.e**2)],
    ]
    with np.errstate(all="raise"):
        np.testing.assert_allclose(activations.softmax(x), expected, rtol=1e-13)
