"""Parameter counts: against Keras itself, against our own layers, and the shares by hand."""

import keras
import pytest

from coursepkg import numpy_nn as nn
from coursepkg.variants.parameter_counts import CONVENTIONS, parameter_count, share_saved

SIZES = [(1, 1), (4, 5), (1, 32), (100, 128), (7, 3)]
IN_KERAS = {
    "Keras SimpleRNN": keras.layers.SimpleRNN,
    "Keras GRU": keras.layers.GRU,
    "Keras GRU, reset_after=False": lambda units: keras.layers.GRU(units, reset_after=False),
    "Keras LSTM": keras.layers.LSTM,
}


def test_every_keras_convention_is_compared():
    assert set(IN_KERAS) == {name for name in CONVENTIONS if name.startswith("Keras")}


@pytest.mark.parametrize(("inputs", "units"), SIZES)
@pytest.mark.parametrize("name", IN_KERAS)
def test_equals_count_params_of_keras(name, inputs, units):
    layer = IN_KERAS[name](units)
    layer.build((None, 3, inputs))
    assert parameter_count(name, inputs, units) == layer.count_params()


@pytest.mark.parametrize(
    ("name", "layer"),
    [
        ("Keras SimpleRNN", nn.SimpleRNN(5)),
        ("Keras GRU", nn.GRU(5)),
        ("Keras LSTM", nn.LSTM(5)),
    ],
)
def test_equals_our_layers(name, layer):
    layer.build((None, 3, 4))
    assert parameter_count(name, 4, 5) == sum(array.size for array in layer.get_weights())


@pytest.mark.parametrize(
    ("name", "layer"),
    [("PyTorch RNN", "RNN"), ("PyTorch GRU", "GRU"), ("PyTorch LSTM", "LSTM")],
)
def test_equals_pytorch_where_it_is_installed(name, layer):
    torch = pytest.importorskip("torch", reason="PyTorch is not installed; nothing needs it")
    module = getattr(torch.nn, layer)(4, 5)
    count = sum(parameter.numel() for parameter in module.parameters())
    assert parameter_count(name, 4, 5) == count


@pytest.mark.parametrize(
    ("inputs", "units", "percent"), [(4, 5, 17.5), (1, 32, 22.8), (100, 128, 24.7)]
)
def test_what_keras_gru_saves(inputs, units, percent):
    saved = share_saved("Keras GRU", "Keras LSTM", inputs, units)
    assert round(100 * saved, 1) == percent
    assert saved == pytest.approx(1 / 4 - 3 / 4 / (inputs + units + 1))


@pytest.mark.parametrize(
    ("smaller", "larger"),
    [("PyTorch GRU", "PyTorch LSTM"), ("Keras GRU, reset_after=False", "Keras LSTM")],
)
def test_a_quarter_with_equal_rows_of_biases(smaller, larger):
    for inputs, units in SIZES:
        assert share_saved(smaller, larger, inputs, units) == pytest.approx(0.25, abs=1e-12)


def test_a_smaller_layer_that_is_larger_saves_less_than_nothing():
    assert share_saved("Keras LSTM", "Keras SimpleRNN", 4, 5) == pytest.approx(-3)


def test_bad_input():
    with pytest.raises(ValueError, match=r"'GRU' is not a known convention.*Keras GRU"):
        parameter_count("GRU", 4, 5)
    with pytest.raises(ValueError, match=r"units should be a positive integer.*0"):
        parameter_count("Keras GRU", 4, 0)
    with pytest.raises(ValueError, match=r"inputs should be a positive integer.*1\.5"):
        parameter_count("Keras GRU", 1.5, 4)
