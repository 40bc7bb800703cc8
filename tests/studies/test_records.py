"""What a run leaves behind: plain values, records that fit the schema, and their files."""

import copy
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import ValidationError

from coursepkg.numpy_nn import read_weights
from coursepkg.results import unpack_bits, unpack_probabilities
from studies import jobs
from studies.records import Store, check, hash_of, pack_bits, pack_probabilities, plain


@given(st.lists(st.booleans()))
def test_packed_rows_come_back(right):
    found = json.loads(json.dumps(pack_bits(np.array(right, bool))))
    np.testing.assert_array_equal(unpack_bits(found), np.array(right, bool))


def test_packed_rows_are_small():
    assert len(json.dumps(pack_bits(np.ones(25_000, bool)))) < 4500


@pytest.mark.parametrize("right", [np.ones(3), np.ones((2, 2), bool)])
def test_what_is_not_right_or_wrong(right):
    with pytest.raises(ValueError, match=r"expected \(rows,\) booleans, but was given"):
        pack_bits(right)


def test_probabilities_come_back_within_half_a_step():
    probabilities = np.random.default_rng(3).random(1000)
    packed = json.loads(json.dumps(pack_probabilities(probabilities)))
    assert np.abs(unpack_probabilities(packed) - probabilities).max() <= 0.5 / 255 + 1e-12
    assert len(json.dumps(packed)) < 1400


@pytest.mark.parametrize("probabilities", [[0.2, 1.1], [-0.1], [np.nan], [[0.5]]])
def test_what_are_no_probabilities(probabilities):
    with pytest.raises(ValueError, match=r"expected .* probabilities from 0 to 1"):
        pack_probabilities(probabilities)


def test_numbers_are_rounded_to_six_digits():
    found = plain(
        {"a": np.array([1 / 3, 2e9 / 3]), "b": (np.int64(7), np.float32(0.5)), 3: True}
    )
    assert found == {"a": [0.333333, 666667000.0], "b": [7, 0.5], "3": True}
    assert json.dumps(found)


@pytest.mark.parametrize("value", [np.nan, np.inf, {"a": [1, -np.inf]}])
def test_what_is_not_a_number(value):
    with pytest.raises(ValueError, match="expected finite numbers"):
        plain(value)


def test_what_json_does_not_know():
    with pytest.raises(TypeError, match="found set"):
        plain({"a": {1}})


def test_a_hash_tells_data_apart():
    texts, labels = ["one", "two"], np.array([0, 1])
    known = hash_of(texts, labels)
    assert known == hash_of(list(texts), labels.copy())
    others = [
        hash_of(["onet", "wo"], labels),
        hash_of(texts, labels[::-1].copy()),
        hash_of(texts, labels.astype("int32")),
        hash_of(texts, labels[None]),
        hash_of(texts),
        hash_of("one", "two", labels),
    ]
    assert len({known, *others}) == 7


@pytest.fixture
def record(toy):
    return jobs.execute(jobs.plan("toy", configurations=["plain"])[0]).record


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


@pytest.fixture
def store(toy, tmp_path):
    """A store with the runs of seeds 0 and 1."""
    store = Store("toy", tmp_path)
    for job in jobs.plan("toy", seeds=2):
        store.save(jobs.execute(job))
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


def test_forgetting(toy, store, tmp_path):
    store.gather()
    assert store.forget(["plain"]) == 4
    for found in (store.records(), Store("toy", tmp_path).records()):
        assert {key[0] for key in found} == {"rule", "wide"}
    assert not (tmp_path / "weights/toy/plain-numpy-0.npz").exists()
    assert (tmp_path / "weights/toy/wide-numpy-0.npz").exists()
    assert store.forget(["plain"]) == 0
