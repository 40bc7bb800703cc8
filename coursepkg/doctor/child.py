"""Runs what may hang as a process of its own, and ends it with all that it has started."""

import os
import signal
import subprocess
from typing import NamedTuple


class Answer(NamedTuple):
    """How a child ended."""

    well: bool
    text: str  # all it printed, or why there is nothing


def ask(command, seconds):
    """Run a command and return its `Answer`.

    Args:
        command: a list of words; no shell reads them.
        seconds: after so many it is ended, with every process of its group.
    """
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    except OSError as error:
        return Answer(False, str(error))
    try:
        text = process.communicate(timeout=seconds)[0].decode("utf-8", "replace").strip()
    except subprocess.TimeoutExpired:
        end(process)
        return Answer(False, f"no answer after {seconds} s")
    return Answer(process.returncode == 0, text)


def end(process):
    """End a process and its group; Windows has no groups, and ends the one."""
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()
