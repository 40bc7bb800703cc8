"""Pooling over steps: values that can be counted, gradients, and Keras' layers."""

import numpy as np
import pytest
from layer_contract import assert_called_alike, assert_gradients

from coursepkg.numpy_nn.gradcheck import check_vjp
from coursepkg.numpy_nn.layers.pooling import (
    GlobalAveragePooling1D,
    GlobalMaxPooling1D,
    max_over_steps_backward,
    max_over_steps_forward,
    mean_over_steps_backward,
    mean_over_steps_forward,
)

MASK = np.array([[1, 1, 0, 1], [0, 0, 0, 0], [1, 1, 1, 1], [0, 0, 1, 0], [0, 1, 1, 0]], bool)


@pytest.fixture
def x():
    return np.random.default_rng(41).normal(size=(5, 4, 3))


def test_maximum(x):
    y, _ = max_over_steps_forward(x)
    expected = [[max(x[n, t, d] for t in range(4)) for d in range(3)] for n in range(5)]
    np.testing.assert_array_equal(y, expected)


def test_gradient_of_the_maximum(x):
    rng = np.random.default_rng(42)
    check_vjp(max_over_steps_forward, max_over_steps_backward, [x], rng)


def test_ties_share_the_gradient():
    x = np.array([[[2.0, 1.0], [2.0, 5.0], [0.0, 5.0], [2.0, 5.0]]], "float32")
    _, cache = max_over_steps_forward(x)
    dx = max_over_steps_backward(np.array([[6.0, 12.0]], "float32"), cache)
    np.testing.assert_array_equal(dx, [[[2, 0], [2, 4], [0, 4], [2, 4]]])
    assert dx.dtype == np.float32


@pytest.mark.parametrize("mask", [None, MASK], ids=["none", "mask"])
def test_mean_over_the_real_steps(x, mask):
    y, _ = mean_over_steps_forward(x, mask)
    for row in range(5):
        real = x[row] if mask is None else x[row, mask[row]]
        expected = real.sum(axis=0) / max(len(real), 1)
        np.testing.assert_allclose(y[row], expected, rtol=1e-13)


@pytest.mark.parametrize("mask", [None, MASK], ids=["none", "mask"])
def test_gradient_of_the_mean(x, mask):
    rng = np.random.default_rng(43)
    check_vjp(mean_over_steps_forward, mean_over_steps_backward, [x, mask], rng)


@pytest.mark.parametrize("mask", [None, MASK], ids=["none", "mask"])
def test_single_precision_stays_single(x, mask):
    y, cache = mean_over_steps_forward(x.astype("float32"), mask)
    assert y.dtype == mean_over_steps_backward(y, cache).dtype == np.float32


@pytest.mark.parametrize("name", ["GlobalMaxPooling1D", "GlobalAveragePooling1D"])
def test_equals_keras(x, name):
    import keras

    layer = getattr(keras.layers, name)(dtype="float64")
    ours = max_over_steps_forward if "Max" in name else mean_over_steps_forward
    np.testing.assert_allclose(ours(x)[0], np.asarray(layer(x)), rtol=1e-12)
    if "Average" in name:
        real = MASK[[0, 2, 3, 4]]  # Keras divides by zero where no step is real
        theirs = layer(x[[0, 2, 3, 4]], mask=real)
        np.testing.assert_allclose(ours(x[[0, 2, 3, 4]], real)[0], theirs, rtol=1e-12)


LAYERS = pytest.mark.parametrize("layer_class", [GlobalMaxPooling1D, GlobalAveragePooling1D])


@LAYERS
def test_pooling_is_called_as_all_layers_are(layer_class):
    assert_called_alike(layer_class.forward)


@LAYERS
@pytest.mark.parametrize("mask", [None, MASK], ids=["none", "mask"])
def test_gradients_of_the_layers(x, layer_class, mask):
    layer = layer_class(dtype="float64")
    assert layer(x).shape == (5, 3)
    assert layer.output_shape((4, 3)) == (3,)
    assert layer.output_mask(x, MASK) is None
    assert layer.weights == []
    assert [*assert_gradients(layer, x, mask)] == ["x"]


def test_only_the_mean_leaves_padding_out(x):
    largest, mean = GlobalMaxPooling1D(dtype="float64"), GlobalAveragePooling1D(dtype="float64")
    np.testing.assert_array_equal(largest(x, mask=MASK), x.max(axis=1))
    np.testing.assert_allclose(mean(x, mask=MASK)[3], x[3, 2])
    np.testing.assert_allclose(mean(x), x.mean(axis=1))


@LAYERS
@pytest.mark.parametrize(
    ("shape", "message"),
    [
        ((4, 3), r"input of shape \(4, 3\); expected 3 axes, \(batch, steps, features\)"),
        ((1, 2, 4, 3), "input .* expected 3 axes"),
        ((5, 0, 3), r"empty input of shape \(5, 0, 3\)"),
    ],
)
def test_inputs_that_do_not_fit(layer_class, shape, message):
    with pytest.raises(ValueError, match=f"^{layer_class.__name__} was given an {message}"):
        layer_class().forward(np.ones(shape))


def test_the_mean_of_whole_numbers_has_a_fraction():
    mean, _ = mean_over_steps_forward(np.array([[[1], [2]]]))
    assert mean == 1.5


def test_a_mask_may_be_a_list(x):
    layer = GlobalAveragePooling1D()
    mask = [[1] + [0] * (x.shape[1] - 1)] * len(x)
    np.testing.assert_allclose(layer(x, mask=mask), x[:, 0], rtol=1e-6)
    with pytest.raises(ValueError, match="was given a mask of shape"):
        layer(x, mask=mask[:1])
