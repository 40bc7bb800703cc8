"""The repository's own notebooks: nothing is left in them that only the website understands."""

import re

import nbformat
import pytest

from tools.notebooks.__main__ import REPOSITORY
from tools.notebooks.book import Book

BOOK = Book(REPOSITORY)
LEFTOVERS = {
    "directive": re.compile(r"^[>\s]*(?:`{3,}|~{3,}|:{3,})\s*\{", re.MULTILINE),
    "colon fence": re.compile(r"^[>\s]*:{3,}", re.MULTILINE),
    "role": re.compile(r"\{[A-Za-z][\w:.+-]*\}`"),
    "target": re.compile(r"^[>\s]*\([^()]+\)=\s*$", re.MULTILINE),
    "comment": re.compile(r"^%", re.MULTILINE),
    "attachment": re.compile(r"\(attachment:"),
    "local picture": re.compile(
        r"!\[[^\]]*\]\((?!https?:|data:)|<img[^>]+src=\"(?!https?:|data:)"
    ),
}
CODE = re.compile(
    r"^(?P<quote>[> ]*)(?P<marks>`{3,}|~{3,})(?!\s*\{).*?^[> ]*(?P=marks)\s*$"
    r"|(?<![`}])(?P<ticks>`{1,2})(?!`).+?(?<!`)(?P=ticks)(?!`)",
    re.DOTALL | re.MULTILINE,
)


def prose(markdown):
    """Return a cell without its code, which may well show MyST."""
    return CODE.sub("", markdown)


def found(markdown):
    return [name for name, pattern in LEFTOVERS.items() if pattern.search(prose(markdown))]


@pytest.mark.parametrize("slug", BOOK.notebook_slugs())
def test_no_myst_is_left(slug):
    notebook = nbformat.read(BOOK.notebook(slug), as_version=4)
    for number, cell in enumerate(notebook.cells, start=1):
        if cell.cell_type == "markdown":
            assert not found(cell.source), f"cell {number}"


@pytest.mark.parametrize(
    ("markdown", "names"),
    [
        ("```{note}\nx\n```", ["directive"]),
        ("> :::{note}", ["directive", "colon fence"]),
        ("Words {ref}`x`.", ["role"]),
        ("(label)=\n# Title", ["target"]),
        ("% hidden", ["comment"]),
        ("![x](attachment:x.png)", ["attachment", "local picture"]),
        ('<img src="svg:x">', ["local picture"]),
        ("```markdown\n:::{note}\n(x)=\n:::\n```\n`` {ref}`x` `` and ![x](https://a.org)", []),
    ],
)
def test_the_search_itself_finds_what_it_should(markdown, names):
    assert found(markdown) == names
