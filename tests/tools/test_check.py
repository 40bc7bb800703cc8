"""`--check` finds every notebook that is not what its chapter gives now, and runs nothing."""

import json

import nbformat
import pytest
from PIL import Image

from tools.notebooks import pictures
from tools.notebooks.__main__ import main
from tools.notebooks.book import Book
from tools.notebooks.notebook import build

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
    reader, results = executed / "coursepkg/study/course_files.py", executed / "results/a.json"
    for path in (reader, results):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("1")
    code = "from coursepkg.study import course_files"
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
