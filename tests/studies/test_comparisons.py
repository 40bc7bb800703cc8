import numpy as np
import pytest

from coursepkg.study import comparisons
from coursepkg.study.rows import packed

RIGHT = np.arange(40) % 4 != 0  # three of four


def run(configuration, seed, accuracy, right=RIGHT):
    return {
        "configuration": configuration,
        "twin": "numpy",
        "seed": seed,
        "metrics": {"accuracy": accuracy},
        "rows": {"right": packed(right)},
    }


@pytest.fixture
def results():
    return {
        "lab": "a_lab",
        "baselines": [
            {
                "configuration": "rule",
                "metrics": {"accuracy": 0.5},
                "rows": {"right": packed(np.zeros(40, bool))},
            }
        ],
        "runs": [
            run("good", 0, 0.75),
            run("good", 1, 0.85, right=np.ones(40, bool)),
            run("poor", 0, 0.65, right=~RIGHT),
            run("poor", 1, 0.75, right=~RIGHT),
            run("new", 7, 0.9),
        ],
    }


GOOD, POOR, NEW = ("good", "numpy"), ("poor", "numpy"), ("new", "numpy")


def test_by_seed(results):
    pairs = [(GOOD, POOR), (GOOD, "rule"), (GOOD, NEW), (GOOD, ("absent", "keras"))]
    lines = list(comparisons.by_seed(results, pairs))
    assert lines[0].startswith("good − poor  ")
    assert lines[0].endswith("+0.100 (+0.100 to +0.100)  2 seeds")
    assert "+0.300 (+0.250 to +0.350)" in lines[1]
    assert lines[2].endswith(comparisons.MISSING)
    assert lines[3].endswith(comparisons.MISSING)
    # Both are called by their twin only where the twins differ.
    assert lines[1].startswith("good − rule  ")
    assert lines[3].startswith("good, numpy − absent, keras  ")


def test_shares_are_over_the_seeds_that_both_have(results):
    good, poor, seeds = comparisons.shares_of_right(results, GOOD, POOR)
    np.testing.assert_array_equal(good, np.where(RIGHT, 1, 0.5))
    np.testing.assert_array_equal(poor, ~RIGHT)
    assert seeds == 2
    results["runs"].append(run("good", 7, 0.1, right=np.zeros(40, bool)))
    again, *_ = comparisons.shares_of_right(results, GOOD, POOR)
    np.testing.assert_array_equal(again, good)


def test_a_baseline_counts_for_every_seed(results):
    good, rule, seeds = comparisons.shares_of_right(results, GOOD, "rule")
    np.testing.assert_array_equal(good, np.where(RIGHT, 1, 0.5))
    assert not rule.any()
    assert seeds == 2


def test_one_seed_in_common_is_too_few(results):
    results["runs"].append(run("new", 0, 0.9))
    with pytest.raises(ValueError, match="good, numpy and new, numpy have 1 seeds in common"):
        comparisons.shares_of_right(results, GOOD, NEW)


def test_by_row(results):
    lines = list(comparisons.by_row(results, [(GOOD, POOR), (GOOD, NEW), (GOOD, "none")]))
    # Seed 0: +1 in three of four rows, −1 in one. Seed 1: +1 in three of four rows, else 0.
    assert "  +0.625 (" in lines[0]
    assert lines[0].endswith("40 rows, 2 seeds")
    assert lines[1].endswith(comparisons.MISSING)
    assert lines[2].endswith(comparisons.MISSING)
