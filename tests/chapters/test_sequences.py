"""What `chapters/sequences.md` says of forecasts several steps ahead, and keys of its quiz."""

import numpy as np
import pytest

from coursepkg.data import sliding_windows
from coursepkg.data.airline import load_airline

PASSENGERS = load_airline().passengers
LOGS = np.log(PASSENGERS)
MONTHS = np.arange(105, 117)  # the last year of the validation part


def fit_line(window):
    x, y = sliding_windows(LOGS[:93], window)
    inputs = np.c_[x[:, :, 0], np.ones(len(x))]
    return np.linalg.lstsq(inputs, y[:, 0], rcond=None)[0]


def by_line(window):
    """Return a function that forecasts so many months after the first ones, each fed back."""
    line = fit_line(window)

    def ask(known, ahead):
        series = list(LOGS[:known])
        for _ in range(ahead):
            series.append(series[len(series) - window :] @ line[:-1] + line[-1])
        return np.exp(series[-1])

    return ask


def errors(ask):
    """Return the root of the mean squared error for each number of months ahead."""
    answers = [[ask(m + 1 - ahead, ahead) for m in MONTHS] for ahead in range(1, 13)]
    return np.sqrt(np.mean((np.array(answers) - PASSENGERS[MONTHS]) ** 2, axis=1))


@pytest.fixture(scope="module")
def persistence():
    return errors(lambda known, ahead: PASSENGERS[known - 1])


@pytest.fixture(scope="module")
def last_year():
    return errors(lambda known, ahead: PASSENGERS[known + ahead - 13])


def test_the_rules_that_a_line_has_to_beat(persistence, last_year):
    np.testing.assert_allclose(last_year, last_year[0])
    assert last_year[0] == pytest.approx(24, abs=0.5)
    assert persistence.argmax() == 5
    assert persistence[-1] == pytest.approx(last_year[-1])
    year_before = PASSENGERS[93:105] - PASSENGERS[81:93]
    assert np.sqrt(np.mean(year_before**2)) == pytest.approx(41, abs=0.5)


def test_who_is_first_a_month_ahead_need_not_be_so_after_a_year(persistence):
    one_month = errors(by_line(1))
    assert one_month[0] < persistence[0] < 1.05 * one_month[0]
    assert one_month[-1] > 3 * persistence[-1]


def test_the_line_with_a_season_loses_its_advantage_within_a_year(persistence, last_year):
    line = errors(by_line(13))
    assert line[0] == pytest.approx(persistence[0] / 3, rel=0.05)
    assert (line[:3] < last_year[:3]).all()
    assert (line[3:] > last_year[3:]).all()
    assert line[0] == pytest.approx(16, abs=0.5)
    np.testing.assert_allclose(line[6:], 29, atol=0.5)


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
