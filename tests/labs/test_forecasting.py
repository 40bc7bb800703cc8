import numpy as np
import pytest

from coursepkg.data.airline import load_airline
from coursepkg.labs import forecasting

SERIES = np.exp(np.random.default_rng(3).normal(5, 0.4, 60))
ALL_LAGS = [(), (1,), (12,), (12, 1), (2, 2)]


@pytest.mark.parametrize("lags", ALL_LAGS)
def test_true_changes_lead_back_to_the_series(lags):
    changes = forecasting.Changes(SERIES, lags, known=40)
    horizon = 20  # longer than any lag
    origins = np.arange(changes.first, 60 - horizon)
    steps = origins[:, None] + 1 + np.arange(horizon)
    paths = changes.values[steps - changes.first]
    np.testing.assert_allclose(changes.back(paths, origins), SERIES[steps])


@pytest.mark.parametrize("lags", ALL_LAGS)
def test_the_way_back_uses_nothing_after_the_origin(lags):
    origins = np.arange(30, 38)
    paths = np.random.default_rng(0).normal(size=(8, 12))
    whole = forecasting.Changes(SERIES, lags, known=30).back(paths, origins)
    for row, origin in enumerate(origins):
        cut = forecasting.Changes(SERIES[: origin + 1], lags, known=30)
        alone = cut.back(paths[row : row + 1], [origin])[0]
        np.testing.assert_allclose(alone, whole[row])


def test_changes_by_hand():
    yearly = np.log(SERIES[12:] / SERIES[:-12])
    changes = forecasting.Changes(SERIES, (12, 1))
    raw = np.diff(yearly)
    np.testing.assert_allclose(changes.values, (raw - raw.mean()) / raw.std())
    assert changes.first == 13
    assert len(changes.values) == 60 - 13


@pytest.mark.parametrize("lags", ALL_LAGS)
def test_the_scaler_sees_what_it_may(lags):
    changed = SERIES.copy()
    changed[45:] *= 3
    first, second = (
        forecasting.Changes(series, lags, known=45) for series in (SERIES, changed)
    )
    seen = 45 - first.first
    np.testing.assert_array_equal(first.values[:seen], second.values[:seen])
    leaky = [
        forecasting.Changes(series, lags, known=60).values[:seen]
        for series in (SERIES, changed)
    ]
    assert not np.allclose(*leaky)


def test_bad_input():
    with pytest.raises(ValueError, match=r"lags of \(12,\) use up 12; expected at least 14"):
        forecasting.Changes(SERIES, (12,), known=13)
    with pytest.raises(ValueError, match="may see 61 of 60 values"):
        forecasting.Changes(SERIES, known=61)
    with pytest.raises(ValueError, match="growth needs positive values, but the least is 0"):
        forecasting.Changes(np.arange(60), (1,))


PASSENGERS = load_airline().passengers
ORIGINS = np.array([24, 60, 116])
RULES = {
    "last value": forecasting.last_value,
    "last season": forecasting.last_season,
    "grown": forecasting.last_season_grown,
    "a year's growth": lambda *known: forecasting.last_season_grown(*known, months=12),
    "all years' growth": lambda *known: forecasting.last_season_grown(*known, months=None),
    "Holt-Winters": lambda *known: forecasting.holt_winters(*known, known=100),
    "SARIMA": lambda *known: forecasting.sarima(*known, known=100),
}


def test_rules_by_hand():
    for row, origin in enumerate(ORIGINS):
        year = PASSENGERS[origin - 11 : origin + 1]
        growth = PASSENGERS[origin] / PASSENGERS[origin - 12]
        expected = {"last value": np.full(12, PASSENGERS[origin]), "last season": year}
        expected["grown"] = year * growth
        growths = PASSENGERS[12 : origin + 1] / PASSENGERS[: origin - 11]
        expected["a year's growth"] = year * np.prod(growths[-12:]) ** (1 / 12)
        expected["all years' growth"] = year * np.exp(np.log(growths).mean())
        for name, path in expected.items():
            forecasts = RULES[name](PASSENGERS, ORIGINS, 12)[row]
            np.testing.assert_allclose(forecasts, path)


@pytest.mark.parametrize("name", RULES)
def test_no_rule_uses_what_lies_after_its_origin(name):
    changed = PASSENGERS.copy()
    changed[117:] = 1000.0
    before, after = (RULES[name](series, ORIGINS, 5) for series in (PASSENGERS, changed))
    assert before.shape == (3, 5)
    np.testing.assert_array_equal(before, after)


def test_holt_winters_follows_a_series_made_for_it():
    """A straight line times a fixed season: nothing is left to miss."""
    season = 1 + 0.3 * np.sin(np.arange(12) * 2 * np.pi / 12)
    series = (100 + 2 * np.arange(96)) * np.tile(season, 8)
    paths = forecasting.holt_winters(series, np.array([71, 80]), 12, known=72)
    for path, origin in zip(paths, (71, 80), strict=True):
        np.testing.assert_allclose(path, series[origin + 1 : origin + 13], rtol=0.01)


def test_holt_winters_is_brought_up_to_date_at_every_origin():
    """Equation by equation, with the factors that statsmodels found."""
    from statsmodels.tsa.holtwinters import ExponentialSmoothing

    known, origin = 100, 110
    form = {"trend": "add", "seasonal": "mul", "seasonal_periods": 12}
    fitted = ExponentialSmoothing(PASSENGERS[:known], **form).fit().params
    level, trend = fitted["initial_level"], fitted["initial_trend"]
    season = list(fitted["initial_seasons"])
    for value in PASSENGERS[: origin + 1]:
        before, factor = level, season.pop(0)
        alpha, beta = fitted["smoothing_level"], fitted["smoothing_trend"]
        level = alpha * value / factor + (1 - alpha) * (before + trend)
        gamma = fitted["smoothing_seasonal"]
        season.append(gamma * value / (before + trend) + (1 - gamma) * factor)
        trend = beta * (level - before) + (1 - beta) * trend
    expected = [(level + (h + 1) * trend) * season[h] for h in range(12)]
    path = forecasting.holt_winters(PASSENGERS, np.array([origin]), 12, known)[0]
    np.testing.assert_allclose(path, expected, rtol=1e-6)


@pytest.mark.parametrize(("months", "first"), [(1, 12), (12, 23), (None, 12)])
def test_growth_needs_a_year_before_every_month_that_it_is_averaged_over(months, first):
    origins = np.arange(9, 30)
    paths = forecasting.last_season_grown(PASSENGERS, origins, 1, months)
    assert np.flatnonzero(np.isfinite(paths[:, 0]))[0] == first - 9
    assert np.isfinite(paths[first - 9 :]).all()


def test_sarima_follows_growth_and_season():
    """A straight line of the logarithm and a fixed season: nothing is left to miss."""
    season = 0.3 * np.sin(np.arange(96) * 2 * np.pi / 12)
    rng = np.random.default_rng(0)
    series = np.exp(5 + 0.01 * np.arange(96) + season + 1e-4 * rng.normal(size=96))
    paths = forecasting.sarima(series, np.array([71, 80]), 12, known=72)
    for path, origin in zip(paths, (71, 80), strict=True):
        np.testing.assert_allclose(path, series[origin + 1 : origin + 13], rtol=0.002)


def test_sarima_one_month_ahead_by_its_equation():
    """With the shares that statsmodels found; the first surprises are taken to be none."""
    from statsmodels.tsa.statespace.sarimax import SARIMAX

    logs, known, origin = np.log(PASSENGERS), 100, 120
    orders = {"order": (0, 1, 1), "seasonal_order": (0, 1, 1, 12)}
    month, year, _ = SARIMAX(logs[:known], **orders).fit(disp=False).params
    changes = np.diff(logs[12:] - logs[:-12])  # the first is that of month 13
    surprise = np.zeros(len(PASSENGERS) + 1)
    for t in range(13, origin + 2):
        expected = month * surprise[t - 1] + year * surprise[t - 12]
        expected += month * year * surprise[t - 13]
        surprise[t] = changes[t - 13] - expected
    said = logs[origin] + logs[origin - 11] - logs[origin - 12] + expected
    path = forecasting.sarima(PASSENGERS, np.array([origin]), 1, known)[0]
    np.testing.assert_allclose(path, np.exp(said), rtol=0.002)


@pytest.mark.parametrize("horizon", [0, 13])
def test_a_horizon_of_more_than_a_season(horizon):
    with pytest.raises(ValueError, match=f"1 to 12 months, but was {horizon}"):
        forecasting.last_season(PASSENGERS, ORIGINS, horizon)


def test_misses_are_relative():
    misses = forecasting.relative_misses([400.0, 50.0], np.array([440.0, 50.0]))
    np.testing.assert_allclose(misses, [np.log(1.1), 0])


@pytest.mark.parametrize(("count", "rank"), [(24, 20), (13, 12), (4, 4), (9, 8)])
def test_the_margin_is_the_right_one_of_the_misses(count, rank):
    misses = np.random.default_rng(count).permutation(np.arange(1, count + 1)) / 100
    assert forecasting.margin(misses, 0.8) == rank / 100


def test_intervals_hold_as_often_as_they_say():
    rng = np.random.default_rng(0)
    misses = np.abs(rng.standard_t(3, size=(4000, 25)))
    kept = [forecasting.margin(row[:24], 0.8) >= row[24] for row in misses]
    assert np.mean(kept) == pytest.approx(0.8, abs=0.02)


def test_ends_and_coverage_by_hand():
    low, high = forecasting.interval(np.array([100.0]), np.log(1.25))
    assert (low[0], high[0]) == pytest.approx((80, 125))
    truth = np.array([79.0, 81.0, 124.0, 126.0, 100.0])
    assert forecasting.coverage(np.full(5, 100.0), truth, np.log(1.25)) == pytest.approx(0.6)


def test_too_few_misses_for_the_promise():
    with pytest.raises(ValueError, match="an interval for 80% needs 4 misses, but was given 3"):
        forecasting.margin([0.1, 0.2, 0.3], 0.8)
