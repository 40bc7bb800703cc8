"""Means, spreads and intervals of what a study found."""

from typing import NamedTuple

import numpy as np
from scipy.stats import bootstrap

RESAMPLES = 9999


class Summary(NamedTuple):
    """One number over several seeds."""

    mean: float
    deviation: float  # sample standard deviation; NaN for a single value
    count: int

    def __str__(self):
        return f"{self.mean:.3f} ± {self.deviation:.3f}"


class Difference(NamedTuple):
    """A mean difference and its interval."""

    mean: float
    low: float
    high: float
    count: int  # pairs

    def __str__(self):
        return f"{self.mean:+.3f} ({self.low:+.3f} to {self.high:+.3f})"

    @property
    def clear(self):
        """Whether the interval leaves 0 out."""
        return self.low > 0 or self.high < 0


def summary(values):
    """Return the `Summary` of values, (count,)."""
    values = np.asarray(values, float)
    if values.ndim != 1 or not len(values):
        raise ValueError(f"expected (count,) values, but was given shape {values.shape}")
    deviation = float(values.std(ddof=1)) if len(values) > 1 else float("nan")
    return Summary(float(values.mean()), deviation, len(values))


def paired_difference(first, second, confidence=0.95, resamples=RESAMPLES):
    """Return the mean of first − second and its paired bootstrap interval.

    The differences of the pairs are drawn again and again, with replacement; the interval
    holds the middle `confidence` of the means (percentile method, Efron 1979,
    doi:10.1214/aos/1176344552). With only five pairs it is too narrow: it then misses the
    truth in more than one case of ten rather than in one of twenty.

    Args:
        first, second: (pairs,) numbers that belong together: of the same seeds, or of the
            same test rows.
        confidence: share of the means that the interval holds.
        resamples: how often the pairs are drawn. The draws are the same at every call.

    Raises:
        ValueError: the two do not have the same length, or less than two pairs.
    """
    first, second = np.asarray(first, float), np.asarray(second, float)
    if first.shape != second.shape or first.ndim != 1 or len(first) < 2:
        raise ValueError(
            "expected two lists of the same length, at least 2, but was given shapes "
            f"{first.shape} and {second.shape}"
        )
    differences = first - second
    interval = bootstrap(
        (differences,),
        np.mean,
        confidence_level=confidence,
        n_resamples=resamples,
        method="percentile",
        batch=max(1, 10_000_000 // len(differences)),  # draws held in memory at a time
        rng=np.random.default_rng(0),
    ).confidence_interval
    mean = float(differences.mean())
    return Difference(mean, float(interval.low), float(interval.high), len(differences))
