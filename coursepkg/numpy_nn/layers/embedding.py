"""The embedding: look up a vector for every id, and add gradients up by id."""

import warnings
from typing import NamedTuple

import numpy as np

from .. import initializers
from .base import Layer, require_positive


class EmbeddingParams(NamedTuple):
    """Weights of an embedding, as in Keras."""

    table: np.ndarray  # (vocabulary, D)


def embedding_forward(ids, params):
    """Return the row of the table for every id, and a cache.

    Args:
        ids: whole numbers from 0 to vocabulary − 1, (N, T).
        params: `EmbeddingParams`.

    Returns:
        vectors: (N, T, D).
        cache: for `embedding_backward`.
    """
    return params.table[ids], (ids, params)


def embedding_backward(d_vectors, cache):
    """Return the gradient of the table: zero for rows that were not looked up.

    Args:
        d_vectors: gradient of the loss with respect to the vectors, (N, T, D).
        cache: what `embedding_forward` returned.
    """
    ids, params = cache
    d_table = np.zeros_like(params.table)
    # One long list of places in the table: `np.add.at` is fast along a single axis, and then
    # beats sorting the ids and adding up runs of them (1.7 to 6 times at the labs' sizes).
    size = d_table.shape[1]
    places = ids.reshape(-1, 1) * size + np.arange(size)
    np.add.at(d_table.reshape(-1), places.reshape(-1), d_vectors.reshape(-1))
    return EmbeddingParams(d_table)


class Embedding(Layer):
    """A table with one learned vector for each id.

    Args:
        input_dim: number of ids; they run from 0 to input_dim − 1.
        output_dim: length of a vector.
        mask_zero: True marks id 0 as padding for the layers that follow; default False.
        common: the others of `Layer`.

    The inputs are (batch, steps): whole numbers of any type. They have no gradient, so an
    embedding is the first layer of a model.
    """

    reads_ids = True
    ndim = 2

    def __init__(self, input_dim, output_dim, *, mask_zero=False, **common):
        require_positive(input_dim=input_dim, output_dim=output_dim)
        super().__init__(**common)
        self.input_dim = input_dim
        self.output_dim = output_dim
        self.mask_zero = mask_zero

    def build(self, input_shape):
        """Make the table, uniform within ±0.05."""
        shape = (self.input_dim, self.output_dim)
        self.params = EmbeddingParams(self._initial(initializers.uniform, shape))
        self.built = True

    def check(self, shape):
        """Raise a ValueError unless the shape is (batch, steps), with at least one of each."""
        if len(shape) != 2 or 0 in shape:
            raise ValueError(
                f"{self} was given an input of shape {shape}; expected (batch, steps) "
                "with at least one of each: one id a step"
            )

    def check_ids(self, ids):
        """Raise a ValueError for an id that the table has no row for; says which and where."""
        if not np.issubdtype(ids.dtype, np.integer):
            fractional = np.mod(ids, 1) != 0
            if fractional.any():
                row, step = map(int, np.argwhere(fractional)[0])
                raise ValueError(
                    f"{self} was given {ids[row, step]} in row {row}, step {step}; "
                    "expected whole numbers"
                )
        outside = (ids < 0) | (ids >= self.input_dim)
        if outside.any():
            row, step = map(int, np.argwhere(outside)[0])
            raise ValueError(
                f"{self} was given id {ids[row, step]} in row {row}, step {step}; "
                f"expected ids from 0 to {self.input_dim - 1}"
            )

    def __call__(self, inputs, **arguments):
        """Return the vectors, (N, T, output_dim). The mask travels with them in models only."""
        if self.mask_zero and not np.all(inputs):
            warnings.warn(
                f"the mask of {self} does not travel with the vectors, as it does in Keras: "
                "call the next layer with mask=ids != 0, or put both into a model",
                stacklevel=2,
            )
        return super().__call__(inputs, **arguments)

    def forward(self, inputs, training=False, mask=None):
        """Return the vectors, (N, T, output_dim), and a cache."""
        self.check(inputs.shape)
        self.check_ids(inputs)
        return embedding_forward(inputs.astype(np.intp, copy=False), self.params)

    def backward(self, d_outputs, cache):
        """Return None, since ids have no gradient, and the gradient of [table]."""
        return None, list(embedding_backward(d_outputs, cache))

    def output_shape(self, input_shape):
        """Return (T, output_dim)."""
        return (*input_shape, self.output_dim)

    def output_mask(self, inputs, mask):
        """Return True where the id is not 0, with `mask_zero`; else None."""
        return inputs != 0 if self.mask_zero else None
