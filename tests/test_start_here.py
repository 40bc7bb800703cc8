"""The first test to read: one step, the loop over steps, its gradients, and Keras, for a GRU.

Everything else in `tests/` is this four times over: other cells, other shapes, other layers.
"""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import keras
import numpy as np

from coursepkg import numpy_nn as nn
from coursepkg.numpy_nn import fast
from coursepkg.numpy_nn.gru import GRUParams, gru_backward, gru_forward, gru_step_forward

ROWS, STEPS, FEATURES, UNITS = 2, 5, 3, 4  # all different, so that no two axes can be mixed up

rng = np.random.default_rng(0)
x = rng.normal(size=(ROWS, STEPS, FEATURES))
h0 = rng.normal(size=(ROWS, UNITS))
params = GRUParams(
    kernel=rng.normal(size=(FEATURES, 3 * UNITS)),
    recurrent_kernel=rng.normal(size=(UNITS, 3 * UNITS)),
    bias=rng.normal(size=(2, 3 * UNITS)),
)


def test_one_step_blends_the_old_state_and_a_candidate():
    h, cache = gru_step_forward(x[:, 0], h0, params)
    np.testing.assert_allclose(h, cache.z * h0 + (1 - cache.z) * cache.candidate)


def test_a_sequence_is_a_loop_over_steps():
    h = h0
    for t in range(STEPS):
        h, _ = gru_step_forward(x[:, t], h, params)
    _, last, _ = gru_forward(x, h0, params)
    np.testing.assert_array_equal(last, h)


def test_the_gradients_are_those_of_finite_differences():
    errors = nn.check_vjp(gru_forward, gru_backward, (x, h0, params), rng)
    assert errors.keys() >= {"x", "h0", "params.kernel", "params.bias"}
    assert max(errors.values()) < 1e-7


def test_keras_agrees():
    layer = keras.layers.GRU(UNITS, return_sequences=True, dtype="float64")
    layer.build(x.shape)
    layer.set_weights(list(params))
    theirs = keras.ops.convert_to_numpy(layer(x, initial_state=keras.ops.array(h0)))
    ours, _, _ = gru_forward(x, h0, params)
    np.testing.assert_allclose(ours, theirs, atol=1e-12)


def test_the_fast_way_agrees():
    ours, last, _ = gru_forward(x, h0, params)
    quick, quick_last, _ = fast.gru_forward(x, h0, params)
    np.testing.assert_allclose(quick, ours, atol=1e-12)
    np.testing.assert_allclose(quick_last, last, atol=1e-12)
