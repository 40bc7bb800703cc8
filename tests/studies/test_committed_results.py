"""The results that are committed, and that the book shows, are whole and belong to the code."""

import json
from pathlib import Path

import pytest

from coursepkg.numpy_nn import read_weights
from studies import jobs
from studies.records import Store, check

STUDIES = Path(__file__).parent.parent.parent / "studies"
LABS = [path.stem for path in sorted((STUDIES / "results").glob("*.json"))]


@pytest.fixture(params=LABS)
def lab(request):
    return request.param


@pytest.fixture
def results(lab):
    return json.loads((STUDIES / "results" / f"{lab}.json").read_text("utf-8"))


def test_the_schema(lab, results):
    check("results", results)
    assert results["lab"] == lab


@pytest.fixture
def committed(tmp_path):
    """Return a function that gives a lab's store without the runs of this machine alone."""

    def store(lab):
        found = Store(lab, STUDIES)
        found.runs = tmp_path
        return found

    return store


def test_every_run_is_of_a_configuration_that_is_declared(lab, results, committed):
    records = committed(lab).records()
    assert len(records) == len(results["runs"]) + len(results["baselines"]), "one run is twice"
    declared = jobs.declared(jobs.load(lab))
    for (configuration, *_), record in records.items():
        assert record["config"] == declared.get(configuration)


def test_the_study_is_complete(lab, committed):
    assert committed(lab).missing(jobs.plan(lab)) == []


USUALLY = {"split": "seeded", "share": 1}  # and all rows of its training part


def test_all_runs_of_one_split_saw_the_same_data(results):
    hashes = {}
    for record in results["runs"] + results["baselines"]:
        # The lesson's own set-up may have its own split; baselines have that of the models.
        split, share = (record["config"].get(name, usual) for name, usual in USUALLY.items())
        hashes.setdefault((split, share), set()).add(record["data_hash"])
    assert {len(found) for found in hashes.values()} == {1}


def test_weights_are_there_and_can_be_read(results):
    for run in results["runs"]:
        if "weights" in run:
            weights = read_weights(STUDIES / run["weights"])
            assert sum(weight.size for weight in weights) == run["parameters"]


def words_of(value):
    """Yield every text in a result but the packed rows, whose letters mean nothing."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for part in value:
            yield from words_of(part)
    elif isinstance(value, dict):
        for key, part in value.items():
            if key != "bits":
                yield from words_of(part)


def test_no_path_of_a_machine(results):
    for word in words_of(results):
        assert not word.startswith("/")
        assert not any(sign in word for sign in ("\\", "home/", "Users/")), word


def test_files_stay_small(lab):
    assert (STUDIES / "results" / f"{lab}.json").stat().st_size < 1_500_000
