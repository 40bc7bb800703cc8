"""The labs, one module each: data, model, evaluation; and what several of them share.

`classification` serves the labs that tell texts apart, `language` the one that says which word
comes next, and `forecasting` the one that looks ahead in a series.
"""

CELLS = {"rnn": "SimpleRNN", "gru": "GRU", "lstm": "LSTM"}


def recurrent_layer(nn, cell):
    """Return the twin's class of recurrent layer for "rnn", "gru" or "lstm".

    Raises:
        ValueError: an unknown cell; the message lists those there are.
    """
    if cell not in CELLS:
        raise ValueError(f"unknown cell {cell!r}; known are: {', '.join(CELLS)}")
    return getattr(nn, CELLS[cell])
