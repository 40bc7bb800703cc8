"""One submission: full marks, none, and what is said about it."""

import re

import numpy as np
import pytest
from small_class import IMPATIENT, KEY, RIGHT, notebook

from classroom.assignment import Assignment, Task, find_key
from classroom.feedback import page
from classroom.marking import mark
from classroom.submissions import find_submissions


def test_right(graded):
    row = graded(RIGHT)
    assert (row.marks, row.total) == ({"double": 2, "split": 3}, 5)
    assert set(row.remarks.values()) == {""}


@pytest.mark.parametrize(
    ("right", "wrong", "task", "words"),
    [
        ("x + x", "3 * x", "double", "Three is not two."),
        ("x + x", "-2 * x", "double", "the sign is turned round"),
        ("x + x", "5 * x", "double", "2.5 times what it should be"),
        ("x + x", "(x + x).T", "double", "is it transposed?"),
        ("x + x", "x / 0 if 0 else [['a']]", "double", "expected an array of numbers"),
        ("x + x", "None", "double", "expected an array of numbers"),
        ("x + x", "1j * x", "double", "expected an array of numbers"),
        ("x + x", "np.zeros(2**22 + 1)", "double", "the answer could not be read"),
        ("x + x", "x * np.nan", "double", "entries that are not numbers"),
        ("x + x", "1 / 0", "double", "script, line 6: ZeroDivisionError: division by zero"),
        ("return x + x", "raise SystemExit", "double", "SystemExit"),
        ("def double", "def twice", "double", "there is no `double`"),
        ("np.mean(x)", "np.mean(x) + 1e-3", "split", "`a` differs"),
        ('{"a"', '1, {"a"', "split", "it returned 4 results, expected 3: y, a, b"),
    ],
)
def test_wrong(graded, right, wrong, task, words):
    assert right in RIGHT
    row = graded(RIGHT.replace(right, wrong))
    assert row.marks == {"double": 2, "split": 3, task: 0}
    assert words in row.remarks[task]


def test_one_endless_function_leaves_the_other_its_points(graded):
    row = graded(RIGHT.replace("return x + x", "while True: pass"))
    assert row.marks == {"double": 0, "split": 3}
    assert "is it endless?" in row.remarks["double"]


@pytest.mark.parametrize(
    "cells",
    [
        ["import matplotlib_that_is_not_there\n" + RIGHT],
        ["%matplotlib inline\n!pip install x\n" + RIGHT],
        ["1 / 0", RIGHT, "def broken(:", "while True: pass"],
        [*reversed(RIGHT.split("\n\n\n"))],
        [RIGHT, RIGHT],
        [RIGHT.replace("import numpy as np", "")],
    ],
)
def test_what_costs_no_points(graded, cells):
    assert graded(notebook(*cells), "a.ipynb").total == 5


def test_the_last_definition_counts(graded):
    assert graded(notebook(RIGHT, "double = split"), "a.ipynb").marks["double"] == 0


def test_the_seed_decides_the_cases(key):
    first, again, other = (Assignment(key, seed).cases["double"] for seed in (1, 1, 2))
    assert (first[0].arguments[0] == again[0].arguments[0]).all()
    assert (first[0].arguments[0] != other[0].arguments[0]).all()
    assert (first[0].arguments[0] != first[1].arguments[0]).all()


def test_private_cases_are_added(sandbox, key, tmp_path, graded, assignment):
    # Right only for what everyone can see.
    only_positive = RIGHT.replace("x + x", "x + x if x.max() < 100 else x")
    assert graded(only_positive).total == 5
    private = tmp_path / "private.py"
    private.write_text("def draw_double(rng):\n    return (rng.normal(size=(2, 2)) + 1000,)\n")
    cases = Assignment(key, 7, private).cases
    assert [len(cases[task]) for task in ("double", "split")] == [8, 4]
    assignment.cases.update(cases)
    assert graded(only_positive).marks == {"double": 0, "split": 3}


def test_private_cases_for_no_task(key, tmp_path):
    private = tmp_path / "private.py"
    private.write_text("def draw_dubble(rng):\n    return ()\n")
    with pytest.raises(ValueError, match="defines none of draw_double, draw_split"):
        Assignment(key, 7, private)


PERSONAL = KEY.replace(
    "MISTAKES",
    """TASKS.append(
    {"name": "mine", "title": "Mine", "function": "mine", "points": 1, "returns": ["mine"]})
answer_mine = lambda number: 3.0 * number
MISTAKES""",
)


@pytest.mark.parametrize(
    ("code", "points", "number"),
    [
        ("student_number = 5\nmine = 15", 1, 5),
        ("student_number = 6\nmine = 18.0", 1, 6),
        ("student_number = 6\nmine = 15", 0, 6),
        ("mine = 15", 0, None),
        ("student_number = 'five'\nmine = 15", 0, None),
        ("student_number = -5\nmine = -15", 0, None),
        ("student_number = np.inf\nmine = np.inf", 0, None),
        ("student_number = 5.5\nmine = 16.5", 0, None),
    ],
)
def test_every_number_has_its_own_answer(key, handed_in, sandbox, code, points, number):
    key.write_text(PERSONAL)
    handed_in("a.py", code)
    (submission,) = find_submissions(handed_in.folder)
    row = mark(submission, Assignment(key, 7), sandbox.start, IMPATIENT)
    assert (row.marks["mine"], row.number) == (points, number)


def test_finding_a_key(key, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert find_key("twice").samefile(key)
    assert find_key(str(key.parent)).samefile(key)
    with pytest.raises(ValueError, match=r"no assignment 'thrice': expected .* one of twice"):
        find_key("thrice")


def test_a_failing_case_can_be_had_again(graded, assignment):
    row = graded(RIGHT.replace("x + x", "x + x if x[0, 0] > 9 else 5 * x"))
    first, second = re.findall("`([^`]+)`", row.remarks["double"])[1:]
    names = {"np": np, "draw_double": assignment.solution()["draw_double"]}
    exec(first, names)
    (case, *_) = assignment.cases["double"]
    assert np.array_equal(names["arguments"][0], case.arguments[0])
    names["double"] = lambda x: 5 * x
    assert np.array_equal(eval(second, names), 2.5 * case.expected[0])


def test_of_a_private_case_nothing_is_told(graded, assignment, key, tmp_path):
    private = tmp_path / "private.py"
    private.write_text("def draw_double(rng):\n    return (rng.normal(size=(2, 2)) + 1000,)\n")
    assignment.cases.update(Assignment(key, 7, private).cases)
    row = graded(RIGHT.replace("x + x", "x + x if x.max() < 100 else x"))
    assert "half" in row.remarks["double"] or "0.5 times" in row.remarks["double"]
    assert "default_rng" not in row.remarks["double"]


def test_what_a_person_reads_is_on_the_page(graded, assignment):
    row = graded(RIGHT)
    essay = Task("essay", "An essay", points=4, by_hand=True)
    row.marks["essay"] = None
    assignment.tasks.append(essay)
    shown = page(row, assignment)
    assert "An essay<td>– of 4<td>your instructor reads this part" in shown
    assert "5 of 5<th>and 4 more points from your instructor" in shown
