"""How far forecasts are off."""

import numpy as np


def at_horizon(paths, horizon):
    """Return the forecasts made `horizon` steps ahead, (origins,)."""
    if not 1 <= horizon <= paths.shape[1]:
        raise ValueError(f"these paths reach 1 to {paths.shape[1]} steps ahead, not {horizon}")
    return paths[:, horizon - 1]


def scores(forecasts, truth, known, season=12):
    """Return errors as a dictionary.

    Args:
        forecasts, truth: (months,) in the same unit.
        known: (T,) the months before, which give the unit of "mase".
        season: months in a season.

    Returns:
        "rmse", the root of the mean squared error; "mae", the mean absolute error; "mase",
        the mae as a multiple of the mean error that "same month last year" makes over the
        known months (Hyndman and Koehler 2006, doi:10.1016/j.ijforecast.2006.03.001, in its
        form for seasonal series). Below 1 is better than that rule was.
    """
    errors = np.asarray(forecasts) - truth
    mae = np.mean(np.abs(errors))
    scale = np.mean(np.abs(known[season:] - known[:-season]))
    return {
        "rmse": float(np.sqrt(np.mean(errors**2))),
        "mae": float(mae),
        "mase": float(mae / scale),
    }
