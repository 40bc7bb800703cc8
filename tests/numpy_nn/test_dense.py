import keras
import numpy as np
import pytest

from coursepkg.numpy_nn import activations
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
