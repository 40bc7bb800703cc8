import hashlib
from importlib import resources

import numpy as np

from coursepkg import data
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


def test_the_parts_follow_one_another():
    loaded, series = data.load("airline"), load_airline()
    parts = loaded.train, loaded.validation, loaded.test
    assert [len(part.passengers) for part in parts] == [93, 24, 27]
    for field in ("months", "passengers"):
        whole = getattr(series, field)
        np.testing.assert_array_equal(getattr(loaded, field), whole)
        np.testing.assert_array_equal(np.concatenate([getattr(p, field) for p in parts]), whole)
    assert loaded.test.months[0] == np.datetime64("1958-10")  # as in the lab


def test_printed_it_says_what_it_is():
    assert str(data.load("airline")).splitlines() == [
        f"airline: {load_airline().source}",
        "train: 93 months, 1949-01 to 1956-09",
        "validation: 24 months, 1956-10 to 1958-09",
        "test: 27 months, 1958-10 to 1960-12",
    ]
