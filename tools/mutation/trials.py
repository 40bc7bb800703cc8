"""Two trials of a mutant: a quick one without Keras, a thorough one for what that left alive.

Quick: one run of pytest collects a module's tests once, and forks for each mutant. TensorFlow
takes seconds to load, and a process that has loaded it cannot be forked safely; so whatever
needs Keras is skipped. Finite differences and invariants kill most mutants.

Thorough: all tests, from a copy of the project in which the file is the mutant.
"""

import importlib
import importlib.abc
import os
import subprocess
import sys
import tempfile
import types
from functools import partial
from pathlib import Path

import pytest

from .project import OPTIONS, copy_project, limit_processor_time, path_of, tests_of

# Of processor time; the tests take a few, and a mutant may loop for ever.
SECONDS = 60
SECONDS_WITH_KERAS = 300
HEAVY = ("keras", "tensorflow")


def survivors(module, mutants):
    """Return for each mutant of a module whether it survives the tests that need no Keras."""
    trials = QuickTrials(mutants)
    pytest.main([*OPTIONS, *tests_of(module)], plugins=[trials])
    if len(trials.survived) != len(mutants):
        raise RuntimeError(f"the tests of {module} could not be collected")
    return trials.survived


def survives_with_keras(mutant):
    """Return whether a mutant passes all tests of its module, Keras' included."""
    with tempfile.TemporaryDirectory(prefix="mutant-") as folder:
        copy_project(".", folder)
        Path(folder, path_of(mutant.module)).write_text(mutant.source, "utf-8")
        command = [sys.executable, "-m", "pytest", *OPTIONS, *tests_of(mutant.module)]
        limit = partial(limit_processor_time, SECONDS_WITH_KERAS)
        done = subprocess.run(command, cwd=folder, capture_output=True, preexec_fn=limit)
        return done.returncode == 0


class QuickTrials:
    """A plugin for pytest that runs the tests on every mutant instead of once.

    Args:
        mutants: of one module.
    """

    def __init__(self, mutants):
        self.mutants = mutants
        self.survived = []

    def pytest_configure(self):
        """Put modules that skip tests where an import of Keras looks first."""
        sys.modules.update({name: AbsentModule(name) for name in HEAVY})
        sys.meta_path.insert(0, SkippingFinder())

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session):
        """Try all mutants, each in a fork of this process."""
        for mutant in self.mutants:
            child = os.fork()
            if child == 0:
                limit_processor_time(SECONDS)
                os._exit(_failures(session, mutant))
            _, status = os.waitpid(child, 0)
            self.survived.append(status == 0)
        return True


def _failures(session, mutant):
    """Return 1 as soon as a test fails on the mutant, else 0."""
    try:
        module = importlib.import_module(".".join(path_of(mutant.module).with_suffix("").parts))
        graft(module, mutant.source)
    except Exception:  # cannot even be imported
        return 1
    for item, following in zip(session.items, [*session.items[1:], None], strict=True):
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        if session.testsfailed:
            return 1
    return 0


class AbsentModule(types.ModuleType):
    """A module that may be imported; what is asked of it skips the test that asks."""

    __path__ = ()

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        pytest.skip("needs Keras", allow_module_level=True)


class SkippingFinder(importlib.abc.MetaPathFinder):
    """Skips a test that imports something from inside Keras."""

    def find_spec(self, fullname, path=None, target=None):
        """Skip for names such as `keras.src`; leave all others to the next finder."""
        if fullname.startswith(tuple(f"{name}." for name in HEAVY)):
            pytest.skip("needs Keras", allow_module_level=True)


def graft(module, source):
    """Make `module` behave as if it had been imported from `source`.

    Other modules and the tests hold on to its functions and classes, so these stay the same
    objects and only get new insides. That saves importing and collecting for every mutant.

    Raises:
        Exception: whatever the import would have raised.
    """
    new = {"__name__": module.__name__, "__package__": module.__package__}
    exec(compile(source, module.__file__, "exec"), new)
    old = vars(module)
    same = {id(value): old[name] for name, value in new.items() if _is_own(value, module)}
    for name, value in new.items():
        if isinstance(value, types.FunctionType) and _is_own(value, module):
            _graft_function(old[name], value)
        elif isinstance(value, type) and _is_own(value, module):
            _graft_class(old[name], value, same)
        elif isinstance(value, dict) and not name.startswith("__"):
            translated = _translated(value, same)  # before: an imported one is the same dict
            old[name].clear()
            old[name].update(translated)
        elif not name.startswith("__"):
            old[name] = value


def _is_own(value, module):
    """Return whether a function or class was defined in the module, not imported by it."""
    kinds = types.FunctionType | type
    return isinstance(value, kinds) and value.__module__ == module.__name__


def _graft_function(old, new):
    old.__code__ = new.__code__
    old.__defaults__ = new.__defaults__
    old.__kwdefaults__ = new.__kwdefaults__


def _graft_class(old, new, same):
    for name, value in vars(new).items():
        current = vars(old).get(name)
        if isinstance(value, staticmethod):
            value = staticmethod(_translated(value.__func__, same))
        if not isinstance(value, types.FunctionType):
            if not name.startswith("_") and value != current:
                setattr(old, name, value)
        elif value.__code__.co_freevars == current.__code__.co_freevars:
            _graft_function(current, value)
        elif value.__module__ == old.__module__:  # a method that no longer says `super()`
            setattr(old, name, value)


def _translated(value, same):
    """Return nested dicts and tuples with the module's own objects in place of the new ones."""
    if isinstance(value, dict):
        return {key: _translated(part, same) for key, part in value.items()}
    if isinstance(value, tuple):
        return tuple(_translated(part, same) for part in value)
    return same.get(id(value), value)
