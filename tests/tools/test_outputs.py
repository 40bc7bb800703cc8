"""A chapter in which only words change keeps its outputs; one whose code changes runs again."""

import nbformat
import pytest

from tools.notebooks.__main__ import main
from tools.notebooks.book import Book
from tools.notebooks.notebook import build
from tools.notebooks.outputs import taken_over

CHAPTER = """# The GRU

Words.

```{source} package.gru.step
```

```{code-cell} python3
1
```
"""


@pytest.fixture
def stored(root):
    """A notebook of a chapter, with an output that no run would give."""
    (root / "chapters/gru.md").write_text(CHAPTER)
    notebook, _ = build(Book(root), "gru")
    notebook.cells[-1].update(execution_count=1, outputs=[mark()])
    return notebook


def mark():
    return nbformat.v4.new_output("stream", name="stdout", text="kept\n")


def rebuilt(root, text, package=None):
    """Return the notebook of the chapter after a change."""
    (root / "chapters/gru.md").write_text(text)
    if package:
        (root / "package/gru.py").write_text(package)
    return build(Book(root), "gru")[0]


def test_other_words_keep_the_outputs(root, stored):
    notebook = rebuilt(root, CHAPTER.replace("Words.", "Other words."))
    assert taken_over(notebook, stored)
    assert notebook.cells[-1].outputs == [mark()]
    assert notebook.cells[-1].execution_count == 1


def test_other_code_does_not_whether_it_runs_or_is_shown(root, stored):
    assert not taken_over(rebuilt(root, CHAPTER.replace("3\n1", "3\n2")), stored)
    assert not taken_over(
        rebuilt(root, f"{CHAPTER}\n```{{code-cell}} python3\n2\n```\n"), stored
    )
    package = "def step(x, h):\n    return x - h\n"
    assert not taken_over(rebuilt(root, CHAPTER, package), stored)


def test_other_results_of_studies_do_not(root, stored):
    chapter = CHAPTER.replace("3\n1", '3\nread_results("imdb")')
    (root / "results").mkdir()
    (root / "results" / "imdb.json").write_text("1")
    stored = rebuilt(root, chapter)
    stored.cells[-1].update(execution_count=1, outputs=[mark()])
    assert taken_over(rebuilt(root, chapter), stored)
    (root / "results" / "imdb.json").write_text("2")
    assert not taken_over(rebuilt(root, chapter), stored)


def test_nothing_is_taken_from_what_never_ran(root, stored):
    stored.cells[-1].execution_count = None
    assert not taken_over(rebuilt(root, CHAPTER), stored)
    assert not taken_over(rebuilt(root, CHAPTER), None)


def test_the_command_says_so(root, stored, capsys):
    path = root / "notebooks" / "gru.ipynb"
    path.parent.mkdir()
    path.write_text(nbformat.writes(stored) + "\n")
    rebuilt(root, CHAPTER.replace("Words.", "Other words."))
    assert main(["gru"], root) == 0
    assert capsys.readouterr().out == "gru: words changed\n"
    assert "kept" in path.read_text()
    assert "Other words." in path.read_text()
