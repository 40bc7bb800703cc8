"""A whole run: all cases in rounds, then growth with length, then memory."""

import sys

from . import cases, machine, profile
from .processes import running
from .rounds import alternate
from .summary import OURS, exponent, summarise

LENGTHS = (250, 500, 1000, 2000)  # steps of a sequence
EXAMPLE = "imdb"  # the case whose growth and memory are measured


def measure(names, twins, rounds, seconds):
    """Return the measurements of some cases: one for each kind of work.

    Args:
        names: of the cases.
        twins: names of the twins, ours among them.
        rounds: turns that every way has; at least two.
        seconds: length of a turn.
    """
    measurements = []
    with running(twins) as workers:
        for name in names:
            say(name)
            for work, times in alternate(workers, name, rounds, seconds).items():
                # What the course set out to reach concerns learning, and reading live.
                aim = None if work == "inference" else cases.get(name).aim
                found = {"case": name, "work": work, "aim": aim, "twins": summarise(times)}
                measurements.append(found)
    return measurements


def scaling(rounds, seconds):
    """Return how the time of our training step grows with the length of the sequence."""
    milliseconds = []
    with running([OURS]) as workers:
        for steps in LENGTHS:
            say(f"{EXAMPLE}, {steps} steps")
            times = alternate(workers, EXAMPLE, rounds, seconds, steps)
            ours = summarise(times["training"])[OURS]
            milliseconds.append(ours["ways"][ours["fastest"]]["median"])
    return {
        "case": EXAMPLE,
        "steps": [*LENGTHS],
        "milliseconds": milliseconds,
        "exponent": exponent(LENGTHS, milliseconds),
    }


def memory(twins, seconds=3.0):
    """Return the peaks of each twin's process, in MiB, before and after training."""
    peaks = {}
    for twin in twins:
        say(f"{EXAMPLE}, memory of {twin}")
        with running([twin]) as workers:
            peaks[twin] = workers[twin].ask("memory", EXAMPLE, seconds)
    return {"case": EXAMPLE, "peaks": peaks}


def everything(twins, rounds, seconds):
    """Return all results, with the description of this machine."""
    return {
        "machine": machine.describe(),
        "twins": twins,
        "rounds": rounds,
        "seconds": seconds,
        "measurements": measure(cases.CASES, twins, rounds, seconds),
        "scaling": scaling(max(rounds // 2, 2), seconds),
        "memory": memory(twins),
        "profile": profiles(10 * seconds),
    }


def profiles(seconds):
    """Return where the time of our training step goes, for every case with an aim."""
    aimed = {name: case for name, case in cases.CASES.items() if case.aim and case.loss}
    return {name: profile.of_training(case, seconds) for name, case in aimed.items()}


def say(what):
    """Tell on standard error what is being measured."""
    print(f"measuring {what}", file=sys.stderr, flush=True)
