"""The results that are committed, and that the book shows, are of the cases that are now."""

import json

from studies.benchmarks.__main__ import RESULTS
from studies.benchmarks.cases import CASES

FOUND = json.loads(RESULTS.read_text("utf-8"))
MEASUREMENTS = {(found["case"], found["work"]): found for found in FOUND["measurements"]}


def test_every_case_is_there():
    expected = {("streaming", "streaming")} | {
        (name, work)
        for name in CASES
        if name != "streaming"
        for work in ("training", "inference")
    }
    assert set(MEASUREMENTS) == expected
    assert set(FOUND["profile"]) == {n for n, case in CASES.items() if case.aim and case.loss}


def test_aims_are_those_of_the_cases():
    for (name, work), found in MEASUREMENTS.items():
        assert found["aim"] == (None if work == "inference" else CASES[name].aim)
