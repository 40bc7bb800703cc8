"""What `chapters/sequences.md` says of forecasts several steps ahead, and keys of its quiz."""

import numpy as np
import pytest

from coursepkg.data import sliding_windows
from coursepkg.data.airline import load_airline

PASSENGERS = load_airline().passengers
LOGS = np.log(PASSENGERS)
ORIGINS = range(93, 106)  # a whole year of the validation part lies ahead of each


def fit_line(window):
    x, y = sliding_windows(LOGS[:93], window)
    inputs = np.c_[x[:, :, 0], np.ones(len(x))]
    return np.linalg.lstsq(inputs, y[:, 0], rcond=None)[0]


def path(line, past):
    """Return twelve months, each forecast fed back."""
    series = list(past)
    for _ in range(12):
        series.append(series[len(series) - len(line) + 1 :] @ line[:-1] + line[-1])
    return np.exp(series[len(past) :])


def errors(paths):
    """Return the root of the mean squared error for each number of months ahead."""
    truth = np.array([PASSENGERS[o : o + 12] for o in ORIGINS])
    return np.sqrt(np.mean((np.array(paths) - truth) ** 2, axis=0))


@pytest.fixture(scope="module")
def persistence():
    return errors([np.repeat(PASSENGERS[o - 1], 12) for o in ORIGINS])


def test_who_is_first_a_month_ahead_need_not_be_so_after_a_year(persistence):
    one_month = errors([path(fit_line(1), LOGS[:o]) for o in ORIGINS])
    assert one_month[0] < persistence[0]
    assert one_month[-1] > 2.9 * persistence[-1]


def test_the_line_with_a_season_loses_its_advantage_within_a_year(persistence):
    line = errors([path(fit_line(13), LOGS[:o]) for o in ORIGINS])
    last_year = errors([PASSENGERS[o - 12 : o] for o in ORIGINS])
    assert 5 * line[0] < min(persistence[0], last_year[0])
    assert (np.diff(line) > 0).all()
    assert line[-1] > max(persistence[-1], last_year[-1])
    assert persistence.argmax() == 6


@pytest.mark.parametrize(("w", "twelve_steps"), [(0.5, 1.15), (1.0, np.sqrt(12)), (1.1, 6.5)])
def test_how_an_error_grows_that_is_fed_back(w, twelve_steps):
    """Quiz, question 4: only on a random walk is it the square root of twelve."""
    assert np.sqrt(np.sum(w ** (2 * np.arange(12)))) == pytest.approx(twelve_steps, rel=0.02)


def test_a_linear_model_undoes_a_scaler():
    """Quiz, question 3: whatever the scaler was fitted on, the forecasts are the same."""
    forecasts = []
    for fitted_on in (PASSENGERS[:117], PASSENGERS):
        low, high = fitted_on.min(), fitted_on.max()
        x, y = sliding_windows((PASSENGERS - low) / (high - low), 12)
        inputs = np.c_[x[:, :, 0], np.ones(len(x))]
        line = np.linalg.lstsq(inputs[:105], y[:105, 0], rcond=None)[0]
        forecasts.append(inputs[105:] @ line * (high - low) + low)
    np.testing.assert_allclose(*forecasts, rtol=1e-8)


def test_the_best_of_forty_settings_scores_a_little_lower_on_the_test_part():
    """Quiz, question 5: forty models of true accuracy 0.82 and 500 rows in either part."""
    draw = np.random.default_rng(0)
    scores = draw.binomial(500, 0.82, size=(2000, 2, 40)) / 500
    best = scores[:, 0].argmax(axis=1)
    validation = scores[:, 0].max(axis=1).mean()
    test = scores[np.arange(2000), 1, best].mean()
    assert 0.02 < validation - test < 0.06
