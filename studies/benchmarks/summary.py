"""From the times of all rounds to the numbers that are reported."""

from math import log
from statistics import linear_regression, median, quantiles

OURS = "numpy"


def spread(values):
    """Return the median of at least two values, and the quartiles around it."""
    low, _, high = quantiles(values, n=4, method="inclusive")
    return {"median": median(values), "quartiles": [low, high]}


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


def exponent(sizes, times):
    """Return p such that times grow like sizes to the power of p: 1 if they are in proportion.

    It is the slope of the straight line that fits the logarithms best.
    """
    return linear_regression([log(size) for size in sizes], [log(time) for time in times]).slope
