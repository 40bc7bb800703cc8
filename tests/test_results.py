"""What the pages read of the studies, on results made by hand and on the course's own."""

import json

import numpy as np
import pytest

from coursepkg.results import (
    MISSING,
    TARGETS,
    Target,
    aim_of,
    differences_by_row,
    differences_by_seed,
    metric_difference,
    metric_values,
    paired_difference,
    read_results,
    runs_of,
    shares_of_right,
    summary,
    summary_table,
    table_text,
    target_text,
    verdicts,
)
from studies.records import pack_bits


def run_of_toy(configuration, twin, seed, units):
    score = (seed + units) / 10
    return {
        "configuration": configuration,
        "twin": twin,
        "seed": seed,
        "parameters": units,
        "metrics": {"score": score, "far": {"score": 2 * score}},
    }


@pytest.fixture
def found(tmp_path, monkeypatch):
    """The results of a toy's study, read from a folder below it."""
    metrics = {"score": 0.5, "far": {"score": 0.5}}
    toy = {
        "lab": "toy",
        "baselines": [{"configuration": "rule", "parameters": 0, "metrics": metrics}],
        "runs": [
            run_of_toy(configuration, twin, seed, units)
            for configuration, twin, units in (
                ("plain", "keras", 3),
                ("plain", "numpy", 3),
                ("wide", "numpy", 9),
            )
            for seed in range(3)
        ],
    }
    (tmp_path / "studies/results").mkdir(parents=True)
    (tmp_path / "studies/results/toy.json").write_text(json.dumps(toy))
    below = tmp_path / "chapters" / "labs"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    return read_results("toy")


def test_rows_by_hand(found):
    rows = {row.name: row for row in summary_table(found, ["score", "far.score"])}
    assert list(rows) == ["rule", "plain, keras", "plain, numpy", "wide, numpy"]
    score = rows["plain, numpy"].scores["score"]
    values = [0.3, 0.4, 0.5]  # (seed + units) / 10
    assert score.mean == pytest.approx(np.mean(values))
    assert score.deviation == pytest.approx(np.std(values, ddof=1))
    assert rows["plain, numpy"].scores["far.score"].mean == pytest.approx(0.8)
    assert rows["wide, numpy"].parameters == 9
    assert rows["rule"].scores["score"].count == 1
    assert [row.name for row in summary_table(found, ["score"], ["wide"])] == ["wide, numpy"]


def test_values_by_hand_are_in_the_order_of_the_seeds(found):
    found["runs"].reverse()
    values = metric_values(found, "far.score", ("plain", "numpy"))
    np.testing.assert_allclose(values, [0.6, 0.8, 1.0])


def test_lines(found):
    lines = table_text(summary_table(found, ["score"]), digits=2).splitlines()
    assert lines == [
        "              parameters          score",
        "rule                   0           0.50",
        "plain, keras           3    0.40 ± 0.10",
        "plain, numpy           3    0.40 ± 0.10",
        "wide, numpy            9    1.00 ± 0.10",
    ]


def test_differences_are_paired_by_seed(found):
    # Another order, and a seed that the other has not.
    found["runs"] = [
        run
        for run in reversed(found["runs"])
        if (run["configuration"], run["seed"]) != ("wide", 0)
    ]
    pair = metric_difference(found, "score", ("wide", "numpy"), ("plain", "numpy"))
    assert pair == paired_difference([1.0, 1.1], [0.4, 0.5])
    assert pair.count == 2


def test_a_baseline_counts_for_every_seed(found):
    pair = metric_difference(found, "far.score", ("plain", "keras"), "rule")
    assert pair == paired_difference([0.6, 0.8, 1.0], [0.5] * 3)


def test_what_is_not_there(found):
    with pytest.raises(ValueError, match="no runs of wide, keras; there are: plain, keras;"):
        runs_of(found, ("wide", "keras"))
    with pytest.raises(ValueError, match="no baseline 'guess'"):
        metric_difference(found, "score", ("plain", "numpy"), "guess")
    with pytest.raises(ValueError, match=r"no metric 'far\.recall'; there are: score"):
        summary_table(found, ["far.recall"])
    with pytest.raises(FileNotFoundError, match=r"/results/titanic\.json is in the course's"):
        read_results("titanic")


def test_results_of_a_folder_of_ones_own(found, tmp_path):
    (tmp_path / "mine/results").mkdir(parents=True)
    (tmp_path / "mine/results/toy.json").write_text('{"lab": "mine"}')
    assert read_results("toy", tmp_path / "mine") == {"lab": "mine"}
    assert read_results("toy") == found


RIGHT = np.arange(40) % 4 != 0  # three of four


def run_of_rows(configuration, seed, accuracy, right=RIGHT):
    return {
        "configuration": configuration,
        "twin": "numpy",
        "seed": seed,
        "metrics": {"accuracy": accuracy},
        "rows": {"right": pack_bits(right)},
    }


@pytest.fixture
def compared():
    return {
        "lab": "a_lab",
        "baselines": [
            {
                "configuration": "rule",
                "metrics": {"accuracy": 0.5},
                "rows": {"right": pack_bits(np.zeros(40, bool))},
            }
        ],
        "runs": [
            run_of_rows("good", 0, 0.75),
            run_of_rows("good", 1, 0.85, right=np.ones(40, bool)),
            run_of_rows("poor", 0, 0.65, right=~RIGHT),
            run_of_rows("poor", 1, 0.75, right=~RIGHT),
            run_of_rows("new", 7, 0.9),
        ],
    }


GOOD, POOR, NEW = ("good", "numpy"), ("poor", "numpy"), ("new", "numpy")


def test_by_seed(compared):
    pairs = [(GOOD, POOR), (GOOD, "rule"), (GOOD, NEW), (GOOD, ("absent", "keras"))]
    lines = differences_by_seed(compared, pairs).splitlines()
    assert lines[0].startswith("good − poor  ")
    assert lines[0].endswith("+0.100 (+0.100 to +0.100)  2 seeds")
    assert "+0.300 (+0.250 to +0.350)" in lines[1]
    assert lines[2].endswith(MISSING)
    assert lines[3].endswith(MISSING)
    # Both are called by their twin only where the twins differ.
    assert lines[1].startswith("good − rule  ")
    assert lines[3].startswith("good, numpy − absent, keras  ")


def test_shares_are_over_the_seeds_that_both_have(compared):
    good, poor, seeds = shares_of_right(compared, GOOD, POOR)
    np.testing.assert_array_equal(good, np.where(RIGHT, 1, 0.5))
    np.testing.assert_array_equal(poor, ~RIGHT)
    assert seeds == 2
    compared["runs"].append(run_of_rows("good", 7, 0.1, right=np.zeros(40, bool)))
    again, *_ = shares_of_right(compared, GOOD, POOR)
    np.testing.assert_array_equal(again, good)


def test_a_baseline_counts_for_every_seed_row_by_row(compared):
    good, rule, seeds = shares_of_right(compared, GOOD, "rule")
    np.testing.assert_array_equal(good, np.where(RIGHT, 1, 0.5))
    assert not rule.any()
    assert seeds == 2


def test_one_seed_in_common_is_too_few(compared):
    compared["runs"].append(run_of_rows("new", 0, 0.9))
    with pytest.raises(ValueError, match="good, numpy and new, numpy have 1 seeds in common"):
        shares_of_right(compared, GOOD, NEW)


def test_by_row(compared):
    lines = differences_by_row(
        compared, [(GOOD, POOR), (GOOD, NEW), (GOOD, "none")]
    ).splitlines()
    # Seed 0: +1 in three of four rows, −1 in one. Seed 1: +1 in three of four rows, else 0.
    assert "  +0.625 (" in lines[0]
    assert lines[0].endswith("40 rows, 2 seeds")
    assert lines[1].endswith(MISSING)
    assert lines[2].endswith(MISSING)


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


def reached(rows):
    return {(one.configuration, one.twin): (one.reached, one.seeds_reached) for one in rows}


def test_a_number_is_reached_when_it_is_met(results):
    found = reached(verdicts(target(0.75), results))
    assert found == {
        ("a", "numpy"): (True, 2),
        ("b", "numpy"): (True, 1),
        ("a", "k"): (False, 0),
    }


def test_a_baseline_has_to_be_passed(results):
    found = reached(verdicts(target("tf_idf"), results))
    assert found == {
        ("a", "numpy"): (True, 1),
        ("b", "numpy"): (False, 0),
        ("a", "k"): (False, 0),
    }


def test_lower_can_be_better(results):
    found = reached(verdicts(target(0.75, lower_is_better=True), results))
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
        found = verdicts(one, results)
        configurations = {(run["configuration"], run["twin"]) for run in results["runs"]}
        assert {(each.configuration, each.twin) for each in found} == configurations
        assert len(target_text(one, results).splitlines()) == len(configurations) + 1


def test_a_summary_by_hand():
    found = summary([1.0, 2.0, 6.0])
    assert found.mean == 3
    assert found.deviation == pytest.approx(np.sqrt((4 + 1 + 9) / 2))
    assert found.count == 3
    assert str(found) == "3.000 ± 2.646"
    assert np.isnan(summary([1.0]).deviation)


@pytest.mark.parametrize("values", [[], [[1.0]], 3.0])
def test_no_values(values):
    with pytest.raises(ValueError, match=r"expected \(count,\) values"):
        summary(values)


def test_the_interval_is_that_of_resampled_differences():
    rng = np.random.default_rng(5)
    first, second = rng.normal(size=(2, 8))
    differences = first - second
    drawn = rng.choice(differences, (40_000, 8)).mean(axis=1)
    found = paired_difference(first, second)
    assert found.mean == pytest.approx(differences.mean())
    assert (found.low, found.high) == pytest.approx(
        np.quantile(drawn, [0.025, 0.975]), abs=0.03
    )
    narrow = paired_difference(first, second, confidence=0.5)
    assert found.low < narrow.low < narrow.high < found.high


def test_pairing_matters():
    hard = np.array([0.0, 10.0, 20.0, 30.0, 40.0])  # what both models share, seed by seed
    found = paired_difference(hard + np.array([1.0, 1.1, 0.9, 1.2, 0.8]), hard)
    assert found.clear
    assert found.low == pytest.approx(0.9, abs=0.1)
    assert not paired_difference([1.0, -1.0, 2.0], [0.0, 0.0, 0.0]).clear


def test_the_same_interval_at_every_call():
    first, second = np.random.default_rng(1).normal(size=(2, 6))
    assert paired_difference(first, second) == paired_difference(first, second)
    swapped = paired_difference(second, first)
    assert swapped.low == pytest.approx(-paired_difference(first, second).high, abs=0.05)


def test_equal_differences_leave_no_doubt():
    found = paired_difference([1.0, 2.0, 3.0], [0.5, 1.5, 2.5])
    assert (found.low, found.mean, found.high) == (0.5, 0.5, 0.5)
    assert str(found) == "+0.500 (+0.500 to +0.500)"


def test_many_rows():
    right = np.random.default_rng(0).random(25_000)
    found = paired_difference(right < 0.9, right < 0.89, resamples=500)
    assert found.mean == pytest.approx(0.01, abs=0.003)
    assert found.clear


@pytest.mark.parametrize(("first", "second"), [([1, 2], [1, 2, 3]), ([1], [2]), ([[1]], [[2]])])
def test_what_is_not_paired(first, second):
    with pytest.raises(ValueError, match="expected two lists of the same length, at least 2"):
        paired_difference(first, second)
