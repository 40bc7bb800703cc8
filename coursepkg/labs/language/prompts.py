"""Test a language model on beginnings: the next word is not there yet, as in real use."""

import numpy as np


def beginnings(model, stream, count):
    """Return the logarithm of the probability of the word after each of many beginnings.

    A model that reads in one direction says the same here as in the middle of a text. One that
    reads in both could look at the answer there; here it cannot.

    Args:
        model: a model whose state starts from zeros at each call, and which takes any number
            of rows and steps.
        stream: a `Stream`; of each row is used as much as has come up to some step.
        count: beginnings of each length from 1 to the length of a chunk.

    Returns:
        (chunk, count): by length of the beginning, one for each row used.
    """
    if not 0 < count <= len(stream.x):
        raise ValueError(f"expected 1 to {len(stream.x)} beginnings, but was given {count}")
    rows = np.linspace(0, len(stream.x) - 1, count).astype(int)
    found = []
    for length in range(1, stream.x.shape[1] + 1):
        last = np.asarray(model(stream.x[rows, :length]))[:, -1]
        found.append(last[np.arange(count), stream.y[rows, length - 1]])
    return np.log(np.maximum(found, np.finfo(np.float32).tiny))
