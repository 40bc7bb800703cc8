"""Clipping: numbers that can be checked by hand, and Keras'."""

import numpy as np
import pytest

from coursepkg.numpy_nn import clipping

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
def test_by_hand(gradients, kind, limit, expected):
    clipped = clipping.clip(gradients, **{kind: limit})
    assert len(clipped) == 2
    for found, wanted in zip(clipped, expected, strict=True):
        np.testing.assert_allclose(found, wanted, rtol=1e-14)


@pytest.mark.parametrize("kind", KINDS)
def test_small_gradients_stay_as_they_are(gradients, kind):
    for found, given in zip(clipping.clip(gradients, **{kind: 13.5}), gradients, strict=True):
        np.testing.assert_array_equal(found, given)


def test_without_a_limit_nothing_is_done(gradients):
    assert clipping.clip(gradients) is gradients


@pytest.mark.parametrize("kind", KINDS)
def test_gradients_of_zero_stay_zero(kind):
    (found,) = clipping.clip([np.zeros(3)], **{kind: 0.5})
    np.testing.assert_array_equal(found, np.zeros(3))


@pytest.mark.parametrize("kind", KINDS)
def test_single_precision_stays_single(kind):
    (found,) = clipping.clip([np.full(3, 7, "float32")], **{kind: 0.5})
    assert found.dtype == np.float32


def test_global_norm(gradients):
    norm = clipping.global_norm(gradients)
    assert norm == pytest.approx(13)
    assert type(norm) is float


def test_two_kinds_are_refused():
    with pytest.raises(ValueError, match="were: clipvalue, global_clipnorm"):
        clipping.require_one_kind(clipvalue=1.0, clipnorm=None, global_clipnorm=2.0)
    clipping.require_one_kind(clipvalue=None, clipnorm=0.5, global_clipnorm=None)


@pytest.mark.parametrize("limit", [0, -1.0, float("nan")])
def test_limits_are_above_zero(limit):
    with pytest.raises(ValueError, match="clipnorm should be above zero"):
        clipping.require_one_kind(clipnorm=limit)


@pytest.mark.parametrize("limit", [0.7, 2.0, 30.0])
@pytest.mark.parametrize("kind", KINDS)
def test_equals_keras(kind, limit):
    import keras

    rng = np.random.default_rng(23)
    gradients = [rng.normal(size=shape).astype("float32") for shape in [(3, 4), (5,), (2, 1)]]
    optimizer = keras.optimizers.SGD(learning_rate=1.0, **{kind: limit})
    weights = [keras.Variable(np.zeros_like(gradient)) for gradient in gradients]
    optimizer.apply([keras.ops.convert_to_tensor(g) for g in gradients], weights)
    for ours, theirs in zip(clipping.clip(gradients, **{kind: limit}), weights, strict=True):
        np.testing.assert_allclose(ours, -theirs.numpy(), rtol=1e-6)
