"""The quick trial: one run of pytest collects the tests once, and forks for each mutant."""

import importlib
import os

import pytest

from .graft import graft
from .project import OPTIONS, limit_processor_time, path_of, tests_of

SECONDS = 60  # of processor time; the tests take a few, and a mutant may loop for ever


class Trials:
    """A plugin for pytest that runs the tests on every mutant instead of once.

    Args:
        mutants: of one module.
    """

    def __init__(self, mutants):
        self.mutants = mutants
        self.survived = []

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


def survivors(module, mutants):
    """Return for each mutant whether it survives the tests that do without Keras."""
    trials = Trials(mutants)
    options = [*OPTIONS, "-p", "tools.mutation.without_keras", *tests_of(module)]
    pytest.main(options, plugins=[trials])
    if len(trials.survived) != len(mutants):
        raise RuntimeError(f"the tests of {module} could not be collected")
    return trials.survived


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
