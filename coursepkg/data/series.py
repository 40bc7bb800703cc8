"""Series of numbers: cut into windows, or made up so as to ask for nothing but memory.

A window shows a model some steps of a series and asks for the next one. Of the two made-up
tasks one asks which symbol a sequence began with, the other for the sum of two marked numbers.
"""

import numpy as np

SYMBOLS = 4  # that `recall` shows, one in each sequence


def sliding_windows(series, length):
    """Return every window of a series and the value that follows it.

    Args:
        series: (T,) values in order of time.
        length: number of values shown, W.

    Returns:
        x: windows, (T − W, W, 1): batch, steps, one feature.
        y: the next value of each, (T − W, 1).

    Raises:
        ValueError: the series is not one-dimensional, or no longer than a window.
    """
    series = np.asarray(series)
    if series.ndim != 1:
        raise ValueError(f"expected a series with one axis, but was given shape {series.shape}")
    if not 1 <= length < len(series):
        raise ValueError(
            f"a window of {length} does not fit a series of {len(series)} values; "
            f"expected 1 to {len(series) - 1}, so that one value is left to predict"
        )
    windows = np.lib.stride_tricks.sliding_window_view(series, length + 1)
    return windows[:, :-1, None].copy(), windows[:, -1:].copy()


def recall(draw, rows, lag=20):
    """Return sequences that begin with one of four symbols, and which it was.

    After the symbol comes noise, in a feature of its own; the answer is asked for at the end.
    A relative of the latching problem of Bengio, Simard and Frasconi (1994).

    Args:
        draw: a NumPy random generator.
        rows: number of sequences, N.
        lag: steps of noise.

    Returns:
        x: (N, lag + 1, 5); at step 0 the symbol, one-hot in the first four features.
        y: (N, 4), the symbol, one-hot.
    """
    shown = np.eye(SYMBOLS)[draw.integers(SYMBOLS, size=rows)]
    x = np.zeros((rows, lag + 1, SYMBOLS + 1))
    x[:, 0, :SYMBOLS] = shown
    x[:, 1:, SYMBOLS] = draw.normal(size=(rows, lag))
    return x, shown


def adding(draw, rows, steps=20):
    """Return sequences of numbers, one of each half marked, and the sum of the two.

    The adding problem of Hochreiter and Schmidhuber (1997). Always answering 1 gives an error
    of 1/6, the variance of the sum.

    Args:
        draw: a NumPy random generator.
        rows: number of sequences, N.
        steps: their length, an even number.

    Returns:
        x: (N, steps, 2), numbers between 0 and 1, and marks: 1 at two steps, 0 elsewhere.
        y: (N, 1), the sum of the marked numbers.
    """
    numbers, marks = draw.random((rows, steps)), np.zeros((rows, steps))
    for half in (0, steps // 2):
        marked = half + draw.integers(steps // 2, size=rows)
        marks[np.arange(rows), marked] = 1
    return np.stack([numbers, marks], axis=-1), (numbers * marks).sum(axis=1, keepdims=True)
