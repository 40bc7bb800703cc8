import numpy as np
import pytest

from coursepkg.labs.forecasting.changes import Changes

SERIES = np.exp(np.random.default_rng(3).normal(5, 0.4, 60))
ALL_LAGS = [(), (1,), (12,), (12, 1), (2, 2)]


@pytest.mark.parametrize("lags", ALL_LAGS)
def test_true_changes_lead_back_to_the_series(lags):
    changes = Changes(SERIES, lags, known=40)
    horizon = 20  # longer than any lag
    origins = np.arange(changes.first, 60 - horizon)
    steps = origins[:, None] + 1 + np.arange(horizon)
    paths = changes.values[steps - changes.first]
    np.testing.assert_allclose(changes.back(paths, origins), SERIES[steps])


@pytest.mark.parametrize("lags", ALL_LAGS)
def test_the_way_back_uses_nothing_after_the_origin(lags):
    origins = np.arange(30, 38)
    paths = np.random.default_rng(0).normal(size=(8, 12))
    whole = Changes(SERIES, lags, known=30).back(paths, origins)
    for row, origin in enumerate(origins):
        cut = Changes(SERIES[: origin + 1], lags, known=30)
        alone = cut.back(paths[row : row + 1], [origin])[0]
        np.testing.assert_allclose(alone, whole[row])


def test_changes_by_hand():
    yearly = np.log(SERIES[12:] / SERIES[:-12])
    changes = Changes(SERIES, (12, 1))
    raw = np.diff(yearly)
    np.testing.assert_allclose(changes.values, (raw - raw.mean()) / raw.std())
    assert changes.first == 13
    assert len(changes.values) == 60 - 13


@pytest.mark.parametrize("lags", ALL_LAGS)
def test_the_scaler_sees_what_it_may(lags):
    changed = SERIES.copy()
    changed[45:] *= 3
    first, second = (Changes(series, lags, known=45) for series in (SERIES, changed))
    seen = 45 - first.first
    np.testing.assert_array_equal(first.values[:seen], second.values[:seen])
    leaky = [Changes(series, lags, known=60).values[:seen] for series in (SERIES, changed)]
    assert not np.allclose(*leaky)


def test_bad_input():
    with pytest.raises(ValueError, match=r"lags of \(12,\) use up 12; expected at least 14"):
        Changes(SERIES, (12,), known=13)
    with pytest.raises(ValueError, match="may see 61 of 60 values"):
        Changes(SERIES, known=61)
    with pytest.raises(ValueError, match="growth needs positive values, but the least is 0"):
        Changes(np.arange(60), (1,))
