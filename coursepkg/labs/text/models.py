"""The layers that turn a row of ids into one vector; the labs put their own heads on them."""

CELLS = {"rnn": "SimpleRNN", "gru": "GRU", "lstm": "LSTM"}
POOLING = {"last": None, "max": "GlobalMaxPooling1D", "mean": "GlobalAveragePooling1D"}


def recurrent_layer(nn, cell):
    """Return the twin's class of recurrent layer for "rnn", "gru" or "lstm".

    Raises:
        ValueError: an unknown cell; the message lists those there are.
    """
    if cell not in CELLS:
        raise ValueError(f"unknown cell {cell!r}; known are: {', '.join(CELLS)}")
    return getattr(nn, CELLS[cell])


def reading_layers(
    nn,
    cell="gru",
    *,
    vocabulary_size,
    embedding,
    units,
    length=None,
    mask=True,
    bidirectional=False,
    pooling="last",
    dropout=0.0,
    dtype="float32",
):
    """Return layers from ids, (N, length), to a vector a row.

    Args:
        nn: the twin, `coursepkg.numpy_nn` or `coursepkg.keras_nn`.
        cell: which recurrent layer: "rnn", "gru" or "lstm".
        vocabulary_size: number of ids.
        embedding: length of a word's vector.
        units: size of the state, of each direction.
        length: ids in a row; None, the default: any.
        mask: whether id 0 is padding to be skipped, or a word like any other.
        bidirectional: whether a second layer reads from the end.
        pooling: what is taken of the states: the "last", or of each unit the "max" or "mean"
            over all steps.
        dropout: share of numbers set to zero in training, of the words' vectors and of the
            vector returned.
        dtype: of weights and results.

    Raises:
        ValueError: an unknown cell or pooling; the message lists those there are.
    """
    layer = recurrent_layer(nn, cell)
    if pooling not in POOLING:
        raise ValueError(f"unknown pooling {pooling!r}; known are: {', '.join(POOLING)}")
    recurrent = layer(units, return_sequences=pooling != "last", dtype=dtype)
    layers = [
        nn.Input((length,), dtype="int32"),
        nn.Embedding(vocabulary_size, embedding, mask_zero=mask, dtype=dtype),
        nn.Dropout(dropout, dtype=dtype) if dropout else None,
        nn.Bidirectional(recurrent, dtype=dtype) if bidirectional else recurrent,
        getattr(nn, POOLING[pooling])(dtype=dtype) if POOLING[pooling] else None,
        nn.Dropout(dropout, dtype=dtype) if dropout else None,
    ]
    return [layer for layer in layers if layer is not None]
