"""The key of 'Lab report: can a small network beat last year?'. Made from source.md: make changes there."""

import numpy as np

# Thousands of passengers a month, January 1949 to December 1960.
PASSENGERS = np.array([
    112, 118, 132, 129, 121, 135, 148, 148, 136, 119, 104, 118,
    115, 126, 141, 135, 125, 149, 170, 170, 158, 133, 114, 140,
    145, 150, 178, 163, 172, 178, 199, 199, 184, 162, 146, 166,
    171, 180, 193, 181, 183, 218, 230, 242, 209, 191, 172, 194,
    196, 196, 236, 235, 229, 243, 264, 272, 237, 211, 180, 201,
    204, 188, 235, 227, 234, 264, 302, 293, 259, 229, 203, 229,
    242, 233, 267, 269, 270, 315, 364, 347, 312, 274, 237, 278,
    284, 277, 317, 313, 318, 374, 413, 405, 355, 306, 271, 306,
    315, 301, 356, 348, 355, 422, 465, 467, 404, 347, 305, 336,
    340, 318, 362, 348, 363, 435, 491, 505, 404, 359, 310, 337,
    360, 342, 406, 396, 420, 472, 548, 559, 463, 407, 362, 405,
    417, 391, 419, 461, 472, 535, 622, 606, 508, 461, 390, 432,
], dtype=float)


def series_of(number):
    """Return the passengers as a student gets them: counted anew, with errors of up to 3."""
    rng = np.random.default_rng([1960, int(number)])
    return PASSENGERS + rng.integers(-3, 4, size=len(PASSENGERS))


def held_out_months(number):
    """Return how many months at the end a student holds out: 12 to 30."""
    return 12 + int(number) % 19


def draw_series(rng):
    months = np.arange(int(rng.integers(48, 60)))
    wave = 30 * np.sin(months * np.pi / 6 + rng.uniform(0, 6))
    return 200 + 3 * months + wave + rng.normal(0, 10, size=len(months))


def draw_naive(rng):
    return draw_series(rng), int(rng.integers(14, 20))


def draw_scores(rng):
    history = draw_series(rng)
    months = rng.integers(8, 20)
    truth = history[-months:] + rng.normal(20, 10, size=months)
    return truth, truth + rng.normal(0, 15, size=months), history


def draw_prepared(rng):
    return draw_series(rng), int(rng.integers(24, 30)), int(rng.integers(5, 10))


def answer_my_baseline(number):
    months, series = held_out_months(number), series_of(number)
    history, truth = series[:-months], series[-months:]
    return np.array(scores(truth, seasonal_naive(history, months), history))


student_number = 1


def seasonal_naive(history, horizon):
    """Return forecasts for the `horizon` months after a history of monthly values."""
    return history[-12:][np.arange(horizon) % 12]


def scores(truth, forecast, history):
    """Return RMSE, MAE and MASE of a forecast."""
    errors = forecast - truth
    rmse = np.sqrt(np.mean(errors**2))
    mae = np.abs(errors).mean()
    return rmse, mae, mae / np.abs(history[12:] - history[:-12]).mean()


def prepare(series, train_months, length):
    """Return windows x (W, length) and targets y (W,) from the first `train_months` months."""
    known = series[:train_months]
    scaled = (known - known.min()) / (known.max() - known.min())
    x = np.array([scaled[i : i + length] for i in range(len(scaled) - length)])
    y = scaled[length:]
    return x, y


months, series = held_out_months(student_number), series_of(student_number)
history, truth = series[:-months], series[-months:]
my_baseline = np.array(scores(truth, seasonal_naive(history, months), history))


# What is graded.
TITLE = 'Lab report: can a small network beat last year?'
TASKS = [
    {'name': 'naive', 'title': 'The seasonal naive forecast', 'function': 'seasonal_naive', 'points': 2, 'returns': ['forecast: month']},
    {'name': 'scores', 'title': 'Three scores', 'function': 'scores', 'points': 3, 'returns': ['RMSE', 'MAE', 'MASE']},
    {'name': 'prepared', 'title': 'Scaled windows without a leak', 'function': 'prepare', 'points': 3, 'returns': ['x: window, month', 'y: window']},
    {'name': 'my_baseline', 'title': 'The line to beat', 'function': 'my_baseline', 'points': 2, 'returns': ['entry: score']},
    {'name': 'report', 'title': 'The report', 'points': 10, 'by_hand': True},
]
MISTAKES = [
    {'name': 'last_month_repeated', 'says': 'That repeats the last month. The seasonal forecast repeats the last year.', 'right': 'history[-12:][np.arange(horizon) % 12]', 'wrong': 'np.full(horizon, history[-1])', 'loses': ['naive', 'my_baseline']},
    {'name': 'first_year_repeated', 'says': 'Which year did you repeat? The last one before the forecast is the freshest.', 'right': 'history[-12:][np.arange(horizon) % 12]', 'wrong': 'history[:12][np.arange(horizon) % 12]', 'loses': ['naive', 'my_baseline']},
    {'name': 'root_forgotten', 'says': 'RMSE has a root, which brings it back to passengers.', 'right': 'rmse = np.sqrt(np.mean(errors**2))', 'wrong': 'rmse = np.mean(errors**2)', 'loses': ['scores', 'my_baseline']},
    {'name': 'scaled_by_the_month_before', 'says': 'MASE compares with the seasonal naive forecast, twelve months back.', 'right': 'history[12:] - history[:-12]', 'wrong': 'history[1:] - history[:-1]', 'loses': ['scores', 'my_baseline']},
    {'name': 'scaled_on_held_out_months', 'says': 'MASE is scaled on the history, which a forecaster has; not on the months to come.', 'right': 'np.abs(history[12:] - history[:-12]).mean()', 'wrong': 'np.abs(truth - truth.mean()).mean()', 'loses': ['scores', 'my_baseline']},
    {'name': 'scaler_saw_the_future', 'says': 'Lowest and highest may come from the training months alone. The rest is not known yet.', 'right': 'known = series[:train_months]', 'wrong': 'known = series', 'loses': ['prepared']},
    {'name': 'windows_cross_the_border', 'says': 'The last target must be a training month.', 'right': 'scaled = (known - known.min()) / (known.max() - known.min())', 'wrong': 'scaled = (series - known.min()) / (known.max() - known.min())', 'loses': ['prepared']},
    {'name': 'target_inside_the_window', 'says': 'The target is the month after the window, not the last one in it.', 'right': 'y = scaled[length:]', 'wrong': 'y = scaled[length - 1 : -1]', 'loses': ['prepared']},
]
