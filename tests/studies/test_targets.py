"""The page of targets says what the results say."""

import pytest

from coursepkg.study import targets
from coursepkg.study.tables import read_results
from coursepkg.study.targets import TARGETS, Target, aim_of, outcomes

LABS = ("airline", "sarcasm", "imdb", "next_word", "stack_overflow")


def run(configuration, seed, value, twin="numpy"):
    return {
        "configuration": configuration,
        "twin": twin,
        "seed": seed,
        "metrics": {"accuracy": value},
    }


@pytest.fixture
def results():
    return {
        "lab": "a_lab",
        "baselines": [{"configuration": "tf_idf", "metrics": {"accuracy": 0.75}}],
        "runs": [run("a", 0, 0.75), run("a", 1, 0.8), run("b", 0, 0.75), run("a", 0, 0.5, "k")],
    }


def target(aim, lower_is_better=False):
    return Target("a_lab", "accuracy", aim, lower_is_better, "words")


def verdicts(found):
    return {(one.configuration, one.twin): (one.reached, one.seeds_reached) for one in found}


def test_a_number_is_reached_when_it_is_met(results):
    found = verdicts(outcomes(target(0.75), results))
    assert found == {
        ("a", "numpy"): (True, 2),
        ("b", "numpy"): (True, 1),
        ("a", "k"): (False, 0),
    }


def test_a_baseline_has_to_be_passed(results):
    found = verdicts(outcomes(target("tf_idf"), results))
    assert found == {
        ("a", "numpy"): (True, 1),
        ("b", "numpy"): (False, 0),
        ("a", "k"): (False, 0),
    }


def test_lower_can_be_better(results):
    found = verdicts(outcomes(target(0.75, lower_is_better=True), results))
    assert found == {
        ("a", "numpy"): (False, 1),
        ("b", "numpy"): (True, 1),
        ("a", "k"): (True, 1),
    }


def test_an_unknown_baseline_is_named(results):
    with pytest.raises(ValueError, match="no baseline 'bigram' in the results of a_lab"):
        aim_of(target("bigram"), results)


def test_every_lab_has_a_target_and_its_results_have_the_metric():
    assert {one.lab for one in TARGETS} == set(LABS)
    for one in TARGETS:
        results = read_results(one.lab)
        found = outcomes(one, results)
        configurations = {(run["configuration"], run["twin"]) for run in results["runs"]}
        assert {(each.configuration, each.twin) for each in found} == configurations
        assert len(list(targets.lines(one, results))) == len(configurations) + 1
