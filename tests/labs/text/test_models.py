import numpy as np
import pytest

from coursepkg import keras_nn, numpy_nn
from coursepkg.labs import text

SIZES = {"vocabulary_size": 7, "embedding": 3, "units": 4, "length": 5}
TWINS = pytest.mark.parametrize("nn", [numpy_nn, keras_nn], ids=["numpy", "keras"])


@pytest.mark.usefixtures("eager")
@TWINS
@pytest.mark.parametrize("cell", text.CELLS)
@pytest.mark.parametrize("pooling", ["last", "max", "mean"])
@pytest.mark.parametrize("bidirectional", [False, True])
def test_one_vector_a_row(nn, cell, pooling, bidirectional):
    model = nn.Sequential(
        text.reading_layers(nn, cell, pooling=pooling, bidirectional=bidirectional, **SIZES)
    )
    columns = {"rnn": 1, "gru": 3, "lstm": 4}[cell] * 4
    biases = 2 * columns if cell == "gru" else columns
    reader = 3 * columns + 4 * columns + biases
    assert model.count_params() == 7 * 3 + (2 if bidirectional else 1) * reader
    ids = np.array([[1, 2, 3, 0, 0], [6, 5, 4, 3, 2]])
    assert model.predict(ids, verbose=0).shape == (2, 8 if bidirectional else 4)


@pytest.mark.usefixtures("eager")
@TWINS
def test_padding_is_skipped_if_there_is_a_mask(nn):
    ids = np.array([[1, 2, 3, 0, 0]])
    for mask in (True, False):
        nn.set_random_seed(0)
        model = nn.Sequential(text.reading_layers(nn, mask=mask, **SIZES))
        shorter = nn.Sequential(text.reading_layers(nn, mask=mask, **{**SIZES, "length": 3}))
        shorter.set_weights(model.get_weights())
        same = np.allclose(
            model.predict(ids, verbose=0), shorter.predict(ids[:, :3], verbose=0), atol=1e-6
        )
        assert same == mask


@TWINS
def test_dropout_stands_before_and_after_the_reading(nn):
    layers = text.reading_layers(nn, dropout=0.4, **SIZES)
    names = [type(layer).__name__ for layer in nn.Sequential(layers).layers]
    assert names == ["Embedding", "Dropout", "GRU", "Dropout"]
    rates = [layer.rate for layer in layers if type(layer).__name__ == "Dropout"]
    assert rates == [0.4, 0.4]


def test_unknown_names():
    with pytest.raises(ValueError, match="unknown cell 'cnn'; known are: rnn, gru, lstm"):
        text.reading_layers(numpy_nn, "cnn", **SIZES)
    with pytest.raises(ValueError, match="unknown pooling 'sum'; known are: last, max, mean"):
        text.reading_layers(numpy_nn, pooling="sum", **SIZES)
