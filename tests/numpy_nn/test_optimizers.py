from itertools import pairwise

import keras
import numpy as np
import pytest

from coursepkg.numpy_nn import optimizers

CASES = [
    ("SGD", {}),
    ("SGD", {"learning_rate": 0.3}),
    ("RMSprop", {}),
    ("RMSprop", {"learning_rate": 0.02, "rho": 0.7, "epsilon": 1e-3}),
    ("Adam", {}),
    ("Adam", {"learning_rate": 0.05, "beta_1": 0.8, "beta_2": 0.95, "epsilon": 1e-3}),
]


@pytest.mark.parametrize(("name", "settings"), CASES)
def test_ten_steps_equal_keras(name, settings):
    rng = np.random.default_rng(8)
    shapes = [(3, 4), (5,)]
    ours = [rng.normal(size=shape).astype("float32") for shape in shapes]
    theirs = [keras.Variable(weight.copy()) for weight in ours]
    our_optimizer = getattr(optimizers, name)(**settings)
    their_optimizer = getattr(keras.optimizers, name)(**settings)
    for _ in range(10):
        gradients = [rng.normal(size=shape).astype("float32") for shape in shapes]
        our_optimizer.apply(gradients, ours)
        their_optimizer.apply([keras.ops.convert_to_tensor(g) for g in gradients], theirs)
    for mine, yours in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(mine, yours.numpy(), rtol=1e-5, atol=1e-7)
        assert mine.dtype == np.float32


@pytest.mark.parametrize("name", ["SGD", "RMSprop", "Adam"])
def test_defaults_are_keras_defaults(name):
    config = getattr(keras.optimizers, name)().get_config()
    ours = vars(getattr(optimizers, name)())
    settings = {
        key: value for key, value in ours.items() if key in config and key != "iterations"
    }
    assert settings.pop("learning_rate") == pytest.approx(config["learning_rate"])
    assert settings == {key: config[key] for key in settings}


def test_every_step_descends_a_bowl():
    weight = np.array([3.0, -2.0])
    optimizer = optimizers.SGD(learning_rate=0.1)
    heights = []
    for _ in range(20):
        heights.append(float(weight @ weight))
        optimizer.apply([2 * weight], [weight])
    assert all(later < earlier for earlier, later in pairwise(heights))


@pytest.mark.parametrize("given", ["adam", "Adam", optimizers.Adam(0.5)])
def test_get(given):
    assert isinstance(optimizers.get(given), optimizers.Adam)


def test_unknown_optimizer_lists_the_known_ones():
    with pytest.raises(
        ValueError, match=r"unknown optimizer 'lbfgs'; known are: adam, rmsprop, sgd"
    ):
        optimizers.get("lbfgs")
