"""A chapter in which only words change keeps its outputs; one whose code changes runs again."""

import os

import nbformat
import pytest

from tools.notebooks.__main__ import main
from tools.notebooks.book import Book
from tools.notebooks.notebook import build
from tools.notebooks.staleness import take_over_outputs

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
    assert take_over_outputs(notebook, stored)
    assert notebook.cells[-1].outputs == [mark()]
    assert notebook.cells[-1].execution_count == 1


def test_other_code_does_not_whether_it_runs_or_is_shown(root, stored):
    assert not take_over_outputs(rebuilt(root, CHAPTER.replace("3\n1", "3\n2")), stored)
    assert not take_over_outputs(
        rebuilt(root, f"{CHAPTER}\n```{{code-cell}} python3\n2\n```\n"), stored
    )
    package = "def step(x, h):\n    return x - h\n"
    assert not take_over_outputs(rebuilt(root, CHAPTER, package), stored)


FILES = {
    "coursepkg/__init__.py": "",
    "coursepkg/gates.py": 'from . import signs\ndef gate(x):\n    """Open."""\n    return x\n',
    "coursepkg/signs.py": "SIGN = 1  # plus\n",
    "coursepkg/months.csv": "112",
    "coursepkg/alone.py": "",
    "coursepkg/study/__init__.py": "",
    "coursepkg/study/course_files.py": "",
    "coursepkg/study/tables.py": "from .course_files import find_file\n",
    "results/imdb.json": "1",
    "weights/imdb/gru.npz": "1",
    "assignments/class.csv": "1",
    "chapters/other.md": "# Other\n",
}
GATES = "from coursepkg.gates import gate"
TABLES = "from coursepkg.study import tables"
CALLS = [
    (GATES, "coursepkg/gates.py", "return x", "return -x", True),
    (GATES, "coursepkg/gates.py", "Open.", "Another word.", False),
    (GATES, "coursepkg/gates.py", "x", "y", True),
    (GATES, "coursepkg/signs.py", "1", "-1", True),
    (GATES, "coursepkg/signs.py", "# plus", "# a comment", False),
    (f"%matplotlib inline\n{GATES}", "coursepkg/signs.py", "1", "-1", True),
    (GATES, "coursepkg/months.csv", "112", "113", True),
    (GATES, "coursepkg/alone.py", "", "x = 1", False),
    (GATES, "results/imdb.json", "1", "2", False),
    (TABLES, "results/imdb.json", "1", "2", True),
    (TABLES, "weights/imdb/gru.npz", "1", "2", True),
    (TABLES, "assignments/class.csv", "1", "2", False),
    (
        f'{TABLES}\ntables.find_file("assignments/class.csv")',
        "assignments/class.csv",
        "1",
        "2",
        True,
    ),
    (f'{TABLES}\ntables.find_file("x.csv")', "assignments/class.csv", "1", "2", False),
    (f"{TABLES}\ntables.find_file(path)", "assignments/class.csv", "1", "2", True),
    (f"{TABLES}\ntables.find_file(path)", "chapters/other.md", "Other", "More", True),
    (f"{TABLES}\ntables.find_file(run['weights'])", "chapters/other.md", "O", "A", False),
]


@pytest.mark.parametrize(("code", "file", "old", "new", "counts"), CALLS)
def test_what_the_cells_call_counts_and_words_and_times_do_not(
    root, stored, code, file, old, new, counts
):
    for name, content in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    chapter = CHAPTER.replace("3\n1", f"3\n{code}")
    stored = rebuilt(root, chapter)
    stored.cells[-1].update(execution_count=1, outputs=[mark()])
    os.utime(root / file, (0, 0))
    assert take_over_outputs(rebuilt(root, chapter), stored)
    assert old in FILES[file]
    (root / file).write_text(FILES[file].replace(old, new) if old else new)
    assert take_over_outputs(rebuilt(root, chapter), stored) is not counts


def test_nothing_is_taken_from_what_never_ran(root, stored):
    stored.cells[-1].execution_count = None
    assert not take_over_outputs(rebuilt(root, CHAPTER), stored)
    assert not take_over_outputs(rebuilt(root, CHAPTER), None)


def test_the_command_says_so(root, stored, capsys):
    path = root / "notebooks" / "gru.ipynb"
    path.parent.mkdir()
    path.write_text(nbformat.writes(stored) + "\n")
    rebuilt(root, CHAPTER.replace("Words.", "Other words."))
    assert main(["gru"], root) == 0
    assert capsys.readouterr().out == "gru: words changed\n"
    assert "kept" in path.read_text()
    assert "Other words." in path.read_text()
