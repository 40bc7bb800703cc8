"""Intervals around forecasts, made from the misses on months that training has not seen.

Split conformal prediction (Lei et al. 2018, doi:10.1080/01621459.2017.1307116), with relative
misses: a forecast of 400 that should have been 440 missed by the logarithm of 1.1. The promise
that the interval holds the truth as often as it says needs misses that come in no particular
order. Those of a series do not quite, so the coverage is measured.
"""

import math

import numpy as np


def relative_misses(forecasts, truth):
    """Return the absolute logarithms of forecast over truth, (months,)."""
    return np.abs(np.log(np.asarray(forecasts) / truth))


def margin(misses, share=0.8):
    """Return the relative miss that a new forecast should keep within, with chance `share`.

    Args:
        misses: (n,) those of months that were not trained on. It takes the smallest that at
            least (n + 1) · share of them do not exceed.
        share: what the interval promises.

    Raises:
        ValueError: n is too small for this promise.
    """
    misses = np.sort(misses)
    # Rounded, because 0.8 / 0.2 is a little more than 4 in floating point.
    rank = math.ceil(round((len(misses) + 1) * share, 9))
    if not 1 <= rank <= len(misses):
        needed = math.ceil(round(share / (1 - share), 9)) if 0 < share < 1 else "no number of"
        raise ValueError(
            f"an interval for {share:.0%} needs {needed} misses, but was given {len(misses)}"
        )
    return float(misses[rank - 1])


def interval(forecasts, margin):
    """Return the lower and the upper end for forecasts, (…)."""
    return forecasts * np.exp(-margin), forecasts * np.exp(margin)


def coverage(forecasts, truth, margin):
    """Return the share of months whose truth lies in the interval."""
    low, high = interval(np.asarray(forecasts), margin)
    return float(np.mean((low <= truth) & (truth <= high)))
