"""An embedding's mathematics: look up a row for every id, and add gradients up by id."""

from typing import NamedTuple

import numpy as np


class EmbeddingParams(NamedTuple):
    """Weights of an embedding, as in Keras."""

    table: np.ndarray  # (vocabulary, D)


class EmbeddingCache(NamedTuple):
    """What `embedding_backward` needs of the forward pass."""

    ids: np.ndarray
    params: EmbeddingParams


def embedding_forward(ids, params):
    """Return the row of the table for every id, and a cache.

    Args:
        ids: whole numbers from 0 to vocabulary − 1, (N, T).
        params: `EmbeddingParams`.

    Returns:
        vectors: (N, T, D).
        cache: for `embedding_backward`.
    """
    return params.table[ids], EmbeddingCache(ids, params)


def embedding_backward(d_vectors, cache):
    """Return the gradient of the table: zero for rows that were not looked up.

    Args:
        d_vectors: gradient of the loss with respect to the vectors, (N, T, D).
        cache: what `embedding_forward` returned.
    """
    table = cache.params.table
    d_table = np.zeros_like(table)
    # Sorted, equal ids lie side by side, and one pass adds each run of them up. That is
    # several times faster than `np.add.at`, which adds row by row.
    ids = cache.ids.ravel()
    order = np.argsort(ids, kind="stable")
    ordered = ids[order]
    starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
    rows = d_vectors.reshape(-1, table.shape[1])[order]
    d_table[ordered[starts]] = np.add.reduceat(rows, starts, axis=0)
    return EmbeddingParams(d_table)
