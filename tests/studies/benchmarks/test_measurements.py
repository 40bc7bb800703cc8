"""Numbers from rounds, on made-up rounds."""

import pytest

from studies.benchmarks.measurements import exponent, spread, summarise

TIMES = {
    "numpy": {"slow way": [4.0, 4.0, 4.0], "quick way": [1.0, 2.0, 4.0]},
    "keras": {"predict": [9.0, 9.0, 9.0], "compiled": [3.0, 4.0, 16.0]},
}


@pytest.mark.parametrize("power", [0.5, 1, 2])
def test_exponent_of_a_power(power):
    sizes = [250, 500, 1000, 2000]
    assert exponent(sizes, [0.03 * size**power for size in sizes]) == pytest.approx(power)


def test_exponent_of_a_sum_lies_between():
    sizes = [1, 10, 100]
    assert 1 < exponent(sizes, [size + size**2 for size in sizes]) < 2


def test_spread():
    assert spread([5.0, 1.0, 3.0]) == {"median": 3.0, "quartiles": [2.0, 4.0]}


def test_fastest_way_by_median():
    summary = summarise(TIMES)
    assert summary["numpy"]["fastest"] == "quick way"
    assert summary["keras"]["fastest"] == "compiled"


def test_times_are_in_milliseconds():
    way = summarise(TIMES)["keras"]["ways"]["compiled"]
    assert way["rounds"] == [3000.0, 4000.0, 16000.0]
    assert way["median"] == 4000.0


def test_ratios_are_those_of_each_round():
    way = summarise(TIMES)["keras"]["ways"]["compiled"]
    assert way["ratio"] == {"median": 3.0, "quartiles": [2.5, 3.5]}  # of 3, 2 and 4


def test_our_fastest_way_is_once_as_fast_as_itself():
    ratio = summarise(TIMES)["numpy"]["ways"]["quick way"]["ratio"]
    assert ratio == {"median": 1.0, "quartiles": [1.0, 1.0]}
