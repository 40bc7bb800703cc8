"""The printed table, of made-up results."""

import pytest

from studies.benchmarks import table
from studies.benchmarks.measurements import summarise

TIMES = {
    "numpy": {"train_on_batch": [0.010, 0.010]},
    "keras": {"train_on_batch": [0.025, 0.025], "fit": [0.015, 0.015]},
    "torch": {"loop": [0.042, 0.042]},
}


def results(aim=None, twins=("numpy", "keras", "torch")):
    found = summarise({twin: TIMES[twin] for twin in twins})
    measurement = {"case": "airline", "work": "training", "aim": aim, "twins": found}
    return {"twins": [*twins], "measurements": [measurement]}


def words(line):
    return line.split()


def text(*arguments):
    return "\n".join(table.lines(results(*arguments)))


def row(*arguments):
    return next(line for line in table.lines(results(*arguments)) if "airline" in line)


def test_headline_compares_the_fastest_ways():
    assert words(row()) == words("airline, training 10 ms 15 ms 1.50 (1.50 to 1.50) 4.20")


def test_other_ways_stand_below():
    assert "Keras by train_on_batch" in text()
    assert "2.50 (2.50 to 2.50)" in text()
    assert "Keras by fit" not in text()


@pytest.mark.parametrize(("aim", "verdict"), [(1.5, "met"), (1.6, "missed")])
def test_aim(aim, verdict):
    assert f"{aim} {verdict}" in row(aim)


def test_columns_stand_under_their_heads():
    header, aim = table.HEADER, row(1.5)
    assert header.index("aim") == aim.index("1.5 met")
    assert len(header) == len(aim)


def test_missing_libraries_are_said():
    assert "PyTorch is not installed" not in text()
    assert "PyTorch is not installed" in text(None, ("numpy", "keras"))
    assert words(row(3, ("numpy",))) == words("airline, training 10 ms")
