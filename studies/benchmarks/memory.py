"""How much memory a process has needed at most, by the operating system's own count."""

import re
import sys
from pathlib import Path


def peak():
    """Return the largest resident memory of this process so far in MiB; None where unknown."""
    try:
        # Linux lets `getrusage` begin with the peak of the parent, and this one with nothing.
        status = Path("/proc/self/status").read_text()
        return int(re.search(r"VmHWM:\s*(\d+) kB", status)[1]) / 2**10
    except OSError:
        return peak_by_usage()


def peak_by_usage():
    """Return the same on systems without /proc."""
    try:
        from resource import RUSAGE_SELF, getrusage
    except ImportError:
        return None
    unit = 2**20 if sys.platform == "darwin" else 2**10  # it counts bytes there, KiB elsewhere
    return getrusage(RUSAGE_SELF).ru_maxrss / unit


def of_training(twin, case, seconds):
    """Return this process' peak before the case's model was built, and after training it.

    A peak never falls, so this needs a process that has done nothing but import the twin's
    library. What Keras and TensorFlow need to compile the step is part of their peak.

    Args:
        twin: a twin's module.
        case: the `Case` to train.
        seconds: for how long; every step is like the others, so a few are enough.
    """
    before = peak()
    first_way, *_ = twin.ways(case)["training"].values()
    first_way(seconds)
    return before, peak()
