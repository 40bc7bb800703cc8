"""Long text in many parallel streams, read chunk by chunk with the state carried along."""

from typing import NamedTuple

import numpy as np

END = 0  # the id that stands between two reviews; a row of ids has padding there


class Stream(NamedTuple):
    """Words and the words that follow them, in `rows` streams that are read side by side.

    Batch b of `rows` rows holds chunk b of every stream, so that a layer which keeps its state
    from batch to batch reads each stream from its start to its end. Shuffling would spoil that.
    """

    x: np.ndarray  # (batches · rows, chunk) int32
    y: np.ndarray  # the same shape: each word's successor
    rows: int

    def by_stream(self, values):
        """Return values of the shape of y in the order of the text, (rows, words)."""
        batches, chunk = len(values) // self.rows, values.shape[1]
        parts = np.asarray(values).reshape(batches, self.rows, chunk)
        return parts.transpose(1, 0, 2).reshape(self.rows, batches * chunk)


def make_stream(reviews, rows, chunk):
    """Return reviews as a `Stream`.

    Args:
        reviews: list of arrays of ids. They are put one after the other, with `END` before,
            between and after them; what does not fill a chunk of every stream is left out.
        rows: streams read side by side.
        chunk: words of each stream in a batch.
    """
    text = np.concatenate([[END], *(part for ids in reviews for part in (ids, [END]))])
    length = (len(text) - 1) // (rows * chunk) * chunk  # of one stream
    if not length:
        raise ValueError(
            f"{len(text) - 1:,} words do not fill {rows} streams with a chunk of {chunk} "
            "words; expected more reviews, or fewer or shorter streams"
        )
    used = rows * length
    pairs = (text[:used], text[1 : used + 1])
    x, y = (
        part.reshape(rows, -1, chunk).transpose(1, 0, 2).reshape(-1, chunk).astype(np.int32)
        for part in pairs
    )
    return Stream(x, y, rows)


def forget(model):
    """Let every layer of a model, of either twin, begin the next batch with zeros."""
    for layer in model.layers:
        if hasattr(layer, "reset_state"):
            layer.reset_state()


def log_probabilities(model, stream, carry=True):
    """Return the logarithm of the probability that a model gave to each word that came.

    Args:
        model: of either twin, made for batches of `stream.rows` rows.
        stream: a `Stream`.
        carry: whether the state goes from chunk to chunk; else each chunk begins with zeros.

    Returns:
        Array of the shape of `stream.y`.
    """
    forget(model)
    found = np.empty(stream.y.shape)
    for start in range(0, len(stream.y), stream.rows):
        batch = slice(start, start + stream.rows)
        if not carry:
            forget(model)
        probabilities = np.asarray(model(stream.x[batch]))
        of_truth = np.take_along_axis(probabilities, stream.y[batch][..., None], axis=-1)
        found[batch] = np.log(np.maximum(of_truth[..., 0], np.finfo(np.float32).tiny))
    forget(model)
    return found
