import numpy as np
import pytest

from coursepkg.labs.forecasting import intervals


def test_misses_are_relative():
    found = intervals.relative_misses([400.0, 50.0], np.array([440.0, 50.0]))
    np.testing.assert_allclose(found, [np.log(1.1), 0])


@pytest.mark.parametrize(("count", "rank"), [(24, 20), (13, 12), (4, 4), (9, 8)])
def test_the_margin_is_the_right_one_of_the_misses(count, rank):
    misses = np.random.default_rng(count).permutation(np.arange(1, count + 1)) / 100
    assert intervals.margin(misses, 0.8) == rank / 100


def test_intervals_hold_as_often_as_they_say():
    rng = np.random.default_rng(0)
    misses = np.abs(rng.standard_t(3, size=(4000, 25)))
    kept = [intervals.margin(row[:24], 0.8) >= row[24] for row in misses]
    assert np.mean(kept) == pytest.approx(0.8, abs=0.02)


def test_ends_and_coverage_by_hand():
    low, high = intervals.interval(np.array([100.0]), np.log(1.25))
    assert (low[0], high[0]) == pytest.approx((80, 125))
    truth = np.array([79.0, 81.0, 124.0, 126.0, 100.0])
    assert intervals.coverage(np.full(5, 100.0), truth, np.log(1.25)) == pytest.approx(0.6)


def test_too_few_misses_for_the_promise():
    with pytest.raises(ValueError, match="an interval for 80% needs 4 misses, but was given 3"):
        intervals.margin([0.1, 0.2, 0.3], 0.8)
