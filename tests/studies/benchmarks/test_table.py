"""The printed table, of made-up results."""

import pytest
from benchmarks import table
from benchmarks.summary import summarise

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


def test_scaling_and_memory():
    more = {
        "scaling": {
            "case": "imdb",
            "steps": [250, 500],
            "milliseconds": [60.0, 121.0],
            "exponent": 1.012,
        },
        "memory": {"case": "imdb", "peaks": {"numpy": [30.0, 200.5], "keras": [300, 700]}},
    }
    printed = "\n".join(table.lines({**results(), **more}))
    assert "to the power of 1.01" in printed
    assert "   500 steps      121 ms" in printed
    assert "numpy                   30             200      170" in printed
    assert "keras                  300             700      400" in printed


def test_memory_that_the_system_does_not_tell():
    more = {"memory": {"case": "imdb", "peaks": {"numpy": [None, None]}}}
    assert "not known on this system" in "\n".join(table.lines({**results(), **more}))
