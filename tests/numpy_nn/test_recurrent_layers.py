"""Options of recurrent layers, each compared with Keras: outputs, states, gradients."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras_models import assert_close, assert_equals_keras_layer

from coursepkg import numpy_nn as nn

CELLS = ["SimpleRNN", "GRU", "LSTM"]
BATCH, STEPS, FEATURES, UNITS = 3, 5, 4, 6


@pytest.fixture
def rng():
    return np.random.default_rng(30)


def twin_layers(cell, rng, **options):
    ours, theirs = (
        getattr(nn, cell)(UNITS, **options),
        getattr(keras.layers, cell)(UNITS, **options),
    )
    ours.build((STEPS, FEATURES))
    theirs.build((BATCH, STEPS, FEATURES))
    weights = [rng.normal(scale=0.7, size=weight.shape) for weight in ours.get_weights()]
    ours.set_weights(weights)
    theirs.set_weights(weights)
    return ours, theirs


def inputs(rng):
    return rng.normal(size=(BATCH, STEPS, FEATURES)).astype("float32")


def states(rng, cell):
    number = 2 if cell == "LSTM" else 1
    return [rng.normal(size=(BATCH, UNITS)).astype("float32") for _ in range(number)]


MASK = np.array([[1, 1, 1, 0, 0], [0, 1, 1, 0, 1], [1, 1, 1, 1, 1]], bool)


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("sequences", [True, False])
@pytest.mark.parametrize("backwards", [True, False])
@pytest.mark.parametrize("mask", [None, MASK], ids=["unmasked", "masked"])
@pytest.mark.parametrize("zeros", [True, False])
def test_outputs_states_and_gradients(cell, sequences, backwards, mask, zeros, rng):
    options = {"return_sequences": sequences, "go_backwards": backwards, "return_state": True}
    ours, theirs = twin_layers(cell, rng, zero_output_for_mask=zeros, **options)
    x, initial = inputs(rng), states(rng, cell)
    assert_equals_keras_layer(ours, theirs, x, initial, mask, rng)


@pytest.mark.parametrize("cell", CELLS)
def test_stateful_layers_go_on_where_they_were(cell, rng):
    ours, theirs = twin_layers(cell, rng, stateful=True)
    first, second = inputs(rng), inputs(rng)
    for x in (first, second):
        assert_close(ours(x), theirs(x), 1e-5)
    once_more = ours(first)
    ours.reset_state()
    theirs.reset_state()
    assert_close(ours(first), theirs(first), 1e-5)
    assert np.abs(once_more - ours(second)).max() > 1e-3


@pytest.mark.parametrize("cell", CELLS)
def test_streaming_one_step_at_a_time_equals_the_whole(cell, rng):
    whole, _ = twin_layers(cell, rng, return_sequences=True)
    stream = getattr(nn, cell)(UNITS, stateful=True)
    stream.build((1, FEATURES))
    stream.set_weights(whole.get_weights())
    x = inputs(rng)
    outputs = np.stack([stream(x[:, t : t + 1]) for t in range(STEPS)], axis=1)
    np.testing.assert_allclose(outputs, whole(x), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("merge", ["concat", "sum", "mul", "ave", None])
def test_bidirectional_with_states(cell, merge, rng):
    options = {"return_sequences": True, "return_state": True}
    layer = getattr(nn, cell)(UNITS, **options)
    ours = nn.Bidirectional(layer, merge_mode=merge)
    theirs = keras.layers.Bidirectional(
        getattr(keras.layers, cell)(UNITS, **options), merge_mode=merge
    )
    ours.build((STEPS, FEATURES))
    theirs.build((BATCH, STEPS, FEATURES))
    weights = [rng.normal(scale=0.7, size=weight.shape) for weight in ours.get_weights()]
    ours.set_weights(weights)
    theirs.set_weights(weights)
    x, initial = inputs(rng), states(rng, cell) + states(rng, cell)
    outputs, cache = ours.forward(x, mask=MASK, initial_state=initial)
    d_outputs = [rng.normal(size=part.shape).astype("float32") for part in outputs]
    x_tensor = tf.constant(x)
    with tf.GradientTape() as tape:
        tape.watch(x_tensor)
        expected = theirs(x_tensor, initial_state=[*map(tf.constant, initial)], mask=MASK)
        total = sum(tf.reduce_sum(a * b) for a, b in zip(expected, d_outputs, strict=True))
    gradients = tape.gradient(total, [x_tensor, *(w.value for w in theirs.trainable_weights)])
    d_inputs, grads = ours.backward(d_outputs, cache)
    for mine, yours in zip(outputs, expected, strict=True):
        assert_close(mine, yours, 1e-5)
    for mine, yours in zip([d_inputs, *grads], gradients, strict=True):
        assert_close(mine, yours, 1e-5)


def test_bidirectional_of_the_reversed_input_mirrors(rng):
    """With the weights of both directions exchanged, reading in reverse changes nothing."""
    layer = nn.Bidirectional(nn.GRU(UNITS, return_sequences=True), merge_mode="sum")
    x = inputs(rng)
    straight = layer(x)
    weights = layer.get_weights()
    layer.set_weights(weights[3:] + weights[:3])
    np.testing.assert_allclose(layer(x[:, ::-1])[:, ::-1], straight, rtol=1e-5, atol=1e-6)


def test_an_lstm_begins_by_remembering():
    for unit_forget_bias in (True, False):
        layer = nn.LSTM(2, unit_forget_bias=unit_forget_bias)
        layer.build((3, 1))
        one = float(unit_forget_bias)
        np.testing.assert_array_equal(layer.params.bias, [0, 0, one, one, 0, 0, 0, 0])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"mask": np.ones((3, 4), bool)}, r"mask of shape \(3, 4\).*expected \(3, 5\)"),
        ({"initial_state": [np.ones((3, 6))]}, r"1 arrays .*expected 2 of shape \(3, 6\)"),
        ({"initial_state": [np.ones((2, 6))] * 2}, r"\(2, 6\).*expected 2 of shape \(3, 6\)"),
    ],
)
def test_bad_masks_and_states(arguments, message, rng):
    with pytest.raises(ValueError, match=message):
        nn.LSTM(UNITS)(inputs(rng), **arguments)


def test_bidirectional_wants_a_recurrent_layer():
    with pytest.raises(TypeError, match="expected a recurrent layer"):
        nn.Bidirectional(nn.Dense(3))
    with pytest.raises(ValueError, match="unknown merge_mode 'max'; known are: 'concat'"):
        nn.Bidirectional(nn.GRU(3), merge_mode="max")


def test_a_model_takes_layers_with_one_output_only():
    with pytest.raises(ValueError, match="GRU would give several arrays"):
        nn.Sequential([nn.GRU(3, return_state=True)])
    with pytest.raises(ValueError, match="Bidirectional would give several arrays"):
        nn.Sequential([nn.Bidirectional(nn.GRU(3), merge_mode=None)])


@pytest.mark.parametrize("state", [np.ones((2, 1, UNITS)), [np.ones((1, UNITS))], []])
def test_states_of_two_directions_are_a_list_of_both(state):
    with pytest.raises(ValueError, match="initial_state that is not a list of 2 arrays"):
        nn.Bidirectional(nn.GRU(UNITS))(np.ones((1, 2, 3)), initial_state=state)
