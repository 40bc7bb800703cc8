"""The self-checks: they need NumPy alone, and say what is wrong in words."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from every_assignment import FOLDERS, SOURCES

PACKAGES = Path(np.__file__).parent.parent
# The packages' folder would also offer the course, which a learner may not have.
ALONE = (
    "import sys; sys.path.append(sys.argv[1]); import numpy;"
    "sys.path.remove(sys.argv[1]); exec(compile(sys.stdin.read(), 'notebook', 'exec'))"
)


def said(cells):
    """Run code cells and return what they print, by task."""
    printed = []
    names = {"print": lambda *words: printed.append(" ".join(map(str, words)))}
    for source in cells:
        exec(compile(source, "notebook", "exec"), names)
    return dict(line.split(": ", 1) for line in printed if line.partition(":")[0] != line)


def test_nothing_but_numpy_is_needed(code, slug):
    finished = subprocess.run(
        [sys.executable, "-I", "-S", "-c", ALONE, str(PACKAGES)],
        input="\n".join(code(slug, "instructor")),
        capture_output=True,
        text=True,
    )
    assert finished.returncode == 0, finished.stderr
    assert finished.stdout.count(": right, as far as") + finished.stdout.count(
        ": noted"
    ) == len([task for task in SOURCES[slug].tasks if not task.get("by_hand")])


def test_blanks_are_told_from_mistakes(code, slug):
    outcomes = said(code(slug, slug))
    for task in SOURCES[slug].tasks:
        if not task.get("by_hand"):
            # A bug to be found is code that runs.
            assert slug == "bugs" or "not filled in" in outcomes[task["name"]]
            assert "right" not in outcomes[task["name"]]


def test_a_mistake_is_named(code, mistake_of):
    slug, name = mistake_of
    (mistake,) = (m for m in SOURCES[slug].mistakes if m["name"] == name)
    setup, *cells = code(slug, "instructor")
    outcomes = said([setup, *(c.replace(mistake["right"], mistake["wrong"]) for c in cells)])
    right = {task for task, words in outcomes.items() if words.startswith(("right", "noted"))}
    answers = {t["name"] for t in SOURCES[slug].tasks if t["name"].startswith("my_")}
    assert right - answers == set(outcomes) - set(mistake["loses"]) - answers
    for task in set(mistake["loses"]) - answers:
        assert outcomes[task].endswith(mistake["says"]) or "stopped with" in outcomes[task]


def test_the_copy_in_the_notebook_is_the_package_s(code, slug):
    checks = (FOLDERS[slug].parent.parent / "coursepkg/checks.py").read_text("utf-8")
    lines = [line.strip() for line in code(slug, slug)[0].splitlines()]
    wanted = [line.strip() for line in checks.splitlines()]
    start = lines.index(wanted[0])
    assert lines[start : start + len(wanted)] == wanted


@pytest.mark.parametrize(
    ("right", "wrong", "words"),
    [
        (
            "candidate = np.tanh(x_c + (r * h_prev) @ u_c)",
            "candidate = np.tanh(x_c + r * (h_prev @ u_c))",
            "Did you reset after the product?",
        ),
        ("return np.stack(states, axis=1)", "return np.stack(states)", "shape"),
        (
            "x[:, step], h, weights)\n        states",
            "x[:, step], h0, weights)\n        states",
            "from step 2 on",
        ),
    ],
)
def test_words(code, right, wrong, words):
    setup, *cells = code("reset_before", "instructor")
    assert any(right in cell for cell in cells)
    outcomes = said([setup, *(cell.replace(right, wrong) for cell in cells)])
    assert words in outcomes["sequence"]


@pytest.mark.parametrize(
    ("number", "result", "outcome"),
    [
        ("1234567", "(0.1, 0.0, 0.2)", "noted"),
        ('" 1234567 "', "[0.1, 0.0, 0.2]", "noted"),
        ("np.int64(5)", "np.array([0.1, 0.0, 0.2])", "noted"),
        ("5", "None", "not filled in yet"),
        ("None", "(0.1, 0.0, 0.2)", "`student_number` is not your number yet"),
        ('"s1234567"', "(0.1, 0.0, 0.2)", "`student_number` is not your number yet"),
        ("-5", "(0.1, 0.0, 0.2)", "`student_number` is not your number yet"),
        ("5.5", "(0.1, 0.0, 0.2)", "`student_number` is not your number yet"),
        ("5", "(0.1, 0.0)", "it returned 2 results, expected 1"),
        ("5", "0.1", "has the shape (), expected (3,)"),
        ("5", "(0.1, 0.0, np.nan)", "not numbers"),
        ("5", "'0.1 to 0.2'", "not numbers"),
        ("5", "{'low': 0.1}", "has the shape (), expected (3,)"),
    ],
)
def test_the_form_of_a_value_is_checked_before_it_is_handed_in(code, number, result, outcome):
    setup = code("comparison", "comparison")[0]
    values = f"student_number, my_result = {number}, {result}"
    assert outcome in said([setup, values, 'check("my_result", my_result)'])["my_result"]
