import numpy as np
import pytest

from coursepkg.data.batches import mask, trimmed, trimmed_batches

IDS = np.array([[5, 0, 0, 0], [6, 7, 0, 0], [8, 9, 1, 0], [0, 0, 0, 0], [4, 0, 0, 0]])
LABELS = np.array([10, 11, 12, 13, 14])


def batches(seed, size=2, ids=IDS):
    return list(trimmed_batches(ids, LABELS, size, np.random.default_rng(seed)))


@pytest.mark.parametrize("ids", [IDS, IDS[:, ::-1]], ids=["zeros after", "zeros before"])
@pytest.mark.parametrize("size", [1, 2, 5, 99])
def test_every_row_comes_once_with_its_label(ids, size):
    rows = {}
    for x, y in batches(0, size, ids):
        assert len(x) == len(y) <= size
        words = mask(x).any(axis=0)
        assert words[[0, -1]].all() or x.shape[1] == 1
        rows |= {label: row[row > 0].tolist() for row, label in zip(x, y, strict=True)}
    assert rows == {
        label: row[row > 0].tolist() for row, label in zip(ids, LABELS, strict=True)
    }
    assert sum(len(y) for _, y in batches(0, size, ids)) == 5


def test_batches_are_as_long_as_their_longest_row():
    assert {y[0]: x.shape for x, y in batches(0, 1)} == {
        10: (1, 1), 11: (1, 2), 12: (1, 3), 13: (1, 1), 14: (1, 1)
    }  # fmt: skip


def test_the_order_hangs_on_the_generator():
    order = [np.concatenate([y for _, y in batches(seed)]).tolist() for seed in (1, 1, 2)]
    assert order[0] == order[1] != order[2]
    assert order[0] != LABELS.tolist()


def test_a_batch_is_a_copy():
    x, _ = batches(0, 5)[0]
    x[:] = 99
    assert IDS.max() == 9


def test_the_mask_marks_words():
    np.testing.assert_array_equal(mask([[2, 1, 0]]), [[True, True, False]])


def test_rows_without_words_keep_one_step():
    np.testing.assert_array_equal(trimmed(np.zeros((2, 5), int)), [[0], [0]])


@pytest.mark.parametrize(
    ("ids", "labels", "size", "message"),
    [
        (IDS, LABELS[:3], 2, r"shapes \(5, 4\) and \(3,\)"),
        (IDS[0], LABELS[:4], 2, r"shapes \(4,\) and \(4,\)"),
        (IDS, LABELS, 0, "batch_size should be at least 1, but was 0"),
    ],
)
def test_bad_input_is_told_at_the_call(ids, labels, size, message):
    with pytest.raises(ValueError, match=message):
        trimmed_batches(ids, labels, size, np.random.default_rng(0))
