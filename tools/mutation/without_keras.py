"""A plugin for pytest that skips whatever needs Keras, and so never loads TensorFlow.

TensorFlow takes seconds to load, and a process that has loaded it cannot be forked safely.
Most mutants do not need it: finite differences and invariants kill them.
"""

import importlib.abc
import sys
import types

import pytest

HEAVY = ("keras", "tensorflow")


class Absent(types.ModuleType):
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


def pytest_configure():
    """Put the absent modules where an import looks first."""
    sys.modules.update({name: Absent(name) for name in HEAVY})
    sys.meta_path.insert(0, SkippingFinder())
