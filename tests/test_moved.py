"""What notebooks have ever imported is there, or the error says where it is now."""

import importlib
import re
from pathlib import Path

import pytest

from coursepkg.moved import MOVED

ROOT = Path(__file__).resolve().parent.parent
LINES = (ROOT / "tests/earlier_imports.txt").read_text("utf-8").splitlines()
EARLIER = [tuple(line.split()) for line in LINES if not line.startswith("#")]


@pytest.mark.parametrize(("module", "name"), EARLIER, ids=lambda word: word)
def test_an_import_of_an_earlier_notebook_works_or_is_told_where_to_look(module, name):
    if (module, name) == ("coursepkg.labs.forecasting", "intervals"):
        return  # its functions are in that module itself, which Python's own error names
    error = None
    try:
        exec(f"from {module} import {name}", {})
    except ImportError as raised:
        error = raised
    assert error is None or "has moved: " in str(error)
    assert error is None or error.name in {module, f"{module}.{name}", *parents(module)}


def parents(module):
    while "." in module:
        module = module.rpartition(".")[0]
        yield module


@pytest.mark.parametrize("old", MOVED)
def test_the_old_place_is_gone_and_the_new_one_is_there(old):
    path = ROOT / old.replace(".", "/")
    assert not path.with_suffix(".py").exists()
    assert not (path / "__init__.py").exists()
    for place in re.findall(r"coursepkg(?:\.\w+)+|\bclassroom\b(?= )", MOVED[old]):
        importlib.import_module(place)


def test_a_module_that_never_was_is_missing_as_always():
    with pytest.raises(ModuleNotFoundError, match=r"No module named 'coursepkg.nothing'"):
        importlib.import_module("coursepkg.nothing")
