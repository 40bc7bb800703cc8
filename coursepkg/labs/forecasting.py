"""What forecasting needs beside a network: changes of scale, simple rules, scores, intervals.

All of it speaks of *paths*: an array (origins, horizon) that holds, for every month in which
somebody stands and looks ahead (an origin), the forecasts of the months after it. Column 0 is
one month ahead. A *rolling origin* means that the origin moves on month by month, and what has
happened in the meantime is known. What lies after an origin is not used for its path.

The intervals are those of split conformal prediction (Lei et al. 2018,
doi:10.1080/01621459.2017.1307116), made from the misses on months that training has not seen.
The misses are relative: a forecast of 400 that should have been 440 missed by the logarithm of
1.1. The promise that an interval holds the truth as often as it says needs misses that come in
no particular order. Those of a series do not quite, so the coverage is measured.
"""

import math
import warnings

import numpy as np
from sklearn.preprocessing import MinMaxScaler, StandardScaler
from statsmodels.tools.sm_exceptions import ConvergenceWarning
from statsmodels.tsa.holtwinters import ExponentialSmoothing
from statsmodels.tsa.statespace.sarimax import SARIMAX

SEASON = 12  # steps; no horizon may be longer


class Changes:
    """A series as differences of its logarithm over some lags, scaled; or as it is, scaled.

    It shows a network changes instead of values, and turns what it says back into values. A
    difference of logarithms is a growth: over 12 months it has no season left, and no trend
    but that of the growth itself. Lags are taken one after the other: (12, 1) is the change,
    from one month to the next, of the growth over a year (Box and Jenkins 1970 use these two
    for this very series).

    Args:
        series: (T,) positive values in order of time.
        lags: over how many steps to take differences; () for the values themselves.
        known: how many values, from the first, the scaler may see.

    Attributes:
        values: (T − first,) what a network is to see: between 0 and 1 for values, with mean 0
            and deviation 1 for differences, as far as the scaler has seen.
        first: the step that `values[0]` belongs to, the sum of the lags.
        scaler: what scaled them.
    """

    def __init__(self, series, lags=(), known=None):
        series = np.asarray(series, float)
        self.lags, self.first = tuple(lags), sum(lags)
        known = len(series) if known is None else known
        if not self.first + 1 < known <= len(series):
            raise ValueError(
                f"the scaler may see {known} of {len(series)} values, and lags of {self.lags} "
                f"use up {self.first}; expected at least {self.first + 2} and at most all"
            )
        if self.lags and series.min() <= 0:
            raise ValueError(f"growth needs positive values, but the least is {series.min()}")
        # Before the first difference, before the second, ...; all as long as the series.
        self._stages = [np.log(series) if self.lags else series]
        for lag in self.lags:
            before = self._stages[-1]
            nothing = np.full(lag, np.nan)
            self._stages.append(np.concatenate([nothing, before[lag:] - before[:-lag]]))
        self.scaler = StandardScaler() if self.lags else MinMaxScaler()
        raw = self._stages[-1][self.first :, None]
        self.scaler.fit(raw[: known - self.first])
        self.values = self.scaler.transform(raw)[:, 0]

    def back(self, paths, origins):
        """Return values for paths of changes.

        Args:
            paths: (origins, horizon) what a network said, scaled.
            origins: (origins,) the steps after which each path begins. Nothing after them is
                used.
        """
        paths, origins = np.asarray(paths, float), np.asarray(origins)
        unscaled = self.scaler.inverse_transform(paths.reshape(-1, 1)).reshape(paths.shape)
        for lag, before in zip(reversed(self.lags), reversed(self._stages[:-1]), strict=True):
            summed = np.empty_like(unscaled)
            for step in range(paths.shape[1]):
                of_path = step >= lag  # the step `lag` back lies on the path itself
                start = summed[:, step - lag] if of_path else before[origins + 1 + step - lag]
                summed[:, step] = start + unscaled[:, step]
            unscaled = summed
        return np.exp(unscaled) if self.lags else unscaled


def last_value(series, origins, horizon):
    """Repeat the last value (persistence); return paths, (origins, horizon).

    Args of this and the other rules:
        series: (T,) values in order of time.
        origins: (origins,) steps after which to look ahead.
        horizon: how many steps to forecast, up to a season.
    """
    return np.repeat(series[origins, None], horizon, axis=1)


def last_season(series, origins, horizon):
    """Repeat the value of the same month last year (seasonal naive); NaN if there is none."""
    if not 1 <= horizon <= SEASON:
        raise ValueError(f"the horizon should be 1 to {SEASON} months, but was {horizon}")
    # In the padded series a month lies at the place of the month a year after it.
    return _padded(series)[np.asarray(origins)[:, None] + 1 + np.arange(horizon)]


def last_season_grown(series, origins, horizon, months=1):
    """Multiply the same month last year by how much the last months have grown over a year.

    Args:
        series, origins, horizon: as for `last_value`.
        months: over how many of the last months the growth is averaged (its logarithm); None
            for all that there have been.
    """
    growth = np.log(series) - np.log(_padded(series)[: len(series)])  # NaN in the first year
    means = np.full(len(origins), np.nan)
    for row, origin in enumerate(origins):
        start = SEASON if months is None else origin + 1 - months
        if start >= 0 and origin >= start:
            means[row] = growth[start : origin + 1].mean()
    return last_season(series, origins, horizon) * np.exp(means)[:, None]


def _padded(series):
    return np.concatenate([np.full(SEASON, np.nan), series])


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
    names = ("smoothing_level", "smoothing_trend", "smoothing_seasonal")
    factors = {name: fitted[name] for name in names}
    paths = []
    for origin in origins:
        model = ExponentialSmoothing(series[: origin + 1], **form, **start)
        paths.append(model.fit(**factors, optimized=False).forecast(horizon))
    return np.array(paths)


def sarima(series, origins, horizon, known):
    """Follow the "airline model" of this very series (Box and Jenkins 1970).

    SARIMA(0,1,1)(0,1,1) of the logarithms: of their change over a year and then over a month,
    each month keeps a share of the surprise of the month before and of the year before.
    statsmodels fits the two shares to the first `known` values. At every origin the model has
    seen all values up to it; the shares stay.
    """

    def model_of(values):
        orders = {"order": (0, 1, 1), "seasonal_order": (0, 1, 1, SEASON)}
        return SARIMAX(np.log(values), **orders)

    shares = model_of(series[:known]).fit(disp=False).params
    paths = [model_of(series[: i + 1]).filter(shares).forecast(horizon) for i in origins]
    return np.exp(paths)


def at_horizon(paths, horizon):
    """Return the forecasts made `horizon` steps ahead, (origins,)."""
    if not 1 <= horizon <= paths.shape[1]:
        raise ValueError(f"these paths reach 1 to {paths.shape[1]} steps ahead, not {horizon}")
    return paths[:, horizon - 1]


def scores(forecasts, truth, known):
    """Return errors as a dictionary.

    Args:
        forecasts, truth: (months,) in the same unit.
        known: (T,) the months before, which give the unit of "mase".

    Returns:
        "rmse", the root of the mean squared error; "mae", the mean absolute error; "mase",
        the mae as a multiple of the mean error that "same month last year" makes over the
        known months (Hyndman and Koehler 2006, doi:10.1016/j.ijforecast.2006.03.001, in its
        form for seasonal series). Below 1 is better than that rule was.
    """
    errors = np.asarray(forecasts) - truth
    mae = np.mean(np.abs(errors))
    scale = np.mean(np.abs(known[SEASON:] - known[:-SEASON]))
    return {
        "rmse": float(np.sqrt(np.mean(errors**2))),
        "mae": float(mae),
        "mase": float(mae / scale),
    }


def relative_misses(forecasts, truth):
    """Return the absolute logarithms of forecast over truth, (months,)."""
    return np.abs(np.log(np.asarray(forecasts) / truth))


def margin(misses, share=0.8):
    """Return the relative miss that a new forecast should keep within, with chance `share`.

    Args:
        misses: (n,) those of months that were not trained on. It takes the smallest that at
            least (n + 1) · share of them do not exceed.
        share: what the interval promises.

    Raises:
        ValueError: n is too small for this promise.
    """
    misses = np.sort(misses)
    # Rounded, because 0.8 / 0.2 is a little more than 4 in floating point.
    rank = math.ceil(round((len(misses) + 1) * share, 9))
    if not 1 <= rank <= len(misses):
        needed = math.ceil(round(share / (1 - share), 9)) if 0 < share < 1 else "no number of"
        raise ValueError(
            f"an interval for {share:.0%} needs {needed} misses, but was given {len(misses)}"
        )
    return float(misses[rank - 1])


def interval(forecasts, margin):
    """Return the lower and the upper end for forecasts, (…)."""
    return forecasts * np.exp(-margin), forecasts * np.exp(margin)


def coverage(forecasts, truth, margin):
    """Return the share of months whose truth lies in the interval."""
    low, high = interval(np.asarray(forecasts), margin)
    return float(np.mean((low <= truth) & (truth <= high)))
