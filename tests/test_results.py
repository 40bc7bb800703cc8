"""What the pages read of the studies, on results made by hand and on the course's own."""

import json

import numpy as np
import pytest
from scipy import stats

from coursepkg.results import (
    TARGETS,
    Comparisons,
    Target,
    aim_of,
    compare,
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


def test_the_lines_of_comparisons(compared):
    pairs = [(GOOD, POOR), (GOOD, "rule")]
    lines = Comparisons().add(compared, pairs, digits=2).splitlines()
    assert lines[0] == "a_lab, accuracy: good − poor"
    assert lines[1].startswith("  +0.10  2 seeds (+0.10 to +0.10), 40 rows (+")
    assert lines[1].endswith(")  clear")
    assert lines[2] == "a_lab, accuracy: good − rule"
    assert "+0.30  2 seeds (-0.34 to +0.94)" in lines[3]
    assert lines[3].endswith(")"), "two seeds do not make it clear, whatever the rows say"


def test_only_keras_is_called_by_name(compared):
    compared["runs"].append(run_of_rows("poor", 0, 0.5) | {"twin": "keras"})
    compared["runs"].append(run_of_rows("poor", 1, 0.6) | {"twin": "keras"})
    found = compare(compared, GOOD, ("poor", "keras"))
    assert found.name == "a_lab, accuracy: good − poor, keras"


def test_clear_needs_the_seeds_and_the_rows(compared):
    by_seed = compare(compared, GOOD, POOR)
    assert by_seed.clear
    assert by_seed.p == max(by_seed.by_seed.p, by_seed.by_row.p) > 0
    for run in compared["runs"]:
        run["rows"]["right"] = pack_bits(RIGHT)
    level = compare(compared, GOOD, POOR)
    assert level.by_seed.clear
    assert not level.by_row.clear
    assert not level.clear


def test_rows_of_a_perplexity_are_differences_of_perplexity():
    rng = np.random.default_rng(0)
    losses = {name: rng.normal(mean, 0.1, (2, 300)) for name, mean in (("a", 4.0), ("b", 4.1))}
    runs = [
        {
            "configuration": name,
            "twin": "numpy",
            "seed": seed,
            "metrics": {"perplexity": np.exp(losses[name][seed].mean())},
            "rows": {"loss of each 100 words": losses[name][seed].tolist()},
        }
        for name in losses
        for seed in range(2)
    ]
    found = compare({"lab": "x", "runs": runs}, ("a", "numpy"), ("b", "numpy"), "perplexity")
    assert found.by_row.mean == pytest.approx(found.by_seed.mean, rel=0.01)
    assert found.by_row.count == 300
    assert "300 × 100 words (" in found.text(1)


def test_holm_asks_more_of_more_comparisons(compared):
    page = Comparisons()
    page.add(compared, [(GOOD, POOR), (GOOD, "rule")])
    page.add(compared, [(GOOD, POOR)])  # a cell that is run twice
    assert page.holm().splitlines() == [
        "2 comparisons, 1 clear, 1 also by Holm:",
        "  a_lab, accuracy: good − poor",
    ]
    (clear,) = (one for one in page if one.clear)
    assert page.survivors() == [clear]
    doubtful = clear._replace(by_row=clear.by_row._replace(p=0.03))
    assert Comparisons([doubtful]).holm().startswith("1 comparisons, 1 clear, 1 also")
    # The smallest of two p-values has to be below a half of 0.05, the other below 0.05.
    better = clear._replace(by_row=clear.by_row._replace(p=0.02))
    assert Comparisons([doubtful, better]).holm().startswith("2 comparisons, 2 clear, 2 also")
    assert Comparisons([doubtful, page[1]]).holm() == "2 comparisons, 1 clear, 0 also by Holm:"


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


LABS = ("airline", "sarcasm", "imdb", "next_word", "stack_overflow")


def run(configuration, seed, value, twin="numpy"):
    right = np.arange(1000) < round(1000 * value)
    return {**run_of_rows(configuration, seed, value, right), "twin": twin}


@pytest.fixture
def results():
    rule = run("tf_idf", None, 0.75)
    return {
        "lab": "a_lab",
        "baselines": [rule],
        "runs": [
            *(run("ahead", seed, 0.80 + seed / 100) for seed in range(5)),
            *(run("level", seed, 0.74 + seed / 100) for seed in range(5)),
            *(run("behind", seed, 0.64 + seed / 100) for seed in range(5)),
            run("single", 0, 0.9),
        ],
    }


def target(aim, lower_is_better=False):
    return Target("a_lab", "accuracy", aim, lower_is_better, "words")


def standings(rows):
    return {one.configuration: (one.standing, one.seeds_reached) for one in rows}


def test_a_number_is_reached_when_it_is_met(results):
    assert standings(verdicts(target(0.75), results)) == {
        "ahead": ("reached", 5),
        "level": ("level", 4),
        "behind": ("missed", 0),
        "single": ("level", 1),  # one run says little
    }


def test_a_baseline_has_to_be_passed(results):
    assert standings(verdicts(target("tf_idf"), results)) == {
        "ahead": ("reached", 5),
        "level": ("level", 3),
        "behind": ("missed", 0),
        "single": ("level", 1),
    }


def test_a_baseline_has_to_be_passed_over_the_rows_too(results):
    for record in results["runs"]:
        record["rows"] = results["baselines"][0]["rows"]
    assert standings(verdicts(target("tf_idf"), results))["ahead"] == ("level", 5)
    assert standings(verdicts(target(0.75), results))["ahead"] == ("reached", 5)


def test_lower_can_be_better(results):
    assert standings(verdicts(target(0.75, lower_is_better=True), results)) == {
        "ahead": ("missed", 0),
        "level": ("level", 2),
        "behind": ("reached", 5),
        "single": ("level", 0),
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


def test_the_interval_and_its_p_value_are_students():
    first, second = np.random.default_rng(5).normal(size=(2, 8))
    found = paired_difference(first, second)
    expected = stats.ttest_rel(first, second)
    assert found.mean == pytest.approx(np.mean(first - second))
    assert (found.low, found.high) == pytest.approx(expected.confidence_interval(0.95))
    assert found.p == pytest.approx(expected.pvalue)
    narrow = paired_difference(first, second, confidence=0.5)
    assert found.low < narrow.low < narrow.high < found.high


def test_five_pairs_without_a_difference_are_called_clear_one_time_in_twenty():
    draw = np.random.default_rng(3).normal(size=(2000, 5))
    share = np.mean([paired_difference(pairs, np.zeros(5)).clear for pairs in draw])
    assert share == pytest.approx(0.05, abs=0.015)


def test_pairing_matters():
    hard = np.array([0.0, 10.0, 20.0, 30.0, 40.0])  # what both models share, seed by seed
    found = paired_difference(hard + np.array([1.0, 1.1, 0.9, 1.2, 0.8]), hard)
    assert found.clear
    assert found.low == pytest.approx(0.9, abs=0.1)
    assert not paired_difference([1.0, -1.0, 2.0], [0.0, 0.0, 0.0]).clear


def test_equal_differences_leave_no_doubt():
    found = paired_difference([1.0, 2.0, 3.0], [0.5, 1.5, 2.5])
    assert (found.low, found.mean, found.high, found.p) == (0.5, 0.5, 0.5, 0)
    assert paired_difference([1.0, 2.0], [1.0, 2.0]).p == 1
    assert str(found) == "+0.500 (+0.500 to +0.500)"


def test_over_many_rows_it_is_the_interval_of_resampled_rows():
    rng = np.random.default_rng(0)
    right = rng.random(25_000)
    found = paired_difference(right < 0.9, right < 0.89)
    assert found.mean == pytest.approx(0.01, abs=0.003)
    assert found.clear
    differences = ((right < 0.9) * 1 - (right < 0.89))[:1000]
    found = paired_difference(differences, np.zeros(1000))
    drawn = rng.choice(differences, (2000, 1000)).mean(axis=1)
    assert (found.low, found.high) == pytest.approx(
        np.quantile(drawn, [0.025, 0.975]), abs=0.002
    )


@pytest.mark.parametrize(("first", "second"), [([1, 2], [1, 2, 3]), ([1], [2]), ([[1]], [[2]])])
def test_what_is_not_paired(first, second):
    with pytest.raises(ValueError, match="expected two lists of the same length, at least 2"):
        paired_difference(first, second)
