"""A single step at a time, as a stream is read: a path of its own, with the same numbers."""

import numpy as np
import pytest

from coursepkg import numpy_nn as nn

CELLS = [nn.SimpleRNN, nn.LSTM, nn.GRU]
UNITS, FEATURES = 4, 3


def a_layer(cell, rng, **arguments):
    layer = cell(UNITS, dtype="float64", **arguments)
    layer.build((None, FEATURES))
    layer.set_weights([rng.normal(size=weight.shape) for weight in layer.get_weights()])
    return layer


def arrays_of(given):
    return given if isinstance(given, list) else [given]


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("return_sequences", [False, True])
@pytest.mark.parametrize("return_state", [False, True])
@pytest.mark.parametrize("go_backwards", [False, True])
def test_one_step_is_a_sequence_of_one(cell, return_sequences, return_state, go_backwards):
    rng = np.random.default_rng(1)
    options = {
        "return_sequences": return_sequences,
        "return_state": return_state,
        "go_backwards": go_backwards,
    }
    layer = a_layer(cell, rng, **options)
    x = rng.normal(size=(2, 1, FEATURES))
    state = [rng.normal(size=(2, UNITS)) for _ in range(2 if cell is nn.LSTM else 1)]
    for initial_state in (None, state):
        step = arrays_of(layer.outputs(x, initial_state=initial_state))
        sequence = arrays_of(layer.forward(x, initial_state=initial_state)[0])
        for ours, expected in zip(step, sequence, strict=True):
            np.testing.assert_allclose(ours, expected, rtol=1e-12)
            assert ours.shape == expected.shape


@pytest.mark.parametrize("cell", CELLS)
def test_a_stream_reads_as_the_whole(cell):
    rng = np.random.default_rng(2)
    layer = a_layer(cell, rng, stateful=True, return_sequences=True)
    x = rng.normal(size=(2, 6, FEATURES))
    whole = layer(x)
    layer.reset_state()
    for step in range(6):
        np.testing.assert_allclose(layer(x[:, [step]])[:, 0], whole[:, step], rtol=1e-12)


@pytest.mark.parametrize("cell", CELLS)
def test_a_masked_step_carries_the_state_over(cell):
    rng = np.random.default_rng(3)
    layer = a_layer(cell, rng, stateful=True)
    layer(rng.normal(size=(1, 1, FEATURES)))
    before = np.array(layer.states)
    layer(rng.normal(size=(1, 1, FEATURES)), mask=np.array([[False]]))
    np.testing.assert_array_equal(layer.states, before)


def test_a_model_of_several_layers_streams():
    rng = np.random.default_rng(4)
    first = a_layer(nn.GRU, rng, stateful=True, return_sequences=True)
    model = nn.Sequential([first, nn.GRU(2, stateful=True, dtype="float64"), nn.Dense(1)])
    x = rng.normal(size=(1, 5, FEATURES))
    whole = model(x)
    model.reset_states()
    for step in range(5):
        last = model(x[:, [step]])
    np.testing.assert_allclose(last, whole, rtol=1e-6)


def test_what_a_step_returns_cannot_change_the_state():
    layer = a_layer(nn.GRU, np.random.default_rng(5), stateful=True)
    output = layer(np.ones((1, 1, FEATURES)))
    with pytest.raises(ValueError, match="read-only"):
        output[...] = 0


def test_rows_of_another_number_are_refused_and_the_state_is_kept():
    layer = a_layer(nn.GRU, np.random.default_rng(6), stateful=True)
    kept = np.array(layer(np.ones((2, 1, FEATURES))))
    with pytest.raises(ValueError, match="state"):
        layer(np.ones((3, 1, FEATURES)))
    np.testing.assert_array_equal(layer.states[0], kept)
