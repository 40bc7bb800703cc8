"""The register of claims: each names a source that is listed, and a place that exists."""

import re

import pytest

from tools.notebooks.__main__ import REPOSITORY
from tools.notebooks.book import Book

BOOK = Book(REPOSITORY)
CITED = re.compile(r"\{cite:t\}`([^`]+)`, (read|abstract|quoted|shown)")
LABEL = re.compile(r"\{ref\}`([\w-]+)`")
HEADING = re.compile(r"\{doc\}`\.\./([\w/]+)`, \*(.+)\*")
TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
NOT_SHOWN = "not shown here"
NEXT_LABEL = re.compile(r"^\([\w-]+\)=$", re.MULTILINE)
NEXT_HEADING = re.compile(r"^## ", re.MULTILINE)


def rows(text, columns):
    """Return the cells of the rows of all tables with so many columns."""
    lines = (line.strip().strip("|") for line in text.splitlines() if line.startswith("| "))
    cells = [tuple(cell.strip() for cell in line.split(" | ")) for line in lines]
    return [row for row in cells if len(row) == columns and row[0] != "claim"]


REGISTER = BOOK.text("reference/claims")
WITH_SOURCE, FOUND_HERE = rows(REGISTER, 3), rows(REGISTER, 2)


def works(source):
    """Return the keys that the column of sources names, or complain."""
    keys = [key for key, _ in CITED.findall(source)]
    assert keys, f"{source!r} names no work, or not how it was checked"
    return keys


def find(place, book=BOOK):
    """Complain unless a place is a section with a cell in it, or a test."""
    if test := TEST.fullmatch(place):
        text = (book.root / test[1]).read_text("utf-8")
        assert re.search(rf"^ *(def|class) {test[2]}\b", text, re.MULTILINE), place
        return
    if heading := HEADING.fullmatch(place):
        after = book.text(heading[1]).partition(f"## {heading[2]}\n")[2]
        assert after, f"chapters/{heading[1]}.md has no heading {heading[2]!r}"
        here = NEXT_HEADING.split(after)[0]
    else:
        section = LABEL.fullmatch(place)
        assert section, f"{place!r} is neither a section nor a test"
        label = book.index.labels.get(section[1])
        assert label, f"no section has the label {section[1]!r}"
        after = book.text(label.slug).partition(f"({section[1]})=\n")[2]
        here = NEXT_LABEL.split(after)[0]
    assert "```{code-cell}" in here, f"the section of {place!r} has no cell"


def test_the_register_was_read():
    assert len(WITH_SOURCE) >= 20
    assert len(FOUND_HERE) >= 5
    lines = [line for line in REGISTER.splitlines() if line.startswith("| ")]
    headings = REGISTER.count("| claim |")
    assert len(WITH_SOURCE) + len(FOUND_HERE) == len(lines) - headings


@pytest.mark.parametrize(("claim", "source", "place"), WITH_SOURCE)
def test_every_source_is_in_the_bibliography(claim, source, place):
    assert [key for key in works(source) if key not in BOOK.bibliography] == []


@pytest.mark.parametrize("place", [row[-1] for row in WITH_SOURCE + FOUND_HERE])
def test_every_place_exists(place):
    if place != NOT_SHOWN:
        find(place)


def test_what_is_not_shown_is_the_exception():
    assert [row[-1] for row in WITH_SOURCE + FOUND_HERE].count(NOT_SHOWN) <= 3


@pytest.mark.parametrize("source", ["by experience", "{cite:t}`cho2014`", "cho2014, read"])
def test_a_source_without_a_work_or_a_check_is_found(source):
    with pytest.raises(AssertionError):
        works(source)


@pytest.mark.parametrize(
    "place",
    [
        "{ref}`no-such-section`",
        "{doc}`../gru`, *No such heading*",
        "`tests/numpy_nn/test_gru.py::test_of_nothing`",
        "in the chapter",
    ],
)
def test_a_place_that_does_not_exist_is_found(place):
    with pytest.raises(AssertionError):
        find(place)


def test_a_section_without_a_cell_is_found(tmp_path):
    (tmp_path / "chapters").mkdir()
    (tmp_path / "chapters/a.md").write_text("(one)=\n# One\n\nWords.\n", "utf-8")
    with pytest.raises(AssertionError, match="no cell"):
        find("{ref}`one`", Book(tmp_path))
