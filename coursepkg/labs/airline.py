"""Lab: forecast next month's airline passengers from the ten months before it."""

from dataclasses import dataclass

import matplotlib.pyplot as plt
import numpy as np
from sklearn.preprocessing import MinMaxScaler

from coursepkg.data.airline import load_airline
from coursepkg.data.windows import sliding_windows
from coursepkg.plots import INK

CELLS = {"gru": "GRU"}


@dataclass(frozen=True)
class AirlineData:
    """The series cut into windows. The first months train, the rest are held out.

    Windows hold scaled values: 0 and 1 are the least and the most of the training months.
    """

    months: np.ndarray  # (144,)
    passengers: np.ndarray  # (144,), in thousands
    source: str
    window: int  # months shown to the model
    train_months: int  # months that training may see; the scaler was fitted on these alone
    scaler: MinMaxScaler
    x_train: np.ndarray  # (rows, window, 1)
    y_train: np.ndarray  # (rows, 1)
    x_test: np.ndarray
    y_test: np.ndarray

    def to_passengers(self, scaled):
        """Return scaled values, (rows, 1), as thousands of passengers, (rows,)."""
        return self.scaler.inverse_transform(scaled)[:, 0]


def load_data(window=10, train_fraction=0.8):
    """Return the lab's `AirlineData`.

    Args:
        window: months shown to the model.
        train_fraction: the share of windows, oldest first, that train. The default leaves
            the last 27 months out, as the lesson's `validation_split=0.2` did.
    """
    if not 0 < train_fraction < 1:
        raise ValueError(f"train_fraction should lie between 0 and 1, but was {train_fraction}")
    series = load_airline()
    train_rows = int(train_fraction * (len(series.passengers) - window))
    if window < 1 or train_rows < 1:
        raise ValueError(
            f"a window of {window} months leaves no training windows in the "
            f"{len(series.passengers)} months there are; choose a shorter one"
        )
    train_months = train_rows + window
    scaler = MinMaxScaler().fit(series.passengers[:train_months, None])
    scaled = scaler.transform(series.passengers[:, None])[:, 0]
    x, y = sliding_windows(scaled, window)
    return AirlineData(
        *series,
        window=window,
        train_months=train_months,
        scaler=scaler,
        x_train=x[:train_rows],
        y_train=y[:train_rows],
        x_test=x[train_rows:],
        y_test=y[train_rows:],
    )


def build_model(nn, cell="gru", window=10, dtype="float32"):
    """Return the lesson's model, compiled: two recurrent layers of 50 units, one output.

    Args:
        nn: the twin, `coursepkg.numpy_nn` or `coursepkg.keras_nn`.
        cell: which recurrent layer: "gru".
        window: months in an input.
        dtype: of weights and results; "float64" for exact comparisons.
    """
    if cell not in CELLS:
        raise ValueError(f"unknown cell {cell!r}; known are: {', '.join(CELLS)}")
    recurrent = getattr(nn, CELLS[cell])
    model = nn.Sequential(
        [
            nn.Input((window, 1)),
            recurrent(50, return_sequences=True, dtype=dtype),
            recurrent(50, dtype=dtype),
            nn.Dense(1, dtype=dtype),
        ]
    )
    model.compile(optimizer="adam", loss="mean_squared_error")
    return model


def forecast(model, data):
    """Return the model's one-month-ahead forecasts of every month after the first window.

    Returns:
        (144 − window,) thousands of passengers: training months first, then held-out ones.
    """
    inputs = np.concatenate([data.x_train, data.x_test])
    return data.to_passengers(model.predict(inputs, verbose=0))


def baselines(data):
    """Return two forecasts that need no model, in the form of `forecast`.

    "last month" repeats the month before; "same month last year" the one twelve before
    (NaN where the series has no such month).
    """
    last_year = np.concatenate([np.full(12, np.nan), data.passengers[:-12]])
    return {
        "last month": data.passengers[data.window - 1 : -1],
        "same month last year": last_year[data.window :],
    }


def evaluate(forecasts, data):
    """Return the errors of forecasts over the held-out months.

    Args:
        forecasts: by name, arrays in the form that `forecast` returns.
        data: `AirlineData`.

    Returns:
        By name, a dictionary with "rmse" and "mae", in thousands of passengers, and "mase":
        the mae as a multiple of the mean error that "same month last year" makes over the
        training months (Hyndman and Koehler 2006, doi:10.1016/j.ijforecast.2006.03.001, in
        its form for seasonal series). Below 1 is better than that rule was.
    """
    known = data.passengers[: data.train_months]
    scale = np.mean(np.abs(known[12:] - known[:-12]))
    truth = data.passengers[data.train_months :]
    scores = {}
    for name, values in forecasts.items():
        if len(values) < len(truth):
            raise ValueError(
                f"forecast {name!r} has {len(values)} values; expected one for each of the "
                f"{len(truth)} held-out months"
            )
        errors = values[-len(truth) :] - truth
        mae = np.mean(np.abs(errors))
        scores[name] = {
            "rmse": float(np.sqrt(np.mean(errors**2))),
            "mae": float(mae),
            "mase": float(mae / scale),
        }
    return scores


def plot(forecasts, data):
    """Draw the series, the forecasts, and a line where training ends; return the figure."""
    figure, axes = plt.subplots()
    axes.plot(data.months, data.passengers, color=INK, linewidth=1.2, label="passengers")
    for name, values in forecasts.items():
        axes.plot(data.months[-len(values) :], values, linewidth=1.6, label=name)
    end = data.months[data.train_months]
    axes.axvline(end, color=INK, linestyle=":", linewidth=1)
    place = (end, 0.03)
    axes.annotate("training ends ", place, xycoords=("data", "axes fraction"), ha="right")
    axes.set(xlabel="month", ylabel="thousands of passengers")
    axes.legend(loc="upper left")
    plt.close(figure)
    return figure
