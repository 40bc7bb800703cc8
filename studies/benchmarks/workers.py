"""One process for each twin: the parent asks one of them at a time, the others sleep.

Between two questions a worker waits, so that the processor belongs to whoever is measured.
"""

import multiprocessing
import os
import re
import sys
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

from . import cases, twins

ways_for = None  # in a worker's process: what `twins.load` returned
ways = {}  # and what that returned for the case at work


class WorkerError(RuntimeError):
    """A worker ended instead of answering; what it printed is on standard error."""


class Worker:
    """One twin's process, as the parent sees it."""

    def __init__(self, twin):
        # Spawned: a forked child would share the parent's memory, and count it as its own.
        context = multiprocessing.get_context("spawn")
        self.twin = twin
        self.pool = ProcessPoolExecutor(1, context, initializer=start, initargs=(twin,))

    def ask(self, function, *arguments):
        """Call a function in the worker's process and return what it returns."""
        try:
            return self.pool.submit(function, *arguments).result()
        except BrokenProcessPool as error:
            raise WorkerError(
                f"the worker of {self.twin} ended during {function.__name__!r}"
            ) from error


@contextmanager
def running(names):
    """Yield a `Worker` for each twin, by name; they end when the block does."""
    with ExitStack() as stack:
        workers = {name: Worker(name) for name in names}
        for worker in workers.values():
            stack.enter_context(worker.pool)
        yield workers


def start(twin):
    """Load a twin in its worker's process."""
    global ways_for
    # What libraries print must not get between the lines of the parent's table.
    sys.stdout = sys.stderr
    os.environ.update(twins.ENVIRONMENT.get(twin, {}))
    ways_for = twins.load(twin)


def prepare(name, steps=None):
    """Build a case's model, do each kind of work once, and return the ways there are.

    Compiling and everything else that happens only the first time happens here.
    """
    case = cases.get(name)
    ways.clear()
    ways.update(ways_for(case if steps is None else replace(case, steps=steps)))
    for of_work in ways.values():
        for turn in of_work.values():
            turn(0)
    return {work: [*of_work] for work, of_work in ways.items()}


def take_turn(work, way, seconds):
    """Work for some seconds; return the median time of one step or pass, in seconds."""
    return ways[work][way](seconds)


def peaks_of_training(name, seconds):
    """Return the process' peaks before the case's model was built, and after training it.

    A peak never falls, so this needs a process that has done nothing but import the twin's
    library. What Keras and TensorFlow need to compile the step is part of their peak. Every
    step is like the others, so a few seconds are enough.
    """
    before = peak()
    first_way, *_ = ways_for(cases.get(name))["training"].values()
    first_way(seconds)
    return before, peak()


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
