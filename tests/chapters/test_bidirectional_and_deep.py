"""What the chapter says holds always: packed rows, zoneout, and Keras' fused kernel.

The functions are those of the chapter's cells, run as they stand there.
"""

from unittest.mock import patch

import jupytext
import numpy as np
import pytest

from coursepkg import keras_nn
from coursepkg import numpy_nn as nn
from coursepkg.numpy_nn.gru import GRUParams, gru_step_forward
from tools.notebooks.__main__ import REPOSITORY

CELLS = jupytext.read(REPOSITORY / "chapters/bidirectional_and_deep.md", fmt="md:myst").cells
FEATURES, UNITS = 2, 5


@pytest.fixture(scope="module")
def page():
    """The functions of the two optional sections, by name."""
    names = {"np": np}
    for function in ("packed_forward", "zoneout_step"):
        (source,) = (cell.source for cell in CELLS if f"def {function}(" in cell.source)
        exec(compile(source, "cell", "exec"), names)
    return names


@pytest.fixture
def layer():
    """A built GRU layer with random weights, biases as well."""
    layer, rng = nn.GRU(UNITS, dtype="float64"), np.random.default_rng(4)
    layer.build((None, FEATURES))
    layer.set_weights([rng.normal(size=weight.shape) for weight in layer.get_weights()])
    return layer


@pytest.mark.parametrize("seed", range(5))
def test_packed_rows_end_where_masked_ones_do(page, layer, seed):
    rng = np.random.default_rng(seed)
    x, lengths = rng.normal(size=(6, 9, FEATURES)), rng.integers(1, 10, size=6)
    expected = layer(x, mask=np.arange(9) < lengths[:, None])
    params = GRUParams(*layer.get_weights())
    steps = []

    def counted(x_t, h, params):
        steps.append(len(x_t))
        return gru_step_forward(x_t, h, params)

    with patch.dict(page, gru_step_forward=counted):
        packed = page["packed_forward"](x, lengths, params)
    assert np.allclose(packed, expected, atol=1e-12, rtol=0)
    assert sum(steps) == lengths.sum(), "no padded step is computed"
    assert steps == sorted(steps, reverse=True)


@pytest.mark.parametrize("rate", [0.0, 0.3, 1.0])
def test_zoneout_keeps_old_values_and_its_mean_moves_the_gate(page, layer, rate):
    params, rng = GRUParams(*layer.get_weights()), np.random.default_rng(0)
    x, h_prev = rng.normal(size=(4, FEATURES)), rng.normal(size=(4, UNITS))
    new, cache = gru_step_forward(x, h_prev, params)
    mean = page["zoneout_step"](x, h_prev, params, rate)
    gate = rate + (1 - rate) * cache.z
    assert np.allclose(mean, gate * h_prev + (1 - gate) * cache.candidate, atol=1e-12)
    tossed = [page["zoneout_step"](x, h_prev, params, rate, rng) for _ in range(2000)]
    old = np.isclose(tossed, h_prev)
    assert (old | np.isclose(tossed, new)).all()
    assert np.mean(old) == pytest.approx(rate, abs=0.02)
    assert np.allclose(np.mean(tossed, axis=0), mean, atol=0.1)


def test_dropped_weights_are_scaled_and_nothing_else_changes(page, layer):
    params, rng = GRUParams(*layer.get_weights()), np.random.default_rng(0)
    dropped = page["with_weights_dropped"](params, 0.25, rng)
    zero = dropped.recurrent_kernel == 0
    assert 0.1 < zero.mean() < 0.4
    assert np.allclose(dropped.recurrent_kernel[~zero], params.recurrent_kernel[~zero] / 0.75)
    assert dropped.kernel is params.kernel
    assert dropped.bias is params.bias


@pytest.mark.parametrize(("rate", "tried"), [(0.0, True), (0.5, False)])
def test_keras_does_not_try_the_fused_kernel_with_recurrent_dropout(rate, tried):
    layer = keras_nn.GRU(4, recurrent_dropout=rate)
    fused = "keras.src.layers.rnn.gru.backend.gru"
    with patch(fused, side_effect=NotImplementedError) as kernel:
        layer(np.zeros((2, 3, 5), "float32"), training=True)
    assert kernel.called is tried
