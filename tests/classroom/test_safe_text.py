"""What learners chose to write, as a table and a terminal get it."""

import csv
import io
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classroom.safe_text import FORMULA, for_table, for_terminal

# Formulas, what may stand before them, what splits cells, and what cannot be seen.
NASTY = st.text(
    st.sampled_from(
        "=+-@＝＋－＠ab1(!;,|\t\"' \n\r\x00\x07\x1b\x85\x9b\xa0\u200b\u202e\u3000\ufeff"
    ),
    max_size=12,
)


def begins(cell):
    """Return the first character of a cell that can be seen and is no quote, or ""."""
    seen = [c for c in cell if unicodedata.category(c)[0] not in "ZC" and c != '"']
    return seen[0] if seen else ""


@pytest.mark.parametrize("space", [" ", "\xa0", "\n", "\t", "\u200b", "\ufeff", "\x00", ""])
def test_a_blank_before_a_formula_does_not_hide_it(space):
    assert for_table(f"{space}=1+1").lstrip().lstrip(space).startswith("'=")


@given(NASTY, NASTY)
def test_no_cell_becomes_a_formula_wherever_a_table_is_split(first, second):
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerow([for_table(first), for_table(second)])
    assert [begins(cell) in FORMULA for cell in next(csv.reader([file.getvalue()]))] == [
        False
    ] * 2
    for delimiter in ",;|\t":
        (row,) = csv.reader(io.StringIO(file.getvalue()), delimiter=delimiter)
        assert not any(begins(cell) in FORMULA for cell in row), row


@given(st.text())
def test_a_table_gets_one_line_and_all_letters(text):
    cell = for_table(text)
    assert len(cell.splitlines()) <= 1
    assert [c for c in cell if c.isalnum()] == [c for c in text if c.isalnum()]


@given(NASTY | st.text())
def test_a_terminal_gets_nothing_but_what_can_be_seen(text):
    assert for_terminal(text).isprintable()
    assert for_terminal(text, "ascii").isascii()
