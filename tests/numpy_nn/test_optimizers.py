"""Optimisers and clipping: beside Keras, and numbers that can be checked by hand."""

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


KINDS = ["clipvalue", "clipnorm", "global_clipnorm"]


@pytest.fixture
def gradients():
    """Norms 5 and 12: together 13."""
    return [np.array([[3.0], [-4.0]]), np.array([0.0, -12.0, 0.0])]


@pytest.mark.parametrize(
    ("kind", "limit", "expected"),
    [
        ("clipvalue", 3.5, [[[3.0], [-3.5]], [0.0, -3.5, 0.0]]),
        ("clipvalue", 2.0, [[[2.0], [-2.0]], [0.0, -2.0, 0.0]]),
        ("clipnorm", 6.0, [[[3.0], [-4.0]], [0.0, -6.0, 0.0]]),
        ("clipnorm", 2.5, [[[1.5], [-2.0]], [0.0, -2.5, 0.0]]),
        ("clipnorm", 0.5, [[[0.3], [-0.4]], [0.0, -0.5, 0.0]]),
        ("global_clipnorm", 6.5, [[[1.5], [-2.0]], [0.0, -6.0, 0.0]]),
        ("global_clipnorm", 0.13, [[[0.03], [-0.04]], [0.0, -0.12, 0.0]]),
    ],
)
def test_clipping_by_hand(gradients, kind, limit, expected):
    clipped = optimizers.clip(gradients, **{kind: limit})
    assert len(clipped) == 2
    for found, wanted in zip(clipped, expected, strict=True):
        np.testing.assert_allclose(found, wanted, rtol=1e-14)


@pytest.mark.parametrize("kind", KINDS)
def test_small_gradients_stay_as_they_are(gradients, kind):
    for found, given in zip(optimizers.clip(gradients, **{kind: 13.5}), gradients, strict=True):
        np.testing.assert_array_equal(found, given)


def test_without_a_limit_nothing_is_clipped(gradients):
    assert optimizers.clip(gradients) is gradients


@pytest.mark.parametrize("kind", KINDS)
def test_clipped_gradients_of_zero_stay_zero(kind):
    (found,) = optimizers.clip([np.zeros(3)], **{kind: 0.5})
    np.testing.assert_array_equal(found, np.zeros(3))


@pytest.mark.parametrize("kind", KINDS)
def test_clipping_keeps_single_precision(kind):
    (found,) = optimizers.clip([np.full(3, 7, "float32")], **{kind: 0.5})
    assert found.dtype == np.float32


def test_global_norm(gradients):
    norm = optimizers.global_norm(gradients)
    assert norm == pytest.approx(13)
    assert type(norm) is float


def test_two_kinds_of_clipping_are_refused():
    with pytest.raises(ValueError, match="were: clipvalue, global_clipnorm"):
        optimizers.require_one_kind(clipvalue=1.0, clipnorm=None, global_clipnorm=2.0)
    optimizers.require_one_kind(clipvalue=None, clipnorm=0.5, global_clipnorm=None)


@pytest.mark.parametrize("limit", [0, -1.0, float("nan")])
def test_limits_of_clipping_are_above_zero(limit):
    with pytest.raises(ValueError, match="clipnorm should be above zero"):
        optimizers.require_one_kind(clipnorm=limit)


@pytest.mark.parametrize("limit", [0.7, 2.0, 30.0])
@pytest.mark.parametrize("kind", KINDS)
def test_clipping_equals_keras(kind, limit):
    rng = np.random.default_rng(23)
    gradients = [rng.normal(size=shape).astype("float32") for shape in [(3, 4), (5,), (2, 1)]]
    optimizer = keras.optimizers.SGD(learning_rate=1.0, **{kind: limit})
    weights = [keras.Variable(np.zeros_like(gradient)) for gradient in gradients]
    optimizer.apply([keras.ops.convert_to_tensor(g) for g in gradients], weights)
    for ours, theirs in zip(optimizers.clip(gradients, **{kind: limit}), weights, strict=True):
        np.testing.assert_allclose(ours, -theirs.numpy(), rtol=1e-6)
