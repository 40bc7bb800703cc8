"""The mutation tester finds changes, and puts them where the tests meet them."""

import os
import subprocess
import sys
import types
from pathlib import Path

import pytest

from tools.mutation import graft, mutants, record

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
'''


@pytest.fixture
def found():
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
def test_changes_are_found(found, before, after):
    assert (before, after) in found


def test_messages_and_strict_are_left_alone(found):
    assert not any("raise" in before or "many" in before for before, _ in found)
    assert all(after.endswith("strict=True):") for before, after in found if "strict" in before)


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
    graft.graft(module, changed.replace("self.by = 2", "self.by = 7"))
    assert (module.shifted, module.Shift, module.TABLE) == (function, cls, table)
    assert table == {"shifted": (function, cls)}
    assert function.__defaults__ == (5,)
    assert module.LIMIT == 4
    assert (cls.name, cls().by) == ("other", 7)


TRIALS = """
from tools.mutation import quick, thorough
from tools.mutation.mutants import Mutant

quick.SECONDS = 1
LINES = [
    "return min(b, a)",
    "return max(a, b)",
    "return min(a, b) if a else 7",
    "import nowhere",
    "while True: pass",
]
found = [Mutant("example", 1, "", "", f"def smaller(a, b):\\n    {line}") for line in LINES]
print("quick", quick.survivors("example", found))
print("thorough", [thorough.survives(mutant) for mutant in found[:3]])
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
    """One is the same, three are caught with or without Keras, one would never end."""
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


def test_verdicts_count_until_something_changes(project, monkeypatch):
    monkeypatch.setattr(record, "ROOT", project)
    monkeypatch.chdir(project)
    record.Record("example").add({"first": "numpy"})
    record.Record("example").add({"second": None})
    assert record.Record("example").verdicts == {"first": "numpy", "second": None}
    with open("tests/numpy_nn/test_example.py", "a", encoding="utf-8") as file:
        file.write("# a stricter test")
    assert record.Record("example").verdicts == {}
    assert record.Record("example", keep=True).verdicts == {"first": "numpy"}
