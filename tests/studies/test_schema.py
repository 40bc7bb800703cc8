import copy

import pytest
from jsonschema import ValidationError

from coursepkg.study import jobs
from coursepkg.study.execution import execute
from coursepkg.study.schema import check


@pytest.fixture
def record(toy):
    return execute(jobs.plan("toy", configurations=["plain"])[0]).record


def test_what_the_engine_records_fits(record):
    check("run", record)
    check("results", {"lab": "toy", "baselines": [], "runs": [record]})


NEEDED = [
    *("cell", "twin", "seed", "config", "history", "metrics", "seconds_per_epoch"),
    *("seconds_per_step", "versions", "processor", "data_hash", "commit", "parameters"),
]


@pytest.mark.parametrize("name", NEEDED)
def test_nothing_may_be_missing(record, name):
    del record[name]
    with pytest.raises(ValidationError, match=f"'{name}' is a required property"):
        check("run", record)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("twin", "torch"),
        ("seed", -1),
        ("metrics", {}),
        ("history", {"loss": ["low"]}),
        ("data_hash", "abc"),
        ("seconds_per_step", None),
        ("weights", "/home/me/weights.npz"),
        ("weights", "weights/../../secret.npz"),
        ("anything", 1),
    ],
)
def test_what_does_not_fit(record, name, value):
    changed = {**copy.deepcopy(record), name: value}
    with pytest.raises(ValidationError):
        check("run", changed)
    with pytest.raises(ValidationError):
        check("results", {"lab": "toy", "baselines": [], "runs": [changed]})
