import numpy as np
import pytest

from coursepkg.data.windows import sliding_windows


def test_each_window_is_followed_by_its_target():
    x, y = sliding_windows(np.arange(5), 2)
    np.testing.assert_array_equal(x[..., 0], [[0, 1], [1, 2], [2, 3]])
    np.testing.assert_array_equal(y, [[2], [3], [4]])


def test_windows_do_not_share_memory_with_the_series():
    series = np.arange(5.0)
    x, y = sliding_windows(series, 2)
    x[:], y[:] = -1, -1
    np.testing.assert_array_equal(series, np.arange(5))


@pytest.mark.parametrize("length", [5, 6, 0, -1])
def test_window_that_does_not_fit(length):
    with pytest.raises(ValueError, match=rf"a window of {length} does not fit a series of 5"):
        sliding_windows(np.arange(5), length)


def test_more_than_one_axis():
    with pytest.raises(ValueError, match=r"one axis, but was given shape \(5, 1\)"):
        sliding_windows(np.zeros((5, 1)), 2)
