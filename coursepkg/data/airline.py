"""Monthly totals of international airline passengers, January 1949 to December 1960.

The series is "Series G" of G. E. P. Box and G. M. Jenkins, Time Series Analysis:
Forecasting and Control (Holden-Day, 1970). The 144 published values ship with the package.
"""

from importlib import resources
from typing import NamedTuple

import numpy as np

SOURCE = "Box and Jenkins (1970), series G; 144 monthly values that ship with coursepkg"


class AirlinePassengers(NamedTuple):
    """The series, oldest month first."""

    months: np.ndarray  # (144,) datetime64[M]
    passengers: np.ndarray  # (144,) float64, in thousands of passengers a month
    source: str


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
