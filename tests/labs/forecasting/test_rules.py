import numpy as np
import pytest

from coursepkg.data.airline import load_airline
from coursepkg.labs.forecasting import rules

SERIES = load_airline().passengers
ORIGINS = np.array([24, 60, 116])
RULES = {
    "last value": rules.last_value,
    "last season": rules.last_season,
    "grown": rules.last_season_grown,
    "Holt-Winters": lambda *arguments: rules.holt_winters(*arguments, known=100),
}


def test_rules_by_hand():
    for row, origin in enumerate(ORIGINS):
        year = SERIES[origin - 11 : origin + 1]
        growth = SERIES[origin] / SERIES[origin - 12]
        expected = {"last value": np.full(12, SERIES[origin]), "last season": year}
        expected["grown"] = year * growth
        for name, path in expected.items():
            found = RULES[name](SERIES, ORIGINS, 12)[row]
            np.testing.assert_allclose(found, path)


@pytest.mark.parametrize("name", RULES)
def test_no_rule_uses_what_lies_after_its_origin(name):
    changed = SERIES.copy()
    changed[117:] = 1000.0
    before, after = (RULES[name](series, ORIGINS, 5) for series in (SERIES, changed))
    assert before.shape == (3, 5)
    np.testing.assert_array_equal(before, after)


def test_holt_winters_follows_a_series_made_for_it():
    """A straight line times a fixed season: nothing is left to miss."""
    season = 1 + 0.3 * np.sin(np.arange(12) * 2 * np.pi / 12)
    series = (100 + 2 * np.arange(96)) * np.tile(season, 8)
    paths = rules.holt_winters(series, np.array([71, 80]), 12, known=72)
    for path, origin in zip(paths, (71, 80), strict=True):
        np.testing.assert_allclose(path, series[origin + 1 : origin + 13], rtol=0.01)


def test_holt_winters_is_brought_up_to_date_at_every_origin():
    """Equation by equation, with the factors that statsmodels found."""
    from statsmodels.tsa.holtwinters import ExponentialSmoothing

    known, origin = 100, 110
    form = {"trend": "add", "seasonal": "mul", "seasonal_periods": 12}
    found = ExponentialSmoothing(SERIES[:known], **form).fit().params
    level, trend = found["initial_level"], found["initial_trend"]
    season = list(found["initial_seasons"])
    for value in SERIES[: origin + 1]:
        before, factor = level, season.pop(0)
        alpha, beta = found["smoothing_level"], found["smoothing_trend"]
        level = alpha * value / factor + (1 - alpha) * (before + trend)
        gamma = found["smoothing_seasonal"]
        season.append(gamma * value / (before + trend) + (1 - gamma) * factor)
        trend = beta * (level - before) + (1 - beta) * trend
    expected = [(level + (h + 1) * trend) * season[h] for h in range(12)]
    path = rules.holt_winters(SERIES, np.array([origin]), 12, known)[0]
    np.testing.assert_allclose(path, expected, rtol=1e-6)


@pytest.mark.parametrize("horizon", [0, 13])
def test_a_horizon_of_more_than_a_season(horizon):
    with pytest.raises(ValueError, match=f"1 to 12 months, but was {horizon}"):
        rules.last_season(SERIES, ORIGINS, horizon)
