import warnings

import keras
import numpy as np
import pytest
from layer_contract import assert_called_alike, assert_gradients

from coursepkg.numpy_nn import activations, set_random_seed
from coursepkg.numpy_nn.gradcheck import check_vjp
from coursepkg.numpy_nn.layers.dense import Dense, DenseParams, dense_backward, dense_forward


def random_params(rng, features=4, units=5):
    return DenseParams(rng.normal(size=(features, units)), rng.normal(size=units))


@pytest.mark.parametrize("activation", activations.FORWARD_AND_BACKWARD)
@pytest.mark.parametrize("leading", [(3,), (2, 6), (1,)])
def test_gradients(activation, leading):
    rng = np.random.default_rng(3)
    arguments = (rng.normal(size=(*leading, 4)), random_params(rng))
    check_vjp(
        lambda x, params: dense_forward(x, params, activation), dense_backward, arguments, rng
    )


@pytest.mark.parametrize("activation", activations.FORWARD_AND_BACKWARD)
def test_activations_equal_keras(activation):
    x = np.random.default_rng(4).normal(scale=3, size=(7, 5)).astype("float32")
    ours, _ = activations.FORWARD_AND_BACKWARD[activation]
    theirs = np.asarray(keras.activations.get(activation)(x))
    np.testing.assert_allclose(ours(x), theirs, rtol=1e-5, atol=1e-7)


@pytest.mark.parametrize("activation", ["sigmoid", "softmax"])
def test_large_inputs_do_not_overflow(activation):
    ours, _ = activations.FORWARD_AND_BACKWARD[activation]
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        y = ours(np.array([[-1000.0, 0.0, 1000.0]]))
    np.testing.assert_allclose(y[0, [0, 2]], [0, 1])


def test_leading_axes_are_a_batch():
    rng = np.random.default_rng(5)
    x, params = rng.normal(size=(2, 3, 4)), random_params(rng)
    y, _ = dense_forward(x, params, "tanh")
    flat, _ = dense_forward(x.reshape(6, 4), params, "tanh")
    np.testing.assert_allclose(y.reshape(6, 5), flat)


def test_linear_unless_told_otherwise():
    rng = np.random.default_rng(6)
    x, params = rng.normal(size=(3, 4)), random_params(rng)
    y, _ = dense_forward(x, params)
    np.testing.assert_allclose(y, x @ params.kernel + params.bias)
    check_vjp(dense_forward, dense_backward, (x, params), rng)


def test_logits_are_the_input_of_the_activation():
    rng = np.random.default_rng(7)
    layer = Dense(5, "sigmoid", dtype="float64")
    layer.build((4,))
    layer.set_weights(random_params(rng))
    x = rng.normal(size=(3, 4))
    logits, cache = layer.logits(x)
    np.testing.assert_allclose(logits, x @ layer.params.kernel + layer.params.bias)
    np.testing.assert_allclose(layer.activate(logits), 1 / (1 + np.exp(-logits)))
    np.testing.assert_array_equal(layer.activate(logits), layer(x))
    outputs, whole = layer.forward(x)
    d_logits = rng.normal(size=logits.shape)
    through_the_activation = layer.backward(d_logits / (outputs * (1 - outputs)), whole)
    d_inputs, grads = layer.backward(d_logits, cache)
    np.testing.assert_allclose(d_inputs, through_the_activation[0])
    for one, other in zip(grads, through_the_activation[1], strict=True):
        np.testing.assert_allclose(one, other)


def test_a_dense_layer_is_called_as_all_are():
    assert_called_alike(Dense.forward)
    assert_called_alike(Dense.logits)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_weights_begin_as_in_keras(dtype):
    set_random_seed(8)
    layer = Dense(50, dtype=dtype)
    assert layer.weights == []
    layer.build((7, 30))
    assert layer.params._fields == ("kernel", "bias")
    assert [weight.shape for weight in layer.weights] == [(30, 50), (50,)]
    assert {weight.dtype.name for weight in layer.weights} == {dtype}
    limit = np.sqrt(6 / 80)
    assert 0.95 * limit < np.abs(layer.params.kernel).max() <= limit
    assert abs(layer.params.kernel.mean()) < 0.05 * limit
    np.testing.assert_array_equal(layer.params.bias, 0)
    assert layer.count_params() == 30 * 50 + 50


@pytest.mark.parametrize("activation", [None, "relu", "softmax"])
@pytest.mark.parametrize("leading", [(3,), (2, 6), (2, 3, 2)])
def test_gradients_of_the_layer(activation, leading):
    layer = Dense(5, activation, dtype="float64")
    x = np.random.default_rng(9).normal(size=(*leading, 4))
    assert layer(x).shape == (*leading, 5)
    assert layer.output_shape(x.shape[1:]) == (*leading[1:], 5)
    errors = assert_gradients(layer, x)
    assert [*errors] == ["x", "weights[0]", "weights[1]"]


def test_the_outputs_are_of_the_type_of_the_layer():
    assert Dense(2)(np.ones((3, 4))).dtype == np.float32
    assert Dense(2, dtype="float64")(np.ones((3, 4), "float32")).dtype == np.float64


BAD_SHAPES = {
    (4,): r"input of shape \(4,\); expected 2 axes, \(batch, features\)",
    (2, 3): r"input of shape \(2, 3\); its weights expect 4 features on the last axis",
    (0, 4): r"empty input of shape \(0, 4\); .* along every axis of \(batch, features\)",
    (2, 0, 4): r"empty input .* along every axis of \(batch, steps, features\)",
    (2, 0, 3, 4): r"empty input .* along every axis of \(batch, ..., features\)",
}


@pytest.mark.parametrize("shape", BAD_SHAPES)
@pytest.mark.parametrize("method", ["forward", "logits"])
def test_inputs_that_do_not_fit(shape, method):
    layer = Dense(5, name="scores")
    layer.build((4,))
    with pytest.raises(ValueError, match=rf"^scores was given an {BAD_SHAPES[shape]}"):
        getattr(layer, method)(np.ones(shape))


def test_a_new_layer_looks_at_the_shape_before_it_makes_weights():
    layer = Dense(5)
    with pytest.raises(ValueError, match="expected 2 axes"):
        layer(np.ones(4))
    assert not layer.built


def test_a_softmax_over_one_output_is_warned_of_where_it_is_written():
    text = (
        "a softmax over one output is always 1, so nothing is learned; for yes or no write "
        'activation="sigmoid"'
    )
    with pytest.warns(UserWarning, match="softmax") as caught:
        Dense(1, "softmax")
    (warning,) = caught
    assert str(warning.message) == text
    assert warning.filename == __file__


@pytest.mark.parametrize("settings", [(1, "sigmoid"), (2, "softmax"), (1,), (2, "relu")])
def test_other_layers_are_not_warned_of(settings):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        Dense(*settings)
