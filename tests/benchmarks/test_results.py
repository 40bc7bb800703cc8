"""The results that are committed, and that the book shows, are whole and hang together."""

import json
from statistics import median

import pytest

from benchmarks.__main__ import RESULTS
from benchmarks.cases import CASES

FOUND = json.loads(RESULTS.read_text("utf-8"))
MEASUREMENTS = {(found["case"], found["work"]): found for found in FOUND["measurements"]}


def ways(found):
    for of_twin in found["twins"].values():
        yield from of_twin["ways"].values()


def test_every_case_is_there():
    expected = {("streaming", "streaming")} | {
        (name, work)
        for name in CASES
        if name != "streaming"
        for work in ("training", "inference")
    }
    assert set(MEASUREMENTS) == expected
    for found in MEASUREMENTS.values():
        assert {"numpy", "keras"} <= set(found["twins"])


def test_aims_are_those_of_the_cases():
    for (name, work), found in MEASUREMENTS.items():
        assert found["aim"] == (None if work == "inference" else CASES[name].aim)


@pytest.mark.parametrize("key", MEASUREMENTS, ids="-".join)
def test_times(key):
    for way in ways(MEASUREMENTS[key]):
        assert len(way["rounds"]) == FOUND["rounds"]
        assert min(way["rounds"]) > 0
        assert way["median"] == pytest.approx(median(way["rounds"]), rel=1e-4)
        low, high = way["quartiles"]
        assert low <= way["median"] <= high


@pytest.mark.parametrize("key", MEASUREMENTS, ids="-".join)
def test_ratios_are_those_of_the_rounds(key):
    found = MEASUREMENTS[key]
    ours = found["twins"]["numpy"]
    own = ours["ways"][ours["fastest"]]["rounds"]
    for way in ways(found):
        of_rounds = [theirs / time for theirs, time in zip(way["rounds"], own, strict=True)]
        assert way["ratio"]["median"] == pytest.approx(median(of_rounds), rel=1e-3)


def test_fastest_is_fastest():
    for found in MEASUREMENTS.values():
        for of_twin in found["twins"].values():
            least = min(way["median"] for way in of_twin["ways"].values())
            assert of_twin["ways"][of_twin["fastest"]]["median"] == least


def test_scaling_and_memory():
    scaling = FOUND["scaling"]
    assert scaling["steps"][-1] == 2000
    assert len(scaling["milliseconds"]) == len(scaling["steps"])
    assert set(FOUND["memory"]["peaks"]) == set(FOUND["twins"])
    for before, after in FOUND["memory"]["peaks"].values():
        assert 0 < before < after


def test_the_profile_accounts_for_the_step():
    assert set(FOUND["profile"]) == {n for n, case in CASES.items() if case.aim and case.loss}
    for found in FOUND["profile"].values():
        # Medians of the parts need not add up to the median of the whole.
        assert 0.7 * found["step"] < sum(found["parts"].values()) < 1.1 * found["step"]
        assert 0 < sum(found["floor"].values()) < found["step"]


def test_the_machine_is_described():
    known = {"processor", "cores", "memory in GiB", "system", "date", "commit", "blas"}
    assert known <= set(FOUND["machine"])
    for name in ("python", "numpy", "keras", "tensorflow"):
        assert FOUND["machine"][name]
