"""Show a network changes instead of values, and turn what it says back into values."""

import numpy as np
from sklearn.preprocessing import MinMaxScaler, StandardScaler


class Changes:
    """A series as differences of its logarithm over some lags, scaled; or as it is, scaled.

    A difference of logarithms is a growth: over 12 months it has no season left, and no trend
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
            for ahead in range(paths.shape[1]):
                of_path = ahead >= lag  # the step `lag` back lies on the path itself
                start = summed[:, ahead - lag] if of_path else before[origins + 1 + ahead - lag]
                summed[:, ahead] = start + unscaled[:, ahead]
            unscaled = summed
        return np.exp(unscaled) if self.lags else unscaled
