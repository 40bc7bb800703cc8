"""The thorough trial, for mutants that the quick one left alive: with Keras, from a file."""

import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

from .project import OPTIONS, copy_project, limit_processor_time, path_of, tests_of

SECONDS = 300  # of processor time


def survives(mutant):
    """Return whether a mutant passes all tests of its module, Keras' included."""
    with tempfile.TemporaryDirectory(prefix="mutant-") as folder:
        copy_project(".", folder)
        Path(folder, path_of(mutant.module)).write_text(mutant.source, "utf-8")
        command = [sys.executable, "-m", "pytest", *OPTIONS, *tests_of(mutant.module)]
        limit = partial(limit_processor_time, SECONDS)
        done = subprocess.run(command, cwd=folder, capture_output=True, preexec_fn=limit)
        return done.returncode == 0
