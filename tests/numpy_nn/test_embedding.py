"""Embeddings: rows looked up, and gradients added up by id."""

import numpy as np
import pytest

from coursepkg.numpy_nn.gradcheck import check_vjp
from coursepkg.numpy_nn.layers.embedding import (
    EmbeddingParams,
    embedding_backward,
    embedding_forward,
)

IDS = {
    "repeated": np.array([[3, 0, 3, 5], [5, 3, 0, 1]]),
    "all the same": np.array([[2, 2, 2]]),
    "each once": np.array([[4, 1], [0, 3], [5, 2]]),
    "only one": np.array([[5]]),
    "in a row": np.array([4, 1, 4]),
}


@pytest.fixture
def params():
    return EmbeddingParams(np.random.default_rng(31).normal(size=(6, 3)))


@pytest.mark.parametrize("ids", IDS.values(), ids=IDS)
def test_every_id_gets_its_row(ids, params):
    vectors, _ = embedding_forward(ids, params)
    assert vectors.shape == (*ids.shape, 3)
    for place in np.ndindex(ids.shape):
        np.testing.assert_array_equal(vectors[place], params.table[ids[place]])


@pytest.mark.parametrize("ids", IDS.values(), ids=IDS)
def test_gradients(ids, params):
    check_vjp(embedding_forward, embedding_backward, (ids, params), np.random.default_rng(32))


@pytest.mark.parametrize("ids", IDS.values(), ids=IDS)
def test_gradient_is_the_sum_by_id(ids, params):
    d_vectors = np.random.default_rng(33).normal(size=(*ids.shape, 3)).astype("float32")
    single = EmbeddingParams(params.table.astype("float32"))
    (found,) = embedding_backward(d_vectors, embedding_forward(ids, single)[1])
    expected = np.zeros((6, 3))
    np.add.at(expected, ids, d_vectors)
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-6)
    assert found.dtype == np.float32
    assert not found[~np.isin(np.arange(6), ids)].any()


def test_gradient_of_many_equal_ids_adds_in_the_order_of_the_rows():
    """A fixed order keeps the sum the same from run to run, to the last bit."""
    rng = np.random.default_rng(34)
    ids = rng.integers(3, size=(40, 25))
    d_vectors = rng.normal(size=(40, 25, 2))
    cache = embedding_forward(ids, EmbeddingParams(np.zeros((3, 2))))[1]
    (found,) = embedding_backward(d_vectors, cache)
    expected = np.zeros((3, 2))
    for number, row in zip(ids.ravel(), d_vectors.reshape(-1, 2), strict=True):
        expected[number] += row
    np.testing.assert_array_equal(found, expected)
