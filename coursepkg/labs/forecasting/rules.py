"""Forecasts without a network: three rules that anybody can apply, and Holt–Winters.

Each takes the series and the origins, (origins,) steps after which to look ahead, and returns
paths, (origins, horizon). What lies after an origin is not used for its path.
"""

import warnings

import numpy as np
from statsmodels.tools.sm_exceptions import ConvergenceWarning
from statsmodels.tsa.holtwinters import ExponentialSmoothing

SEASON = 12  # steps; no horizon may be longer


def last_value(series, origins, horizon):
    """Repeat the last value (persistence)."""
    return np.repeat(series[origins, None], horizon, axis=1)


def last_season(series, origins, horizon):
    """Repeat the value of the same month last year (seasonal naive); NaN if there is none."""
    return _padded(series)[_a_season_before(origins, horizon)]


def last_season_grown(series, origins, horizon):
    """Multiply the same month last year by how much the last month has grown over a year."""
    padded = _padded(series)
    growth = padded[origins + SEASON] / padded[origins]
    return last_season(series, origins, horizon) * growth[:, None]


def holt_winters(series, origins, horizon, known):
    """Follow level, trend and season (Winters 1960), additive trend, multiplicative season.

    statsmodels fits the three smoothing factors and the initial state to the first `known`
    values. At every origin the state is brought up to date; the factors stay.
    """
    form = {"trend": "add", "seasonal": "mul", "seasonal_periods": SEASON}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        fitted = ExponentialSmoothing(series[:known], **form).fit().params
    start = {
        "initialization_method": "known",
        "initial_level": fitted["initial_level"],
        "initial_trend": fitted["initial_trend"],
        "initial_seasonal": fitted["initial_seasons"],
    }
    factors = {
        name: fitted[name]
        for name in ("smoothing_level", "smoothing_trend", "smoothing_seasonal")
    }
    paths = []
    for origin in origins:
        model = ExponentialSmoothing(series[: origin + 1], **form, **start)
        paths.append(model.fit(**factors, optimized=False).forecast(horizon))
    return np.array(paths)


def _padded(series):
    return np.concatenate([np.full(SEASON, np.nan), series])


def _a_season_before(origins, horizon):
    """Return, in the padded series, where the month a season before each forecast lies."""
    if not 1 <= horizon <= SEASON:
        raise ValueError(f"the horizon should be 1 to {SEASON} months, but was {horizon}")
    return np.asarray(origins)[:, None] + 1 + np.arange(horizon)
