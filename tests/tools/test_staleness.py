"""What is stale is found and named, and what has changed only in words keeps its outputs."""

import json
import os

import nbformat
import pytest
from PIL import Image

from tools.notebooks import pictures
from tools.notebooks.__main__ import main
from tools.notebooks.book import Book
from tools.notebooks.notebook import build
from tools.notebooks.staleness import take_over_outputs

MEND = "Run `python -m tools.notebooks` and commit what it changes."


def save(root, slug, notebook):
    nbformat.write(notebook, root / "notebooks" / f"{slug}.ipynb")


def edit(root, slug, change):
    """Change a stored notebook, as its JSON."""
    path = root / "notebooks" / f"{slug}.ipynb"
    content = json.loads(path.read_text())
    change(content)
    path.write_text(json.dumps(content))


def replace(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def check(root, capsys, *slugs):
    status = main(["--check", *slugs], root)
    output = capsys.readouterr()
    return status, output.out + output.err


def test_check_is_content_with_what_is_up_to_date(executed, capsys):
    assert check(executed, capsys) == (0, "2 notebooks are up to date.\n")


def test_outputs_are_not_the_business_of_check(executed, capsys):
    output = {"output_type": "stream", "name": "stdout", "text": ["x"]}
    edit(executed, "gru", lambda nb: nb["cells"][2]["outputs"].append(output))
    assert check(executed, capsys)[0] == 0


def test_a_drawing_made_visible_is_what_the_chapter_gives(executed, capsys, monkeypatch):
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 2"/>'
    (executed / "chapters/gate.svg").write_text(svg)
    replace(executed / "chapters/gru.md", "First words.", "```{figure} gate.svg\n```")
    monkeypatch.setattr(pictures, "photograph", lambda svg: Image.new("RGB", (4, 2)))
    notebook, _ = build(Book(executed), "gru")
    pictures.draw(Book(executed), notebook, None)
    notebook.cells[2].execution_count = 1
    save(executed, "gru", notebook)
    assert check(executed, capsys)[0] == 0
    (executed / "chapters/gate.svg").write_text(svg.replace("2", "3"))
    assert check(executed, capsys)[1].startswith("notebooks: gru differs in cell 2: <img")


CHANGES = {
    "edited text": (
        lambda root: replace(root / "chapters/gru.md", "First words", "Other words"),
        "gru differs in cell 2: Other words.",
    ),
    "edited code": (
        lambda root: replace(root / "chapters/gru.md", "1 + 1", "1 + 2"),
        "gru differs in cell 3: 1 + 2",
    ),
    "new cell at the end": (
        lambda root: replace(root / "chapters/gru.md", "1 + 1\n```", "1 + 1\n```\nEnd."),
        "gru has 3 cells instead of 4",
    ),
    "new tag": (
        lambda root: replace(root / "chapters/gru.md", "1 + 1", ":tags: [a]\n1 + 1"),
        "gru differs in cell 3: 1 + 1",
    ),
    "missing": (
        lambda root: (root / "notebooks/labs/airline.ipynb").unlink(),
        "labs/airline is missing",
    ),
    "orphan": (
        lambda root: (root / "chapters/labs/airline.md").unlink(),
        "labs/airline has no chapter with code",
    ),
    "chapter without code": (
        lambda root: (root / "chapters/labs/airline.md").write_text("# Words\n"),
        "labs/airline has no chapter with code",
    ),
    "never executed": (
        lambda root: save(root, "gru", build(Book(root), "gru")[0]),
        "gru has a cell that never ran, 3: 1 + 1",
    ),
    "edited by hand": (
        lambda root: edit(root, "gru", lambda nb: nb["cells"][2].update(source="1 + 3")),
        "gru differs in cell 3: 1 + 1",
    ),
    "saved by Jupyter": (
        lambda root: edit(
            root, "gru", lambda nb: nb["metadata"]["language_info"].update(version="3.11")
        ),
        "gru has other metadata",
    ),
    "other id": (
        lambda root: edit(root, "gru", lambda nb: nb["cells"][1].update(id="abc")),
        "gru differs in cell 2: First words.",
    ),
    "older format": (
        lambda root: edit(root, "gru", lambda nb: nb.update(nbformat_minor=4)),
        "gru has another notebook format",
    ),
    "conflict in git": (
        lambda root: (root / "notebooks/gru.ipynb").write_text("<<<<<<< HEAD"),
        "gru is not a notebook that can be read",
    ),
    "empty object": (
        lambda root: (root / "notebooks/gru.ipynb").write_text("{}"),
        "gru is not a notebook that can be read",
    ),
}


@pytest.mark.parametrize(("change", "found"), CHANGES.values(), ids=CHANGES.keys())
def test_check_finds(executed, capsys, change, found):
    change(executed)
    assert check(executed, capsys) == (1, f"notebooks: {found}\n{MEND}\n")


def test_check_finds_a_change_in_the_package(executed, capsys):
    chapter = executed / "chapters" / "gru.md"
    replace(chapter, "First words.", "```{source} package.gru.step\n```")
    notebook, _ = build(Book(executed), "gru")
    notebook.cells[2].execution_count = 1
    save(executed, "gru", notebook)
    assert check(executed, capsys)[0] == 0
    replace(executed / "package" / "gru.py", "x + h", "x - h")
    assert check(executed, capsys) == (
        1,
        f"notebooks: gru differs in cell 2: `package.gru.step`:\n{MEND}\n",
    )


def test_check_finds_code_and_results_that_went_on(executed, capsys):
    """No word of the chapter changes, yet what its cells print does."""
    reader, results = executed / "coursepkg/results.py", executed / "studies/results/a.json"
    for path in (reader, results):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("1")
    code = "from coursepkg import results"
    replace(executed / "chapters/gru.md", "1 + 1", code)
    notebook, _ = build(Book(executed), "gru")
    notebook.cells[2].execution_count = 1
    save(executed, "gru", notebook)
    assert check(executed, capsys)[0] == 0
    found = "gru was executed with other code, results or weights than those that are here"
    for path in (reader, results):
        path.write_text("2")
        assert check(executed, capsys) == (1, f"notebooks: {found}\n{MEND}\n")
        path.write_text("1")


def test_a_chapter_that_reads_no_results_does_not_mind_them(executed, capsys):
    (executed / "results").mkdir()
    (executed / "results" / "imdb.json").write_text("{}")
    assert check(executed, capsys)[0] == 0


def test_check_looks_only_at_what_it_is_asked_about(executed, capsys):
    replace(executed / "chapters/gru.md", "1 + 1", "1 + 2")
    assert check(executed, capsys, "labs/airline")[0] == 0
    assert check(executed, capsys, "gru")[0] == 1


def test_a_mistake_in_a_chapter_is_reported_without_a_traceback(executed, capsys):
    replace(executed / "chapters/gru.md", "First words.", "{guess}`x`")
    status, text = check(executed, capsys)
    assert status == 1
    assert text.startswith("chapters/gru.md:3: unknown role {guess}")


def test_an_unknown_slug_is_refused(executed, capsys):
    with pytest.raises(SystemExit):
        main(["lstm"], executed)
    assert "no chapter with code: lstm" in capsys.readouterr().err


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


def test_another_description_of_a_figure_keeps_them_and_another_tag_does_not(root, stored):
    described = ":mystnb:\n:  image:\n:    alt: A curve.\n1"
    assert take_over_outputs(rebuilt(root, CHAPTER.replace("\n1", f"\n{described}")), stored)
    tagged = ":tags: [raises-exception]\n1"
    assert not take_over_outputs(rebuilt(root, CHAPTER.replace("\n1", f"\n{tagged}")), stored)


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
    "coursepkg/results.py": "",
    "studies/results/imdb.json": "1",
    "studies/weights/imdb/gru.npz": "1",
    "assignments/class.csv": "1",
    "chapters/other.md": "# Other\n",
}
GATES = "from coursepkg.gates import gate"
RESULTS = "from coursepkg import results"
CALLS = [
    (GATES, "coursepkg/gates.py", "return x", "return -x", True),
    (GATES, "coursepkg/gates.py", "Open.", "Another word.", False),
    (GATES, "coursepkg/gates.py", "x", "y", True),
    (GATES, "coursepkg/signs.py", "1", "-1", True),
    (GATES, "coursepkg/signs.py", "# plus", "# a comment", False),
    (f"%matplotlib inline\n{GATES}", "coursepkg/signs.py", "1", "-1", True),
    (GATES, "coursepkg/months.csv", "112", "113", True),
    (GATES, "coursepkg/alone.py", "", "x = 1", False),
    (GATES, "studies/results/imdb.json", "1", "2", False),
    (RESULTS, "studies/results/imdb.json", "1", "2", True),
    (RESULTS, "studies/weights/imdb/gru.npz", "1", "2", True),
    (RESULTS, "assignments/class.csv", "1", "2", False),
    (
        f'{RESULTS}\nresults.find_file("assignments/class.csv")',
        "assignments/class.csv",
        "1",
        "2",
        True,
    ),
    (f'{RESULTS}\nresults.find_file("x.csv")', "assignments/class.csv", "1", "2", False),
    (f"{RESULTS}\nresults.find_file(path)", "assignments/class.csv", "1", "2", True),
    (f"{RESULTS}\nresults.find_file(path)", "chapters/other.md", "Other", "More", True),
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
