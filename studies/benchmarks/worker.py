"""The process that one twin lives in: it does what it is told, and otherwise sleeps.

Between two messages it waits on a pipe, so that the processor belongs to whoever is measured.
"""

import os
import sys
from contextlib import suppress
from dataclasses import replace

from . import cases, memory, twins


class Worker:
    """Answers the parent's messages; each names a method and its arguments."""

    def __init__(self, twin):
        self.twin = twins.load(twin)
        self.ways = {}

    def prepare(self, name, steps=None):
        """Build a case's model, do each kind of work once, and return the ways there are.

        Compiling and everything else that happens only the first time happens here.
        """
        case = cases.get(name)
        if steps is not None:
            case = replace(case, steps=steps)
        self.ways = self.twin.ways(case)
        for ways in self.ways.values():
            for turn in ways.values():
                turn(0)
        return {work: [*ways] for work, ways in self.ways.items()}

    def turn(self, work, way, seconds):
        """Work for some seconds; return the median time of one step or pass, in seconds."""
        return self.ways[work][way](seconds)

    def memory(self, name, seconds):
        """Return the peaks of this process' memory before and after training for a while."""
        return memory.of_training(self.twin, cases.get(name), seconds)


def serve(twin, connection):
    """Answer messages until one is None, or the parent is gone."""
    # What libraries print must not get between the lines of the parent's table.
    sys.stdout = sys.stderr
    os.environ.update(twins.ENVIRONMENT.get(twin, {}))
    worker = Worker(twin)
    with suppress(EOFError):
        while message := connection.recv():
            method, *arguments = message
            connection.send(getattr(worker, method)(*arguments))
