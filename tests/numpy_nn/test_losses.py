import keras
import numpy as np
import pytest

from coursepkg.numpy_nn import losses
from coursepkg.numpy_nn.gradcheck import check_vjp


@pytest.mark.parametrize("name", losses.LOSSES)
def test_gradient(name):
    rng = np.random.default_rng(6)
    forward, backward = losses.get(name)
    y_true = rng.normal(size=(4, 3))
    check_vjp(lambda y_pred: forward(y_true, y_pred), backward, [rng.normal(size=(4, 3))], rng)


@pytest.mark.parametrize("name", losses.LOSSES)
def test_values_equal_keras(name):
    rng = np.random.default_rng(7)
    y_true, y_pred = rng.normal(size=(2, 5, 3)).astype("float32")
    values, _ = losses.get(name)[0](y_true, y_pred)
    theirs = keras.losses.get(name)(y_true, y_pred)
    np.testing.assert_allclose(values, np.asarray(theirs), rtol=1e-5)


def test_short_name():
    assert losses.get("mse") == losses.get("mean_squared_error")


def test_unknown_loss_lists_the_known_ones():
    with pytest.raises(ValueError, match=r"unknown loss 'hinge'; known are: .*mse"):
        losses.get("hinge")
