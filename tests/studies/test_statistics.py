import numpy as np
import pytest

from coursepkg.study.statistics import paired_difference, summary


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
