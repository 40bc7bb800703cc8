"""A pytest plugin that makes nbval compare what can be the same on every machine.

    python -m pytest -p tools.notebooks.comparison --nbval notebooks

Two things cannot, and nbval has no option for them. The error stream is not kept in
a notebook, because progress bars are written to it. A figure's coordinates differ in
the last digit between processors: nbval knows that of PNG, but not of SVG.

Its kernels are reached by socket files, so that two of them never want the same port.

When all notebooks have passed, the commit is noted: `make publish` wants to see it.
"""

import nbval.kernel
import pytest

from tools.notebooks.kernels import BlockingKernel
from tools.publishing.conditions import note_compared

NOT_COMPARED = ("stderr", "image/svg+xml")


def pytest_configure():
    """Let nbval start its kernels with ours."""
    nbval.kernel.KernelManager = BlockingKernel


@pytest.hookimpl(wrapper=True)
def pytest_collect_file(file_path):
    """Add to what nbval leaves out of its comparison of a notebook."""
    collected = yield
    for collector in collected:
        if file_path.suffix == ".ipynb":
            collector.skip_compare += NOT_COMPARED
    return collected


def pytest_sessionfinish(session, exitstatus):
    """Note the commit, once the whole folder has passed; a worker sees only its part."""
    config = session.config
    whole = config.args == ["notebooks"] and not config.getoption("keyword")
    if exitstatus == pytest.ExitCode.OK and whole and not hasattr(config, "workerinput"):
        note_compared(config.rootpath)
