import hashlib
from importlib import resources

import numpy as np

from coursepkg.data.airline import load_airline


def test_the_series_is_the_published_one():
    series = load_airline()
    assert len(series.passengers) == 144
    assert series.passengers.sum() == 40_363
    assert (series.passengers[0], series.passengers[-1]) == (112, 432)
    np.testing.assert_array_equal(
        series.months, np.arange("1949-01", "1961-01", dtype="datetime64[M]")
    )
    assert "Box and Jenkins" in series.source


def test_no_value_has_changed():
    text = (resources.files("coursepkg.data") / "airline-passengers.csv").read_text("utf-8")
    digest = hashlib.sha256("\n".join(text.split()).encode()).hexdigest()
    assert digest == "f3c879a76ae2a7b625d4c7d6815f79ec8c737816bb6991be72c5956e7878c29b"
