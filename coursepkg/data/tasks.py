"""Made-up tasks that ask for nothing but memory: recalling, and adding."""

import numpy as np

SYMBOLS = 4


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
