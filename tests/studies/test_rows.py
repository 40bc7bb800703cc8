import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursepkg.study.rows import hash_of, packed, plain, unpacked


@given(st.lists(st.booleans()))
def test_packed_rows_come_back(right):
    found = json.loads(json.dumps(packed(np.array(right, bool))))
    np.testing.assert_array_equal(unpacked(found), np.array(right, bool))


def test_packed_rows_are_small():
    assert len(json.dumps(packed(np.ones(25_000, bool)))) < 4500


@pytest.mark.parametrize("right", [np.ones(3), np.ones((2, 2), bool)])
def test_what_is_not_right_or_wrong(right):
    with pytest.raises(ValueError, match=r"expected \(rows,\) booleans, but was given"):
        packed(right)


def test_numbers_are_rounded_to_six_digits():
    found = plain(
        {"a": np.array([1 / 3, 2e9 / 3]), "b": (np.int64(7), np.float32(0.5)), 3: True}
    )
    assert found == {"a": [0.333333, 666667000.0], "b": [7, 0.5], "3": True}
    assert json.dumps(found)


@pytest.mark.parametrize("value", [np.nan, np.inf, {"a": [1, -np.inf]}])
def test_what_is_not_a_number(value):
    with pytest.raises(ValueError, match="expected finite numbers"):
        plain(value)


def test_what_json_does_not_know():
    with pytest.raises(TypeError, match="found set"):
        plain({"a": {1}})


def test_a_hash_tells_data_apart():
    texts, labels = ["one", "two"], np.array([0, 1])
    known = hash_of(texts, labels)
    assert known == hash_of(list(texts), labels.copy())
    others = [
        hash_of(["onet", "wo"], labels),
        hash_of(texts, labels[::-1].copy()),
        hash_of(texts, labels.astype("int32")),
        hash_of(texts, labels[None]),
        hash_of(texts),
        hash_of("one", "two", labels),
    ]
    assert len({known, *others}) == 7
