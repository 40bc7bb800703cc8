"""The notebook of a chapter: its cells, their ids and metadata, the same every time."""

import nbformat
import pytest

from tools.notebooks.blocks import ChapterError
from tools.notebooks.book import Book
from tools.notebooks.notebook import build

GATED = """# Title

```{exercise} Write it
:label: ex-write
Fill in.
```

```{code-cell} python3
:tags: [nbval-ignore-output, hide-input]
# yours
```

```{solution-start} ex-write
:class: dropdown
```

```{code-cell} python3
---
tags: [solution, remove-cell]
jupyter: {outputs_hidden: true}
---
3
```

```{code-cell} python3
:tags: [check]
4
```

```{solution-end}
```

```{code-cell} python3
:tags: [nbval-raises-exception]
1 / 0
```
"""


@pytest.fixture
def made(root):
    """Build the notebook of a chapter with this text."""

    def make(text=None):
        if text is not None:
            (root / "chapters" / "gru.md").write_text(text)
        return build(Book(root), "gru")[0]

    return make


def test_the_title_and_the_note_come_first_in_a_cell_of_their_own(made):
    first, second, third = made().cells
    assert first.source == (
        "# The GRU\n\n*Generated from `chapters/gru.md`: make changes there, not here.*"
    )
    assert second.source == "First words."
    assert (third.cell_type, third.source) == ("code", "1 + 1")


def test_each_cell_knows_its_line_in_the_chapter(root):
    front_matter = "---\nkernelspec: {name: python3}\n---\n"
    path = root / "chapters" / "gru.md"
    path.write_text(front_matter + "\n" + path.read_text())
    notebook, lines = build(Book(root), "gru")
    text = path.read_text().splitlines()
    assert len(lines) == len(notebook.cells)
    assert text[lines[0] - 1] == "# The GRU"
    assert text[lines[2] - 1] == "```{code-cell} python3"


def test_the_same_bytes_twice_and_a_valid_notebook(made):
    notebook = made(GATED)
    nbformat.validate(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    assert nbformat.writes(notebook) == nbformat.writes(made())


def test_solutions_and_folded_cells_are_closed_and_tags_survive(made):
    _, title, yours, solution_title, solution, check, raising = made(GATED).cells
    assert title.source == "**Exercise: Write it**\n\nFill in."
    closed = {"cellView": "form", "jupyter": {"source_hidden": True}}
    assert yours.metadata == {"tags": ["nbval-ignore-output", "hide-input"], **closed}
    assert solution_title.source == "**Solution**"
    assert solution.metadata == {
        "tags": ["solution", "remove-cell"],
        "cellView": "form",
        "jupyter": {"outputs_hidden": True, "source_hidden": True},
    }
    assert check.metadata == {"tags": ["check"]}, "a self-check is open"
    assert raising.metadata == {"tags": ["nbval-raises-exception"]}


def test_ids_are_unique_also_for_equal_cells(made):
    cell = "```{code-cell}\nx = 1\n```\n"
    ids = [c.id for c in made("# T\n\n" + cell + cell + "+++\n\nx = 1\n").cells]
    assert len(ids) == 4
    assert len(set(ids)) == 4
    assert ids == [c.id for c in made().cells]


def test_ids_depend_on_content_alone_not_on_place_or_outputs(made):
    before = {cell.source: cell.id for cell in made().cells}
    text = "# The GRU\n\nNew words.\n\n+++\n\nFirst words.\n\n```{code-cell}\n1 + 1\n```\n"
    after = {cell.source: cell.id for cell in made(text).cells}
    assert set(after) - set(before) == {"New words."}
    assert {source: after[source] for source in before} == before


def test_another_chapter_gives_other_ids(root):
    text = "# T\n\n```{code-cell}\n1\n```\n"
    for slug in ("gru", "lstm"):
        (root / "chapters" / f"{slug}.md").write_text(text)
    notebooks = [build(Book(root), slug)[0] for slug in ("gru", "lstm")]
    assert notebooks[0].cells[1].id != notebooks[1].cells[1].id


def test_metadata_do_not_depend_on_the_version_of_python(made):
    metadata = made("---\nkernelspec: {name: other}\nauthor: me\n---\n" + GATED).metadata
    assert metadata.kernelspec.name == "python3"
    assert set(metadata) == {"kernelspec", "language_info", "calls"}
    assert "version" not in metadata.language_info


MISTAKES = {
    "no title": ("Words.\n\n```{code-cell}\n1\n```\n", "gru.md:1: a chapter begins with"),
    "code first": ("```{code-cell}\n1\n```\n", "gru.md:1: a chapter begins with"),
    "empty cell": ("# T\n\n```{code-cell}\n\n```\n", "gru.md:3: every cell runs"),
    "cell that is skipped": (
        "# T\n\n```{code-cell}\n:tags: [skip-execution]\n1\n```\n",
        "gru.md:3: every cell runs",
    ),
    "solution without an end": (
        GATED.replace("```{solution-end}\n```\n", ""),
        "gru.md:13: no {solution-end} follows",
    ),
    "fence cut in two by a cell": (
        "# T\n\n:::{note}\n```{code-cell}\n1\n```\n:::\n",
        "gru.md:3: nothing closes ':::{note}' in this cell",
    ),
    "raw cell": ("# T\n\n```{raw-cell}\nx\n```\n", "gru.md:3: a notebook has no place"),
    "broken metadata": ("# T\n\n```{code-cell}\n:tags: [a\n1\n```\n", "gru.md:1: Code cell"),
}


@pytest.mark.parametrize(("text", "message"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_names_file_and_line(made, text, message):
    with pytest.raises(ChapterError) as raised:
        made(text)
    assert message in str(raised.value)
