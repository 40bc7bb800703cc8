"""What the sequence pairs share, function by function, against the plain formula."""

import numpy as np
import pytest

from coursepkg.numpy_nn.fast import sequences

STEPS, N, INPUTS, SIZE, GATES = 6, 4, 3, 5, 2


@pytest.fixture
def rng():
    return np.random.default_rng(81)


@pytest.mark.parametrize(
    ("steps", "n", "size", "ends"),
    [
        (10, 2, 3, [3, 6, 9, 10]),  # as few stretches as are allowed
        (7, 2, 3, [2, 4, 6, 7]),  # as long as fits, twelve numbers
        (8, 2, 2, [3, 6, 8]),
        (3, 20, 3, [1, 2, 3]),  # one step is too large already
        (2, 1, 1, [2]),
        (0, 90, 90, []),
    ],
)
def test_length_of_stretches(steps, n, size, ends, monkeypatch):
    monkeypatch.setattr(sequences, "STRETCH_SIZE", 12)
    monkeypatch.setattr(sequences, "MOST_STRETCHES", 4)
    starts = [0, *ends][: len(ends)]
    expected = [slice(*pair) for pair in zip(starts, ends, strict=True)]
    assert sequences.stretches(steps, n, size) == expected


def test_each_gate_lies_side_by_side(rng):
    weight = rng.normal(size=(INPUTS, GATES * SIZE)).astype("float32")
    found = sequences.by_gate(weight, GATES)
    assert found.shape == (GATES, INPUTS, SIZE)
    assert found.flags.c_contiguous
    assert not np.shares_memory(found, weight)
    np.testing.assert_array_equal(np.concatenate(list(found), axis=1), weight)
    # One row and one gate: nothing needs to move, and still it must be a copy.
    assert not np.shares_memory(sequences.by_gate(weight[:1], 1), weight)


def test_a_row_for_every_example_and_step(rng):
    array = rng.normal(size=(STEPS, N, GATES, SIZE))
    found = sequences.flat(array)
    assert found.shape == (STEPS * N, GATES * SIZE)
    np.testing.assert_array_equal(found[2 * N + 3], array[2, 3].ravel())


def test_padding_of_each_step():
    mask = np.array([[False, True, True, False], [True, True, False, True]])
    rows, silent = sequences.read_mask(mask, 4)
    assert rows[1] is None
    for t, expected in ((0, [True, False]), (2, [False, True]), (3, [True, False])):
        np.testing.assert_array_equal(rows[t], np.array(expected)[:, None])
    np.testing.assert_array_equal(silent, [[True, False, False, False], [False] * 4])
    assert sequences.read_mask(None, 3) == ([None] * 3, None)
    assert sequences.read_mask(mask[:, 1:], 3).silent is None


def test_outputs_and_states_do_not_share_what_is_silent(rng):
    states = rng.normal(size=(STEPS, N, SIZE)).astype("float32")
    before = states.copy()
    mask = np.ones((N, STEPS), bool)
    mask[1, :2] = False
    outputs = sequences.outputs_of(states, sequences.read_mask(mask, STEPS))
    np.testing.assert_array_equal(states, before)
    expected = before.swapaxes(0, 1).copy()
    expected[1, :2] = 0
    np.testing.assert_array_equal(outputs, expected)
    assert outputs.dtype == np.float32
    assert not outputs.flags.writeable
    assert states.flags.writeable


def test_padded_rows_are_set(rng):
    factors = rng.normal(size=(3, N, GATES, SIZE))
    expected = factors.copy()
    expected[1, [0, 2]] = 7
    padded = np.array([True, False, True, False])[:, None]
    sequences.set_padded(factors, [None, padded, None], 7)
    np.testing.assert_array_equal(factors, expected)


def test_the_bias_is_the_weight_of_one(rng):
    x = rng.normal(size=(N, STEPS, INPUTS)).astype("float32")
    copied = sequences.with_ones(x)
    assert copied.shape == (STEPS, N, INPUTS + 1)
    assert copied.dtype == x.dtype
    assert copied.flags.c_contiguous
    assert (copied[:, :, -1] == 1).all()
    for t in range(STEPS):
        np.testing.assert_array_equal(copied[t, :, :-1], x[:, t])


def test_products_of_the_input(rng):
    x = rng.normal(size=(N, 5, INPUTS))
    kernel, bias = rng.normal(size=(GATES, INPUTS, SIZE)), rng.normal(size=(GATES, 1, SIZE))
    expected = np.einsum("ntd,gdh->gtnh", x, kernel) + bias[:, None]
    with_bias = np.concatenate([kernel, bias], axis=1)
    for cut in (slice(0, 5), slice(1, 3)):
        products = sequences.input_products(sequences.with_ones(x), with_bias, cut)
        np.testing.assert_allclose(products, expected[:, cut], rtol=1e-12)
        assert products.flags.c_contiguous


def test_weight_gradients(rng):
    x, h = rng.normal(size=(N, STEPS, INPUTS)), rng.normal(size=(STEPS, N, SIZE))
    d_sums = rng.normal(size=(STEPS, N, GATES, SIZE))
    kernel = rng.normal(size=(INPUTS, GATES * SIZE))
    dx, rows = np.full((STEPS, N, INPUTS), np.nan), d_sums.reshape(STEPS, N, -1)
    ours = sequences.weight_gradients(sequences.with_ones(x), h, d_sums, kernel.T, dx)
    expected = (
        np.einsum("ntd,tnk->dk", x, rows),
        np.einsum("tnh,tnk->hk", h, rows),
        np.einsum("tnk->k", rows),
    )
    for mine, theirs in zip(ours, expected, strict=True):
        np.testing.assert_allclose(mine, theirs, rtol=1e-11)
    np.testing.assert_allclose(dx, np.einsum("tnk,dk->tnd", rows, kernel), rtol=1e-11)


def test_sum_of_rows_keeps_the_type(rng):
    array = rng.normal(size=(7, 3)).astype("float32")
    found = sequences.sum_of_rows(array)
    np.testing.assert_allclose(found, array.sum(axis=0), rtol=1e-5)
    assert found.dtype == np.float32


def test_shares_are_summed_and_the_last_is_asked_first():
    asked = []

    def share(number):
        def result():
            asked.append(number)
            return np.array([number, 1.0]), np.array([[10.0 * number]])

        return result

    first, second = sequences.sum_of_shares([share(number) for number in (1, 2, 4)])
    np.testing.assert_array_equal(first, [7, 3])
    np.testing.assert_array_equal(second, [[70]])
    assert asked == [4, 2, 1]
