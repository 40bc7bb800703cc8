"""The register of claims: each names a source, what of it was seen, and a place that exists."""

import re
from importlib.util import find_spec
from pathlib import Path

import pytest

from tools.notebooks.__main__ import REPOSITORY
from tools.notebooks.book import Book

BOOK = Book(REPOSITORY)
CITED = re.compile(
    r"\{cite:t\}`([^`]+)`, (read|abstract|quoted|shown)(?:: (.+?))?(?=; \{cite|$)"
)
WORK = re.compile(r"\{cite:t\}`([^`]+)`")
WHERE = {
    "read": re.compile(
        r"section|appendix|equation|table|footnote|comment|manual page|`[\w/]+\.py`"
    ),
    "quoted": re.compile(r'"[^"]+"'),
}
SOURCES_OF_KERAS = re.compile(r"`([\w/]+\.py)`")
LABEL = re.compile(r"\{ref\}`([\w-]+)`")
HEADING = re.compile(r"\{doc\}`\.\./([\w/]+)`, \*(.+)\*")
TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
NOT_SHOWN = "not shown here"
NEXT_LABEL = re.compile(r"^\([\w-]+\)=$", re.MULTILINE)
NEXT_HEADING = re.compile(r"^## ", re.MULTILINE)


def rows(text, columns):
    """Return the cells of the rows of all tables of claims with so many columns."""
    lines = (line.strip().strip("|") for line in text.splitlines() if line.startswith("| "))
    cells = [tuple(cell.strip() for cell in line.split(" | ")) for line in lines]
    return [row for row in cells if len(row) == columns and row[0] != "claim"]


REGISTER, _, AFTER = BOOK.text("reference/claims").partition("## What was read\n")
READ, _, LESS = AFTER.partition("## What rests on less\n")
WITH_SOURCE, FOUND_HERE = rows(REGISTER, 3), rows(REGISTER, 2)


def works(source):
    """Return (key, how, where) of each work that the column names, or complain."""
    named = CITED.findall(source)
    assert [key for key, _, _ in named] == WORK.findall(source) != [], (
        f"{source!r} names no work, or not how it was checked"
    )
    for key, how, where in named:
        assert bool(where) == (how in WHERE), f"{key}, {how}: what was seen of it?"
        assert not where or WHERE[how].search(where), f"{key}, {how}: {where!r} is no place"
    return named


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
    assert [key for key, _, _ in works(source) if key not in BOOK.bibliography] == []


def checks():
    """Return the ways in which each work was checked."""
    named = [one for _, source, _ in WITH_SOURCE for one in works(source)]
    return {key: {how for other, how, _ in named if other == key} for key, _, _ in named}


def test_every_work_is_in_the_account_of_what_was_read():
    read = {key for key, ways in checks().items() if "read" in ways}
    assert set(WORK.findall(READ)) == read
    assert set(WORK.findall(LESS)) == set(checks()) - read


def test_the_account_of_the_rest_says_how_each_was_checked():
    quoted, abstract, shown = (
        set(WORK.findall(part))
        for part in re.split(
            "In abstract were read|Named for the idea", LESS.rpartition("What {cite")[0]
        )
    )
    ways = checks()
    assert all("quoted" in ways[key] for key in quoted)
    assert all(ways[key] <= {"abstract", "shown"} for key in abstract)
    assert all(ways[key] == {"shown"} for key in shown)


def test_sources_of_keras_exist():
    keras = Path(find_spec("keras").origin).parent / "src"
    sources = [source for _, source, _ in WITH_SOURCE if "chollet2015" in source]
    files = [one for source in sources for one in SOURCES_OF_KERAS.findall(source)]
    assert len(files) >= 5
    assert [one for one in files if not (keras / one).is_file()] == []


@pytest.mark.parametrize("place", [row[-1] for row in WITH_SOURCE + FOUND_HERE])
def test_every_place_exists(place):
    if place != NOT_SHOWN:
        find(place)


def test_what_is_not_shown_is_the_exception():
    assert [row[-1] for row in WITH_SOURCE + FOUND_HERE].count(NOT_SHOWN) <= 3


@pytest.mark.parametrize(
    "source",
    [
        "by experience",
        "{cite:t}`cho2014`",
        "cho2014, read",
        "{cite:t}`cho2014`, read",
        "{cite:t}`cho2014`, read: somewhere",
        "{cite:t}`cho2014`, quoted: section 2",
        "{cite:t}`cho2014`, abstract: section 2",
        "{cite:t}`cho2014`, read: section 2; {cite:t}`chung2014`",
    ],
)
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
