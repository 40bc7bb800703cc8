import numpy as np
import pytest
from layer_contract import assert_called_alike

from coursepkg import numpy_nn as nn
from coursepkg.numpy_nn.layers import dropout


@pytest.fixture(autouse=True)
def _seed():
    nn.set_random_seed(50)


@pytest.mark.parametrize("layer", [nn.Dropout, nn.SpatialDropout1D])
def test_nothing_happens_outside_training(layer):
    x = np.ones((2, 3, 4), "float32")
    np.testing.assert_array_equal(layer(0.5)(x), x)
    np.testing.assert_array_equal(layer(0.0)(x, training=True), x)


@pytest.mark.parametrize("layer", [nn.Dropout, nn.SpatialDropout1D])
def test_the_share_is_dropped_and_the_mean_is_kept(layer):
    y = layer(0.3)(np.ones((100, 20, 50), "float32"), training=True)
    assert set(np.unique(y)) == {np.float32(0), np.float32(1) / np.float32(0.7)}
    assert np.mean(y == 0) == pytest.approx(0.3, abs=0.02)
    assert y.mean() == pytest.approx(1, abs=0.03)


def test_spatial_dropout_drops_a_feature_at_all_steps():
    y = nn.SpatialDropout1D(0.5)(np.ones((8, 6, 10), "float32"), training=True)
    assert (y == y[:, :1]).all()
    assert (y[0] != y[1]).any()


def test_plain_dropout_drops_single_entries():
    y = nn.Dropout(0.5)(np.ones((8, 6, 10), "float32"), training=True)
    assert (y != y[:, :1]).any()


def test_the_gradient_passes_where_the_input_did():
    layer = nn.Dropout(0.4)
    y, cache = layer.forward(np.ones((5, 6), "float32"), training=True)
    d_inputs, grads = layer.backward(np.full((5, 6), 2, "float32"), cache)
    np.testing.assert_array_equal(d_inputs, 2 * y)
    assert grads == []


def test_every_batch_is_dropped_anew():
    layer, x = nn.Dropout(0.5), np.ones((4, 9), "float32")
    assert (layer(x, training=True) != layer(x, training=True)).any()


@pytest.mark.parametrize("rate", [-0.1, 1, 1.5])
def test_bad_rates(rate):
    with pytest.raises(ValueError, match=f"at least 0 and below 1, but was {rate}"):
        nn.Dropout(rate)


@pytest.mark.parametrize("layer", [nn.Dropout, nn.SpatialDropout1D])
def test_dropout_is_called_as_all_layers_are(layer):
    assert_called_alike(layer.forward)


def test_a_rate_of_zero_draws_no_random_numbers(monkeypatch):
    monkeypatch.setattr(dropout, "random_generator", None)
    x = np.ones((2, 3), "float32")
    for layer, training in ((nn.Dropout(0), True), (nn.Dropout(0.5), False)):
        outputs, cache = layer.forward(x, training)
        assert outputs is x
        d_inputs, grads = layer.backward(x, cache)
        assert d_inputs is x
        assert grads == []


def test_exactly_the_rate_remains(monkeypatch):
    """Random numbers are from 0 up to but not including 1: below the rate is its share."""

    class Sequence:
        def random(self, shape):
            return np.array([[0.0, 0.25, 0.5, 0.75]])

    monkeypatch.setattr(dropout, "random_generator", Sequence)
    outputs, factors = nn.Dropout(0.5).forward(np.ones((1, 4), "float32"), True)
    np.testing.assert_array_equal(outputs, [[0, 0, 2, 2]])
    assert factors.dtype == np.float32


@pytest.mark.parametrize("training", [True, False])
def test_spatial_dropout_wants_steps(training):
    with pytest.raises(ValueError, match=r"expected 3 axes, \(batch, steps, features\)"):
        nn.SpatialDropout1D(0.5)(np.ones((2, 3)), training=training)
