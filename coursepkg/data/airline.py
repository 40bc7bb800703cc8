"""Monthly totals of international airline passengers, January 1949 to December 1960.

What it is:
    144 numbers, in thousands of passengers: the "Series G" of G. E. P. Box and G. M. Jenkins,
    Time Series Analysis: Forecasting and Control (Holden-Day, 1970).
Terms:
    The numbers are published facts. They ship with the package, in `airline-passengers.csv`.
Cleaning:
    None.
Parts:
    Stretches of time: 93 months train, the 24 after them validate, the newest 27 test. A
    random split would let a model see the future.
"""

from pathlib import Path
from typing import NamedTuple

import numpy as np

from .data_set import DataSet

SET = DataSet(
    name="airline",
    title="monthly airline passengers, 1949 to 1960",
    makers="Box and Jenkins (1970), series G",
    terms="144 published facts; they ship with the course",
)
SOURCE = "Box and Jenkins (1970), series G; 144 monthly values that ship with coursepkg"
VALIDATION_MONTHS, TEST_MONTHS = 24, 27


class SeriesPart(NamedTuple):
    """A stretch of T months."""

    months: np.ndarray  # (T,) datetime64[M]
    passengers: np.ndarray  # (T,) float64, in thousands of passengers a month

    def __str__(self):
        return f"{len(self.months)} months, {self.months[0]} to {self.months[-1]}"


class AirlinePassengers(NamedTuple):
    """The series, oldest month first, whole and in three parts; `print` says what it is."""

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
    """Return the 144 months as `AirlinePassengers`."""
    table = Path(__file__).with_name("airline-passengers.csv").read_text("utf-8")
    names, passengers = zip(*(line.split(",") for line in table.split()[1:]), strict=True)
    whole = np.array(names, "datetime64[M]"), np.array(passengers, float)
    ends = [-VALIDATION_MONTHS - TEST_MONTHS, -TEST_MONTHS]
    parts = zip(*(np.split(values, ends) for values in whole), strict=True)
    return AirlinePassengers(*whole, SOURCE, *(SeriesPart(*part) for part in parts))
