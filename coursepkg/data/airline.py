"""Monthly totals of international airline passengers, January 1949 to December 1960.

The series is "Series G" of G. E. P. Box and G. M. Jenkins, Time Series Analysis:
Forecasting and Control (Holden-Day, 1970). The 144 published values ship with the package.
"""

from dataclasses import dataclass
from importlib import resources
from typing import NamedTuple

import numpy as np

SOURCE = "Box and Jenkins (1970), series G; 144 monthly values that ship with coursepkg"
VALIDATION_MONTHS, TEST_MONTHS = 24, 27  # the newest 27 test, the 24 before them validate


class AirlinePassengers(NamedTuple):
    """The series, oldest month first."""

    months: np.ndarray  # (144,) datetime64[M]
    passengers: np.ndarray  # (144,) float64, in thousands of passengers a month
    source: str


class SeriesPart(NamedTuple):
    """A stretch of T months."""

    months: np.ndarray  # (T,) datetime64[M]
    passengers: np.ndarray  # (T,) float64, in thousands of passengers a month

    def __str__(self):
        return f"{len(self.months)} months, {self.months[0]} to {self.months[-1]}"


@dataclass(frozen=True)
class AirlineParts:
    """The series whole and in three stretches of time; `print` says what it is."""

    months: np.ndarray  # (144,) datetime64[M]
    passengers: np.ndarray  # (144,) float64, in thousands of passengers a month
    source: str
    train: SeriesPart  # 93 months
    validation: SeriesPart  # the 24 after them
    test: SeriesPart  # the last 27

    def __str__(self):
        parts = (f"{part}: {getattr(self, part)}" for part in ("train", "validation", "test"))
        return "\n".join([f"airline: {self.source}", *parts])


def load_airline():
    """Return the 144 months as an `AirlinePassengers`."""
    table = resources.files(__package__) / "airline-passengers.csv"
    rows = [line.split(",") for line in table.read_text("utf-8").splitlines()[1:]]
    months, passengers = zip(*rows, strict=True)
    return AirlinePassengers(
        months=np.array(months, "datetime64[M]"),
        passengers=np.array(passengers, float),
        source=SOURCE,
    )


def split_airline():
    """Return the series as `AirlineParts`: the past trains, the newest months test."""
    series = load_airline()
    ends = [-VALIDATION_MONTHS - TEST_MONTHS, -TEST_MONTHS]
    parts = zip(np.split(series.months, ends), np.split(series.passengers, ends), strict=True)
    return AirlineParts(*series, *(SeriesPart(*part) for part in parts))
