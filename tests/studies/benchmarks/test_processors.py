"""The comparison of processors: what it computes, and the results that are committed."""

import json

import numpy as np
import pytest

from coursepkg import numpy_nn
from coursepkg.labs import airline
from studies.benchmarks import processors
from studies.benchmarks.processors import LABS, RESULTS, SHARED, UPDATES, VARIANTS

FOUND = json.loads(RESULTS.read_text("utf-8"))
RECORDS = {(r["twin"], r["lab"], r["variant"]): r for r in FOUND["records"]}


@pytest.fixture(autouse=True)
def stand_ins(monkeypatch):
    for name, value in SHARED.items():
        monkeypatch.setenv(name, value)


def test_training_is_looked_at_where_it_should_be():
    weights, outputs = processors.train(numpy_nn, airline, updates=(0, 2))
    assert weights.shape == (2, 23_301)
    assert outputs.shape == (2, 27)
    assert not np.array_equal(weights[0], weights[1])
    again, _ = processors.train(numpy_nn, airline, updates=(0, 1, 2))
    assert np.array_equal(again[[0, 2]], weights)


def test_differences_are_the_largest_of_each_row():
    found = np.array([[1, 2, 3], [4, 5, 6]], np.float32)
    reference = np.array([[1, 2, 3.5], [2, 5, 7]], np.float32)
    assert processors.largest_differences(found, reference) == [0.5, 2.0]


def test_every_variant_is_compared_with_the_first(monkeypatch):
    asked = []

    def pretend(twin, lab, settings, folder):
        asked.append(settings)
        value = float(settings.get("SHIFT", 0))
        return np.full((2, 3), value), np.full((2, 1), -value)

    monkeypatch.setattr(processors, "in_a_process", pretend)
    shifted = {"SHIFT": "0.25"}
    records = processors.measure({"numpy": {"plain": {}, "b": shifted}}, {"airline": None})
    assert asked == [{}, shifted]
    (record,) = records
    assert (record["variant"], record["settings"]) == ("b", shifted)
    assert record["weights"] == record["outputs"] == [0.25, 0.25]


def test_a_child_is_told_its_settings_and_no_others(monkeypatch, tmp_path):
    told = {}

    def pretend(command, env, check):
        told.update(env)
        np.savez(command[-1], weights=np.ones((1, 2)), outputs=np.zeros((1, 2)))

    monkeypatch.setattr(processors.subprocess, "run", pretend)
    monkeypatch.setenv("OPENBLAS_CORETYPE", "Haswell")
    settings = {"TF_ENABLE_ONEDNN_OPTS": "1"}
    weights, _ = processors.in_a_process("keras", "airline", settings, tmp_path)
    assert weights.tolist() == [[1, 1]]
    assert "OPENBLAS_CORETYPE" not in told
    assert told["TF_ENABLE_ONEDNN_OPTS"] == "1"
    assert told["COURSEPKG_OFFLINE"] == "1"


def test_the_committed_results_are_of_every_variant():
    expected = {
        (twin, lab, variant): settings
        for twin, of_twin in VARIANTS.items()
        for lab in LABS
        for variant, settings in list(of_twin.items())[1:]
    }
    assert {key: record["settings"] for key, record in RECORDS.items()} == expected
    for record in FOUND["records"]:
        assert tuple(record["updates"]) == UPDATES[record["lab"]]


def after(record, what, updates):
    """Return a record's difference of weights or outputs after so many updates."""
    return record[what][record["updates"].index(updates)]


def test_what_the_page_says_of_them():
    alike = {"again", "one thread", "products as on Haswell"}
    for (_, lab, variant), record in RECORDS.items():
        if variant in alike:
            assert not any(record["weights"] + record["outputs"])
            continue
        assert 0 < after(record, "weights", 200) < 1e-6
        early = record["outputs"][: record["updates"].index(200) + 1]
        assert max(early) < 1e-6, "three decimals hold for as long as a page trains"
        if lab == "airline":
            growth = after(record, "weights", 500) / after(record, "weights", 200)
            assert growth > 5000
            assert after(record, "outputs", 1000) > 0.005
