from coursepkg.data.cleaning import clean, folded
from coursepkg.data.rows import Row


def test_blanks_do_not_make_two_texts():
    assert folded(" a\t b\u00a0\n\nc ") == "a b c"
    assert folded("A b") != folded("a b")


def test_every_rule_and_its_count():
    rows = [
        Row("first", 0),
        Row("said twice", 1),
        Row("  said\ttwice ", 1),
        Row("said twice", 1),
        Row("nobody knows", 0),
        Row("nobody  knows", 1),
        Row("nobody knows", 0),
        Row(" \n", 1),
        Row("official", 0),
        Row("official ", 0),
        Row("last", 1),
    ]
    kept, removed = clean(rows, "headline", [Row(" official", 1), Row("else", 0)])
    assert kept == [Row("first", 0), Row("said twice", 1), Row("last", 1)]
    assert removed == {
        "duplicate headline": 3,
        "headline with two labels": 3,
        "empty headline": 1,
        "headline of the test part": 1,
    }
    assert len(kept) + sum(removed.values()) == len(rows)


def test_nothing_to_remove():
    rows = [Row("a", 0), Row("b", 0)]
    assert clean(rows, "review") == (rows, {})
