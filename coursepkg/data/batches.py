"""Batches of padded rows, each cut to its longest row: less padding, less work."""

import numpy as np

from .vectorizer import PADDING


def mask(ids):
    """Return where padded rows of ids, (N, T), hold words: (N, T), True for a word."""
    return np.asarray(ids) != PADDING


def trimmed_batches(ids, labels, batch_size, rng):
    """Yield every row once, in random order, in batches cut to their longest row.

    Args:
        ids: padded rows, (N, T); all padded at the same end.
        labels: one for each row, (N, ...).
        batch_size: rows in a batch; the last may have fewer.
        rng: a NumPy random generator, for the order.

    Yields:
        Pairs of ids, (n, t) with t ≤ T the length of the batch's longest row, at least 1, and
        labels, (n, ...).

    Raises:
        ValueError: shapes that do not fit, or a batch size below 1.
    """
    ids, labels = np.asarray(ids), np.asarray(labels)
    if ids.ndim != 2 or len(labels) != len(ids):
        raise ValueError(
            f"expected ids of shape (N, T) and N labels, but was given shapes {ids.shape} "
            f"and {labels.shape}"
        )
    if batch_size < 1:
        raise ValueError(f"batch_size should be at least 1, but was {batch_size}")
    # Called here, so that bad input is told at the call and not at the first batch.
    return _batches(ids, labels, batch_size, rng.permutation(len(ids)))


def _batches(ids, labels, batch_size, order):
    for start in range(0, len(order), batch_size):
        rows = order[start : start + batch_size]
        yield trimmed(ids[rows]), labels[rows]


def trimmed(ids):
    """Return rows of ids, (N, T), without the columns at either end that are all padding.

    One column is left where there is nothing else, since a network needs a step to read.
    """
    used = np.flatnonzero(mask(ids).any(axis=0))
    return ids[:, used[0] : used[-1] + 1] if len(used) else ids[:, :1]
