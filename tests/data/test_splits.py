import numpy as np
import pytest

from coursepkg.data.loading import Labelled
from coursepkg.data.splits import clean, folded, stratified_split

LABELS = np.repeat([0, 1, 2], [700, 250, 50])


@pytest.mark.parametrize("fractions", [[0.15], [0.2, 0.1], [0.5, 0.3]])
def test_every_row_is_in_one_part_and_every_class_in_its_share(fractions):
    parts = stratified_split(LABELS, fractions, seed=3)
    assert sorted(np.concatenate(parts)) == list(range(1_000))
    for part, share in zip(parts, [1 - sum(fractions), *fractions], strict=True):
        np.testing.assert_allclose(
            np.bincount(LABELS[part]), share * np.array([700, 250, 50]), atol=0.5 + 1e-9
        )


def test_parts_are_shuffled_though_the_rows_come_by_class():
    for part in stratified_split(LABELS, [0.3], seed=0):
        runs = 1 + np.count_nonzero(np.diff(LABELS[part]))
        assert runs > 80  # 3 if the classes were still one after the other
        assert not np.array_equal(part, np.sort(part))


def test_the_seed_decides():
    same, again, other = (stratified_split(LABELS, [0.2], seed)[1] for seed in (0, 0, 1))
    np.testing.assert_array_equal(same, again)
    assert set(same) != set(other)


def test_the_rule_has_not_changed():
    """Results were found with these parts: another order of NumPy's would make them others."""
    train, validation = stratified_split([0, 1] * 8, [0.25], seed=0)
    assert train.tolist() == [11, 9, 0, 10, 6, 5, 13, 8, 12, 3, 15, 4]
    assert validation.tolist() == [7, 1, 14, 2]


@pytest.mark.parametrize("fractions", [[0], [1], [-0.1], [0.5, 0.5], [1.2], [float("nan")]])
def test_fractions_out_of_range(fractions):
    with pytest.raises(ValueError, match="between 0 and 1 and leave something to train on"):
        stratified_split(LABELS, fractions, 0)


def test_a_class_too_small_for_a_part():
    with pytest.raises(ValueError, match=r"class 2 has 50 rows, too few for a part of 0.005"):
        stratified_split(LABELS, [0.2, 0.005], 0)


def test_blanks_do_not_make_two_texts():
    assert folded(" a\t b\u00a0\n\nc ") == "a b c"
    assert folded("A b") != folded("a b")


def test_every_rule_and_its_count():
    rows = [
        Labelled("first", 0),
        Labelled("said twice", 1),
        Labelled("  said\ttwice ", 1),
        Labelled("said twice", 1),
        Labelled("nobody knows", 0),
        Labelled("nobody  knows", 1),
        Labelled("nobody knows", 0),
        Labelled(" \n", 1),
        Labelled("official", 0),
        Labelled("official ", 0),
        Labelled("last", 1),
    ]
    clean_rows, removed = clean(
        rows, "headline", [Labelled(" official", 1), Labelled("else", 0)]
    )
    assert clean_rows == [
        Labelled("first", 0),
        Labelled("said twice", 1),
        Labelled("last", 1),
    ]
    assert removed == {
        "duplicate headline": 3,
        "headline with two labels": 3,
        "empty headline": 1,
        "headline of the test part": 1,
    }
    assert len(clean_rows) + sum(removed.values()) == len(rows)


def test_nothing_to_remove():
    rows = [Labelled("a", 0), Labelled("b", 0)]
    assert clean(rows, "review") == (rows, {})
