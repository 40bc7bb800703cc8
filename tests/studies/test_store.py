import json

import numpy as np
import pytest

from coursepkg.numpy_nn import read_weights
from coursepkg.study import jobs
from coursepkg.study.execution import execute
from coursepkg.study.store import Store, undeclared


@pytest.fixture
def store(toy, tmp_path):
    """A store with the runs of seeds 0 and 1."""
    store = Store("toy", tmp_path)
    for job in jobs.plan("toy", seeds=2):
        store.save(execute(job))
    return store


def test_a_run_is_a_file_of_its_own(store, tmp_path):
    found = {path.relative_to(store.runs).as_posix() for path in store.runs.rglob("*.json")}
    assert found == {
        "rule/baseline.json",
        *(f"plain/{twin}-{seed}.json" for twin in ("numpy", "keras") for seed in (0, 1)),
        *(f"wide/numpy-{seed}.json" for seed in (0, 1)),
    }
    record = json.loads((store.runs / "plain/keras-1.json").read_text("utf-8"))
    assert record["metrics"] == {"score": 0.4, "far": {"score": 0.8}}
    assert record["config"] == {"cell": "gru", "units": 3, "epochs": 4}


def test_weights_are_kept_and_named_in_the_record(store, tmp_path):
    record = store.records()["plain", "numpy", 0]
    assert record["weights"] == "weights/toy/plain-numpy-0.npz"
    np.testing.assert_array_equal(read_weights(tmp_path / record["weights"])[0], [0, 0])
    assert "weights" not in store.records()["plain", "numpy", 1]


def test_what_is_there_is_not_missing(store):
    assert [job.key for job in store.missing(jobs.plan("toy"))] == [
        ("plain", "numpy", 2),
        ("plain", "keras", 2),
        ("wide", "numpy", 2),
    ]


def test_the_gathered_file_is_enough_to_go_on(store, tmp_path):
    before = store.records()
    store.gather()
    for path in store.runs.rglob("*.json"):
        path.unlink()
    assert store.records() == before
    assert len(store.missing(jobs.plan("toy"))) == 3


def test_gathering_twice_gives_the_same_bytes(store):
    first = store.gather().read_bytes()
    assert store.gather().read_bytes() == first
    lines = first.decode().splitlines()
    assert sum('"twin"' in line for line in lines) == 6, "one run a line"
    results = json.loads(first)
    assert [r["configuration"] for r in results["baselines"]] == ["rule"]
    assert [(r["configuration"], r["twin"], r["seed"]) for r in results["runs"]] == sorted(
        (r["configuration"], r["twin"], r["seed"]) for r in results["runs"]
    )


def test_a_half_written_file_is_no_run(store):
    # What an interrupted process leaves behind while it writes.
    (store.runs / "plain" / ".numpy-2.json.77.unfinished").write_text('{"configur')
    assert ("plain", "numpy", 2) in [job.key for job in store.missing(jobs.plan("toy"))]
    store.gather()


def test_a_run_of_another_configuration_is_refused(toy, store):
    toy.CONFIGURATIONS["plain"]["units"] = 4
    with pytest.raises(ValueError, match=r"plain, numpy, seed 0 was run with .*--forget plain"):
        store.missing(jobs.plan("toy"))
    assert undeclared("toy", store.records()) == [
        key for key in store.records() if key[0] == "plain"
    ]


def test_forgetting(toy, store, tmp_path):
    store.gather()
    assert store.forget(["plain"]) == 4
    for found in (store.records(), Store("toy", tmp_path).records()):
        assert {key[0] for key in found} == {"rule", "wide"}
    assert not (tmp_path / "weights/toy/plain-numpy-0.npz").exists()
    assert (tmp_path / "weights/toy/wide-numpy-0.npz").exists()
    assert store.forget(["plain"]) == 0
