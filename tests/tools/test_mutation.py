"""The mutation tester finds changes, and puts them where the tests meet them."""

import datetime
import os
import subprocess
import sys
import types
from pathlib import Path

import pytest

from tools.mutation import mutants, report, trials

SOURCE = '''"""A module."""

import numpy as np

LIMIT = 3


def shifted(x, offset=1):
    """Return x + offset."""
    if x.ndim > LIMIT:
        raise ValueError("too many" + " axes")
    total = np.sum(x.T, axis=0)
    for a, b in zip(x, x, strict=True):
        a += b
    return total - offset


class Shift:
    """Shifts."""

    name = "shift"

    def __init__(self):
        super().__init__()
        self.by = 2


TABLE = {"shifted": (shifted, Shift)}
INSTEAD = {"name": "write this in its place"}
'''


@pytest.fixture
def changes():
    return {(mutant.before, mutant.after) for mutant in mutants.make("example", SOURCE)}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("return total - offset", "return total + offset"),
        ("total = np.sum(x.T, axis=0)", "total = np.sum(x, axis=0)"),
        ("total = np.sum(x.T, axis=0)", "total = np.mean(x.T, axis=0)"),
        ("total = np.sum(x.T, axis=0)", "total = np.sum(x.T, axis=1)"),
        ("if x.ndim > LIMIT:", "if x.ndim >= LIMIT:"),
        ("if x.ndim > LIMIT:", "if not (x.ndim > LIMIT):"),
        ("a += b", "pass"),
        ("LIMIT = 3", "LIMIT = 2"),
        ("super().__init__()", "pass"),
    ],
)
def test_changes_are_found(changes, before, after):
    assert (before, after) in changes


def test_messages_and_strict_are_left_alone(changes):
    assert not any("raise" in before or "many" in before for before, _ in changes)
    whole = [
        after for before, after in changes if before.startswith("INSTEAD") and "{" in after
    ]
    assert whole  # the names in the table are not left alone
    assert all('"write this in its place"' in after for after in whole)
    assert all(
        after.endswith("strict=True):") for before, after in changes if "strict" in before
    )


def imported(source):
    module = types.ModuleType("example")
    module.__file__ = "example.py"
    exec(compile(source, "example.py", "exec"), vars(module))
    return module


def test_a_graft_keeps_every_object_and_changes_what_it_does():
    module = imported(SOURCE)
    function, cls, table = module.shifted, module.Shift, module.TABLE
    changed = SOURCE.replace("offset=1", "offset=5").replace("LIMIT = 3", "LIMIT = 4")
    changed = changed.replace("super().__init__()", "pass").replace('"shift"', '"other"')
    trials.graft(module, changed.replace("self.by = 2", "self.by = 7"))
    assert (module.shifted, module.Shift, module.TABLE) == (function, cls, table)
    assert table == {"shifted": (function, cls)}
    assert function.__defaults__ == (5,)
    assert module.LIMIT == 4
    assert (cls.name, cls().by) == ("other", 7)


TRIALS = """
from tools.mutation import trials
from tools.mutation.mutants import Mutant

trials.SECONDS = 1
LINES = [
    "return min(b, a)",
    "return max(a, b)",
    "return min(a, b) if a else 7",
    "import nowhere",
    "while True: pass",
]
mutants = [Mutant("example", 1, "", "", f"def smaller(a, b):\\n    {line}") for line in LINES]
print("quick", trials.survivors("example", mutants))
print("thorough", [trials.survives_with_keras(mutant) for mutant in mutants[:3]])
"""
TESTS_OF_EXAMPLE = """
import keras

from coursepkg.numpy_nn.example import smaller


def test_smaller():
    assert smaller(1, 2) == smaller(2, 1) == 1


def test_as_keras():
    assert smaller(0, 1) == keras.ops.minimum(0, 1)
"""


@pytest.fixture
def project(tmp_path):
    """A project with one function, and with a Keras that is quick to load."""
    files = {
        "pyproject.toml": "[tool.pytest.ini_options]\npythonpath = ['.', 'tests/numpy_nn']",
        "coursepkg/__init__.py": "",
        "coursepkg/moved.py": "",
        "coursepkg/keras_nn.py": "",
        "coursepkg/numpy_nn/__init__.py": "",
        "coursepkg/variants/__init__.py": "",
        "tests/variants/test_nothing.py": "",
        "coursepkg/numpy_nn/example.py": "def smaller(a, b):\n    return min(a, b)\n",
        "tests/numpy_nn/keras.py": "class ops:\n    minimum = min\n",
        "tests/numpy_nn/test_example.py": TESTS_OF_EXAMPLE,
    }
    for name, content in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    return tmp_path


@pytest.mark.slow
def test_trials_tell_survivors_from_the_rest(project):
    """One is the same, three are caught with or without Keras, one never ends."""
    places = os.pathsep.join([str(project), str(Path(__file__).parents[2])])
    done = subprocess.run(
        [sys.executable, "-c", TRIALS],
        cwd=project,
        env={**os.environ, "PYTHONPATH": places, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
    )
    assert "quick [True, False, True, False, False]" in done.stdout, done.stderr
    assert "thorough [True, False, False]" in done.stdout, done.stderr


def test_survivors_can_be_pasted_into_the_list():
    mutant = mutants.Mutant("example", 3, "a = 'x'", "a = None", "")
    listed = report.reasons(report.as_toml([mutant]).replace('why = ""', 'why = "so"'))
    assert listed == {("example", "a = 'x'", "a = None"): "so"}


def test_every_reason_is_given():
    assert all(why.endswith(".") for why in report.reasons().values())


@pytest.fixture
def results(monkeypatch):
    """Four mutants: two killed, one survivor that is listed and one that is not."""
    listed = {("one", "a", "b"): "No one can tell.", ("one", "gone", "b"): "An old line."}
    listed["another", "a", "b"] = "Of a module that was not tried."
    monkeypatch.setattr(report, "reasons", lambda: listed)
    first, second, third, fourth = (mutants.Mutant("one", 1, "a", text, "") for text in "bcde")
    return {"one": [(first, None), (second, "numpy"), (third, "keras"), (fourth, None)]}


def test_the_table_counts(results):
    today = datetime.date.today()
    assert [*report.table(results)][2:] == [f"| one | {today} | 4 | 1 | 1 | 1 | 1 |"]


def test_survivors_that_differ_from_the_list_are_named(results):
    complaints = "\n".join(report.complaints(results))
    assert "1 survive" in complaints
    assert "['one', 'a', 'e']" in complaints
    assert "struck off equivalent.toml: ('one', 'gone', 'b')" in complaints
    assert "another" not in complaints
    assert report.complaints({"one": [(results["one"][0][0], "numpy")]})


def test_the_readme_keeps_what_is_around_the_report_and_rows_of_other_modules(
    results, monkeypatch, tmp_path
):
    other = "| fast.two | 2026-01-01 | 9 | 8 | 0 | 1 | 0 |"
    old = f"| one | 2026-01-01 | 1 | 1 | 0 | 0 | 0 |\n{other}\nold\n"
    readme = tmp_path / "README.md"
    readme.write_text(f"before\n{report.BEGIN}\n{old}{report.END}\nafter\n", "utf-8")
    monkeypatch.setattr(report, "README", readme)
    for _ in range(2):
        report.write(results)
    (row,) = [*report.table(results)][2:]
    lines = ["before", report.BEGIN, *report.HEAD, row, other, "", report.END, "after", ""]
    assert readme.read_text("utf-8") == "\n".join(lines)
