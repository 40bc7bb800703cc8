"""Windows are followed by their targets; the tasks can be solved from what they show."""

import numpy as np
import pytest

from coursepkg.data import series


def test_each_window_is_followed_by_its_target():
    x, y = series.sliding_windows(np.arange(5), 2)
    np.testing.assert_array_equal(x[..., 0], [[0, 1], [1, 2], [2, 3]])
    np.testing.assert_array_equal(y, [[2], [3], [4]])


def test_windows_do_not_share_memory_with_the_series():
    values = np.arange(5.0)
    x, y = series.sliding_windows(values, 2)
    x[:], y[:] = -1, -1
    np.testing.assert_array_equal(values, np.arange(5))


@pytest.mark.parametrize("length", [5, 6, 0, -1])
def test_window_that_does_not_fit(length):
    with pytest.raises(ValueError, match=rf"a window of {length} does not fit a series of 5"):
        series.sliding_windows(np.arange(5), length)


def test_more_than_one_axis():
    with pytest.raises(ValueError, match=r"one axis, but was given shape \(5, 1\)"):
        series.sliding_windows(np.zeros((5, 1)), 2)


@pytest.fixture
def draw():
    return np.random.default_rng(5)


def test_recall_shows_the_symbol_once_and_then_noise(draw):
    x, y = series.recall(draw, 300, lag=7)
    assert x.shape == (300, 8, 5)
    np.testing.assert_array_equal(x[:, 0, :4], y)
    np.testing.assert_array_equal(y.sum(axis=1), 1)
    assert (y.sum(axis=0) > 40).all()  # of 75 expected
    assert not x[:, 1:, :4].any()
    assert not x[:, 0, 4].any()
    assert x[:, 1:, 4].std() == pytest.approx(1, abs=0.1)


def test_adding_marks_one_number_in_each_half(draw):
    x, y = series.adding(draw, 500, steps=10)
    numbers, marks = x[..., 0], x[..., 1]
    np.testing.assert_array_equal(marks[:, :5].sum(axis=1), 1)
    np.testing.assert_array_equal(marks[:, 5:].sum(axis=1), 1)
    assert (marks.sum(axis=0) > 50).all()  # of 100 expected at each step
    np.testing.assert_allclose(y[:, 0], (numbers * marks).sum(axis=1))
    assert y.var() == pytest.approx(1 / 6, abs=0.03)


@pytest.mark.parametrize("task", [series.recall, series.adding])
def test_the_same_seed_gives_the_same_task(task):
    first, second = (task(np.random.default_rng(1), 3) for _ in range(2))
    for one, other in zip(first, second, strict=True):
        np.testing.assert_array_equal(one, other)
