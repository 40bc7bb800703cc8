"""Embeddings: rows looked up, and gradients added up by id."""

import numpy as np
import pytest
from layer_contract import assert_called_alike, assert_gradients

from coursepkg.numpy_nn import set_random_seed
from coursepkg.numpy_nn.gradcheck import check_vjp
from coursepkg.numpy_nn.layers.embedding import (
    Embedding,
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


def test_an_embedding_is_called_as_all_layers_are():
    assert_called_alike(Embedding.forward)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_the_table_begins_as_in_keras(dtype):
    set_random_seed(35)
    layer = Embedding(40, 25, dtype=dtype)
    layer.build((7,))
    (table,) = layer.weights
    assert layer.params._fields == ("table",)
    assert (table.shape, table.dtype.name) == ((40, 25), dtype)
    assert 0.048 < np.abs(table).max() <= 0.05
    assert abs(table.mean()) < 0.005
    assert layer.output_shape((7,)) == (7, 25)


def test_gradients_of_the_layer():
    layer = Embedding(6, 3, dtype="float64")
    layer.build((4,))
    assert [*assert_gradients(layer, IDS["repeated"])] == ["weights[0]"]
    d_inputs, (d_table,) = layer.backward(np.ones((2, 4, 3)), layer.forward(IDS["repeated"])[1])
    assert d_inputs is None
    np.testing.assert_array_equal(d_table[:, 0], np.bincount(IDS["repeated"].ravel()))


@pytest.mark.parametrize("dtype", ["uint8", "int64", "float32"])
def test_whole_numbers_of_any_type_are_ids(dtype):
    layer = Embedding(6, 3)
    vectors = layer(IDS["repeated"].astype(dtype))
    np.testing.assert_array_equal(vectors, layer.params.table[IDS["repeated"]])
    assert vectors.dtype == np.float32


def test_ids_that_need_no_conversion_are_not_copied():
    layer, ids = Embedding(6, 3), IDS["repeated"].astype(np.intp)
    layer.build((4,))
    _, (in_cache, _) = layer.forward(ids)
    assert in_cache is ids


def test_padding_is_marked_only_with_mask_zero():
    ids = IDS["repeated"]
    assert Embedding(6, 3).output_mask(ids, None) is None
    real = Embedding(6, 3, mask_zero=True).output_mask(ids, None)
    np.testing.assert_array_equal(real, [[True, False, True, True], [True, True, False, True]])


@pytest.mark.parametrize(
    ("settings", "name"), [((0, 3), "input_dim"), ((6, -1), "output_dim"), ((2.5, 3), "input")]
)
def test_sizes_are_whole_numbers_above_zero(settings, name):
    with pytest.raises(ValueError, match=f"{name}.* should be a positive integer"):
        Embedding(*settings)


@pytest.mark.parametrize("shape", [(4,), (2, 3, 4), (0, 3), (2, 0)])
def test_inputs_of_another_shape(shape):
    layer = Embedding(6, 3, name="words")
    layer.build((4,))
    expected = (
        rf"^words was given an input of shape \({shape[0]}, ?.*; expected \(batch, steps\)"
    )
    with pytest.raises(ValueError, match=expected):
        layer.forward(np.zeros(shape, int))
    assert layer.forward(np.zeros((1, 1), int))[0].shape == (1, 1, 3)


BAD_IDS = {
    "fractional": (
        [[1.0, 3.0], [2.0, 0.5]],
        "words was given 0.5 in row 1, step 1; expected whole",
    ),
    "negative": ([[1, 2], [-3, -4]], "given id -3 in row 1, step 0; expected ids from 0 to 5"),
    "too large": (
        [[1, 6], [7, 5]],
        "words was given id 6 in row 0, step 1; expected ids from 0",
    ),
    "too large for single precision": ([[2**24 + 1]], "id 16777217 in row 0, step 0"),
}


@pytest.mark.parametrize("case", BAD_IDS)
def test_ids_without_a_row(case):
    ids, message = BAD_IDS[case]
    with pytest.raises(ValueError, match=message):
        Embedding(6, 3, name="words")(ids)


def test_a_mask_that_stays_behind_is_warned_of():
    layer = Embedding(6, 3, mask_zero=True)
    with pytest.warns(UserWarning, match="call the next layer with mask=ids != 0"):
        layer([[1, 2, 0]])


@pytest.mark.parametrize("settings", [{"mask_zero": True}, {}])
def test_other_ids_are_not_warned_of(settings, recwarn):
    ids = [[1, 2, 3]] if settings else [[1, 2, 0]]
    assert Embedding(6, 3, **settings)(ids).shape == (1, 3, 3)
    assert not recwarn
