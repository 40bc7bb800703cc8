"""A whole measurement: all cases in rounds, then growth with length, memory and a profile.

In a round every twin has a turn, one after the other, and nobody works meanwhile. What
disturbs a machine comes and goes in minutes. Turns of a tenth of a second that lie side by
side meet the same disturbance, so that their ratio holds even where the times do not.
"""

import sys
from collections import defaultdict
from math import log
from statistics import linear_regression, median, quantiles

from studies.provenance import describe_machine

from . import cases, profile
from .workers import peaks_of_training, prepare, running, take_turn

OURS = "numpy"
LENGTHS = (250, 500, 1000, 2000)  # steps of a sequence
EXAMPLE = "imdb"  # the case whose growth and memory are measured


def everything(twins, rounds, seconds):
    """Return all results, with the description of this machine."""
    aimed = {name: case for name, case in cases.CASES.items() if case.aim and case.loss}
    return {
        "machine": describe_machine(),
        "twins": twins,
        "rounds": rounds,
        "seconds": seconds,
        "measurements": measure(cases.CASES, twins, rounds, seconds),
        "scaling": scaling(max(rounds // 2, 2), seconds),
        "memory": memory(twins),
        "profile": {
            name: profile.of_training(case, 10 * seconds) for name, case in aimed.items()
        },
    }


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
                summary = summarise(times)
                measurements.append({"case": name, "work": work, "aim": aim, "twins": summary})
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
            peaks[twin] = workers[twin].ask(peaks_of_training, EXAMPLE, seconds)
    return {"case": EXAMPLE, "peaks": peaks}


def alternate(workers, case, rounds, seconds, steps=None):
    """Return the time of every way, round by round.

    Args:
        workers: a `Worker` for each twin, by name.
        case: name of the case.
        rounds: how many turns each way has.
        seconds: how long a turn lasts, about.
        steps: steps of a sequence, if not the case's own number.

    Returns:
        times[work][twin][way]: a list of seconds, one a round.
    """
    ways = {twin: worker.ask(prepare, case, steps) for twin, worker in workers.items()}
    times = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    for number in range(rounds):
        # The other way round every second time: nobody always comes first.
        order = [*workers] if number % 2 == 0 else [*reversed(workers)]
        for work in {work: None for of_twin in ways.values() for work in of_twin}:
            for twin in order:
                for way in ways[twin].get(work, ()):
                    time = workers[twin].ask(take_turn, work, way, seconds)
                    times[work][twin][way].append(time)
    return times


def summarise(times):
    """Return what is reported of one kind of work.

    Args:
        times: times[twin][way], a list of seconds, one a round; our own twin among them.

    Returns:
        For every twin the name of its `fastest` way, and for all its `ways` the milliseconds
        of every round with their spread, and the spread of the `ratio`: this way's time over
        that of our fastest way in the same round.
    """
    fastest = {
        twin: min(ways, key=lambda way: median(ways[way])) for twin, ways in times.items()
    }
    ours = times[OURS][fastest[OURS]]

    def report(values):
        ratios = [value / own for value, own in zip(values, ours, strict=True)]
        milliseconds = [1000 * value for value in values]
        return {**spread(milliseconds), "rounds": milliseconds, "ratio": spread(ratios)}

    return {
        twin: {
            "fastest": fastest[twin],
            "ways": {way: report(values) for way, values in ways.items()},
        }
        for twin, ways in times.items()
    }


def spread(values):
    """Return the median of at least two values, and the quartiles around it."""
    low, _, high = quantiles(values, n=4, method="inclusive")
    return {"median": median(values), "quartiles": [low, high]}


def exponent(sizes, times):
    """Return p such that times grow like sizes to the power of p: 1 if they are in proportion.

    It is the slope of the straight line that fits the logarithms best.
    """
    return linear_regression([log(size) for size in sizes], [log(time) for time in times]).slope


def say(what):
    """Tell on standard error what is being measured."""
    print(f"measuring {what}", file=sys.stderr, flush=True)
