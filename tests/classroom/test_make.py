"""From one source to three forms: what is left out where, and what a mistake in it says."""

import json
from textwrap import dedent

import pytest
from every_assignment import ROOT

from classroom.__main__ import main
from classroom.assignment_source import SourceError, blanked, nbgrader_regions, read, solved

SOURCE = """\
---
title: Twice
chapter: gru
minutes: 5
objectives: [double a number]
tasks:
  - {name: double, title: Doubling, function: double, points: 2, returns: ["y: row"]}
  - {name: essay, title: Essay, points: 3, by_hand: true, rubric: One point a thought.}
mistakes:
  - name: triple
    says: Three is not two.
    right: "2 * x"
    wrong: "3 * x"
    loses: [double]
---

Double it.

```{code-cell}
import numpy as np
```

```{code-cell}
:tags: [cases]

def draw_double(rng):
    return (rng.normal(size=3),)
```

```{code-cell}
def double(x):
    # BEGIN SOLUTION Multiply by a number.
    return 2 * x
    # END SOLUTION
```

Say why.

*Write here.*
"""


@pytest.fixture
def root(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "assignments" / "twice"
    folder.mkdir(parents=True)
    (folder / "source.md").write_text(SOURCE)
    return tmp_path


def cells(root, name):
    notebook = json.loads((root / f"assignments/twice/{name}.ipynb").read_text())
    return ["".join(cell["source"]) for cell in notebook["cells"]]


def test_three_forms(root, capsys):
    assert main(["make"]) == 0
    learner, instructor = cells(root, "twice"), cells(root, "instructor")
    key = (root / "assignments/twice/key.py").read_text()
    assert "return 2 * x" not in "".join(learner)
    assert "    # YOUR CODE. Multiply by a number.\n    raise NotImplementedError" in learner[4]
    assert learner[5] == 'check("double", double)'
    assert "return 2 * x" in instructor[4]
    assert "BEGIN SOLUTION" not in "".join(instructor) + key
    assert "One point a thought." in "".join(instructor)
    assert "One point a thought." not in "".join(learner) + key
    assert "| triple | Three is not two. | double | 2 |" in instructor[-1]
    assert "5 points" in learner[0]
    assert "About 5 minutes" in learner[0]
    names = {}
    exec(key, names)
    assert names["double"](4) == 8
    assert [task["name"] for task in names["TASKS"]] == ["double", "essay"]


def test_check_finds_what_is_stale(root, capsys):
    assert main(["make", "--check"]) == 1
    assert not (root / "assignments/twice/key.py").exists()
    assert main(["make"]) == 0
    assert main(["make", "--check"]) == 0
    learner = root / "assignments/twice/twice.ipynb"
    learner.write_text(learner.read_text().replace("Double it", "Treble it"))
    capsys.readouterr()
    assert main(["make", "--check", "twice"]) == 1
    assert "stale: assignments/twice/twice.ipynb" in capsys.readouterr().err


def test_the_repository_s_own_forms_are_up_to_date(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    assert main(["make", "--check"]) == 0
    assert main(["make", "thrice"]) == 2
    assert "no assignment: thrice" in capsys.readouterr().err


def test_outside_the_repository_there_is_nothing_to_make(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["make", "--check"]) == 2
    assert "go into a clone" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("right", "wrong", "words"),
    [
        ("minutes: 5\n", "", "expected"),
        ("function: double, ", "", r"task double: \['function'\] missing"),
        ("points: 2", "points: 2, colour: red", r"unknown \['colour'\]"),
        ("name: essay", "name: double", "two tasks have the same name"),
        ("loses: [double]", "loses: [triple]", "loses a task that there is not"),
        ('    wrong: "3 * x"\n', "", "mistake triple: expected"),
        ("[cases]", "[case]", r"has the tags \['case'\]"),
        ("---\n\nDouble", "\n\nDouble", "no front matter"),
        ("*Write here.*", "", "1 tasks by hand, and 0 times"),
    ],
)
def test_what_is_wrong_with_a_source(root, right, wrong, words):
    assert right in SOURCE
    folder = root / "assignments/twice"
    (folder / "source.md").write_text(SOURCE.replace(right, wrong))
    with pytest.raises(SourceError, match=words):
        read(folder)


@pytest.mark.parametrize(
    ("right", "wrong", "words"),
    [
        ('right: "2 * x"', 'right: "4 * x"', "the solution has no '4 * x'"),
        ("def draw_double", "def draw_dubble", "neither a draw_ nor an answer_ function"),
        ("    # END SOLUTION\n", "", "no # END SOLUTION follows"),
    ],
)
def test_what_cannot_be_made(root, right, wrong, words, capsys):
    (root / "assignments/twice/source.md").write_text(SOURCE.replace(right, wrong))
    assert main(["make"]) == 1
    assert words in capsys.readouterr().err
    assert not (root / "assignments/twice/key.py").exists()


CODE = dedent("""\
    # BEGIN SOLUTION Name it.
    # BLANK x = None
    # BLANK
    # BLANK y = 1
    x = 3
    # END SOLUTION
    z = x""")


def test_given_lines_take_the_place_of_a_solution():
    assert blanked(CODE) == "# YOUR CODE. Name it.\nx = None\n\ny = 1\nz = x"
    assert solved(CODE) == "x = 3\nz = x"


def test_nbgrader_gets_marks_of_its_own():
    assert nbgrader_regions(CODE).split("\n") == [
        *("# Name it.", "# x = None", "# ", "# y = 1"),
        *("### BEGIN SOLUTION", "x = 3", "### END SOLUTION", "z = x"),
    ]


@pytest.mark.parametrize(
    "code", ["# BEGIN SOLUTION a", "# END SOLUTION", "# BEGIN SOLUTION a\n# BEGIN SOLUTION b"]
)
def test_marks_that_do_not_pair(code):
    with pytest.raises(SourceError):
        blanked(code)
