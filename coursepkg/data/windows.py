"""Cut a series into windows: each shows a model some steps and asks for the next one."""

import numpy as np


def sliding_windows(series, length):
    """Return every window of a series and the value that follows it.

    Args:
        series: (T,) values in order of time.
        length: number of values shown, W.

    Returns:
        x: windows, (T − W, W, 1): batch, steps, one feature.
        y: the next value of each, (T − W, 1).

    Raises:
        ValueError: the series is not one-dimensional, or no longer than a window.
    """
    series = np.asarray(series)
    if series.ndim != 1:
        raise ValueError(f"expected a series with one axis, but was given shape {series.shape}")
    if not 1 <= length < len(series):
        raise ValueError(
            f"a window of {length} does not fit a series of {len(series)} values; "
            f"expected 1 to {len(series) - 1}, so that one value is left to predict"
        )
    windows = np.lib.stride_tricks.sliding_window_view(series, length + 1)
    return windows[:, :-1, None].copy(), windows[:, -1:].copy()
