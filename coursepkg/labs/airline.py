"""Lab: forecast airline passengers, a month and a year ahead, from the months before."""

from dataclasses import dataclass

import matplotlib.pyplot as plt
import numpy as np

from coursepkg.data.airline import load_airline
from coursepkg.data.series import sliding_windows
from coursepkg.plots import INK

from . import forecasting, recurrent_layer


@dataclass(frozen=True)
class AirlineData:
    """The series cut into windows. The first months train, the last ones are held out.

    Windows hold what `changes` makes of the series: scaled values, or growths.
    """

    months: np.ndarray  # (T,)
    passengers: np.ndarray  # (T,), in thousands
    source: str
    window: int  # steps shown to the model
    train_months: int  # months that training may see; T − this are held out
    changes: forecasting.Changes
    origins: np.ndarray  # (T − 1 − ...,) the month each window ends with, as an index
    x_train: np.ndarray  # (rows, window, 1)
    y_train: np.ndarray  # (rows, 1)
    x_test: np.ndarray
    y_test: np.ndarray


def load_data(window=10, lags=(), held_out=27, months=None, leak=False):
    """Return the lab's `AirlineData`.

    Args:
        window: steps shown to the model.
        lags: () shows it passengers; (12,) their growth over a year (see
            `forecasting.Changes`).
        held_out: how many of the months, the last ones, training must not see. The default
            is what the lesson's `validation_split=0.2` left.
        months: use only so many, from the first; None for all 144. With 117 and `held_out=24`
            a model can be chosen on months that are not those it is tested on.
        leak: fit the scaler on the held-out months, too, as the lesson did. To see what it
            does; never for use.
    """
    series = load_airline()
    passengers = series.passengers[:months]
    total = len(passengers)
    train_months = total - held_out
    rows = train_months - sum(lags) - window
    if window < 1 or held_out < 1 or rows < 1:
        raise ValueError(
            f"a window of {window}, lags of {tuple(lags)} and {held_out} held-out months leave "
            f"no training windows in {total} months; choose smaller ones, of at least 1"
        )
    changes = forecasting.Changes(passengers, lags, known=total if leak else train_months)
    x, y = sliding_windows(changes.values, window)
    return AirlineData(
        series.months[:months],
        passengers,
        series.source,
        window,
        train_months,
        changes,
        origins=np.arange(changes.first + window - 1, total - 1),
        x_train=x[:rows],
        y_train=y[:rows],
        x_test=x[rows:],
        y_test=y[rows:],
    )


def build_model(nn, cell="gru", window=10, units=50, learning_rate=0.001):
    """Return the lesson's model, compiled: two recurrent layers and one output.

    Args:
        nn: the twin, `coursepkg.numpy_nn` or `coursepkg.keras_nn`.
        cell: which recurrent layer: "gru", "lstm" or "rnn".
        window: steps in an input.
        units: of each recurrent layer.
        learning_rate: of Adam.
    """
    recurrent = recurrent_layer(nn, cell)
    model = nn.Sequential(
        [
            nn.Input((window, 1)),
            recurrent(units, return_sequences=True),
            recurrent(units),
            nn.Dense(1),
        ]
    )
    model.compile(optimizer=nn.Adam(learning_rate), loss="mean_squared_error")
    return model


def forecast(model, data, horizon=1):
    """Return the model's forecasts from the end of every window on.

    Each forecast is appended to its window, and the model asked again: so far ahead.

    Returns:
        (origins, horizon) thousands of passengers, a row for each of `data.origins`.
    """
    windows = np.concatenate([data.x_train, data.x_test])
    paths = np.empty((len(windows), horizon))
    for step in range(horizon):
        predictions = model.predict(windows, batch_size=len(windows), verbose=0)
        paths[:, step] = predictions[:, 0]
        windows = np.concatenate([windows[:, 1:], predictions[:, None]], axis=1)
    return data.changes.back(paths, data.origins)


def baselines(data, horizon=1):
    """Return forecasts that need no network, in the form of `forecast`, by name.

    The first two are rules of thumb. The next three let last year grow: as the last month did,
    as the last year did, and as all years did on average. The last two are Holt–Winters and
    SARIMA (see `forecasting`). NaN where there is no year before.
    """
    known = (data.passengers, data.origins, horizon)
    rules = {
        "last month": forecasting.last_value(*known),
        "same month last year": forecasting.last_season(*known),
        "last year, grown": forecasting.last_season_grown(*known),
        "a year's growth": forecasting.last_season_grown(*known, months=12),
        "all years' growth": forecasting.last_season_grown(*known, months=None),
    }
    held_out = data.origins >= data.train_months - 1  # their factors were fitted to the others
    fitted = {"Holt-Winters": forecasting.holt_winters, "SARIMA": forecasting.sarima}
    for name, rule in fitted.items():
        rules[name] = np.full((len(data.origins), horizon), np.nan)
        rules[name][held_out] = rule(
            data.passengers, data.origins[held_out], horizon, data.train_months
        )
    return rules


def pairs(paths, data, horizon=1):
    """Return forecasts and truth, (held-out months that were forecast so far ahead,) each."""
    truth = data.passengers[data.train_months :]
    if len(paths) < len(truth):
        raise ValueError(
            f"expected paths from each of the {len(truth)} held-out months' origins, but was "
            f"given {len(paths)}"
        )
    forecasts = forecasting.at_horizon(paths[-len(truth) :], horizon)
    return forecasts[: len(truth) - horizon + 1], truth[horizon - 1 :]


def evaluate(forecasts, data, horizon=1):
    """Return the errors over the held-out months, by name (see `forecasting.scores`).

    Args:
        forecasts: by name, arrays in the form that `forecast` returns.
        data: `AirlineData`.
        horizon: how far ahead; the origin never lies before the last training month.
    """
    known = data.passengers[: data.train_months]
    return {
        name: forecasting.scores(*pairs(paths, data, horizon), known)
        for name, paths in forecasts.items()
    }


def plot(forecasts, data, horizon=1):
    """Draw the series, the forecasts, and a line where training ends; return the figure."""
    figure, axes = plt.subplots()
    axes.plot(data.months, data.passengers, color=INK, linewidth=1.2, label="passengers")
    for name, paths in forecasts.items():
        values = forecasting.at_horizon(paths, horizon)[: len(paths) - horizon + 1]
        axes.plot(data.months[-len(values) :], values, linewidth=1.6, label=name)
    end = data.months[data.train_months]
    axes.axvline(end, color=INK, linestyle=":", linewidth=1)
    place = (end, 0.03)
    axes.annotate("training ends ", place, xycoords=("data", "axes fraction"), ha="right")
    axes.set(xlabel="month", ylabel="thousands of passengers")
    axes.legend(loc="upper left")
    plt.close(figure)
    return figure
