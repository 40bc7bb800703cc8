"""The airline lab's study: the lesson's set-up, its leak, and what was chosen instead.

A run trains twice. First on the months up to September 1956, watched on the two years after
it: these decide after how many epochs to stop (where there is a "patience"), and how wide the
intervals are. Then, from the same seed, for so many epochs on all months up to September 1958;
this model is tested on the 27 months that are left.
"""

import numpy as np

from coursepkg.labs import airline, forecasting
from coursepkg.results import build_configured

from ..records import Outcome, hash_of

SEEDS = {"numpy": 10, "keras": 5}  # at this size Keras takes longer
SMOKE = {"epochs": 2}
HORIZONS = (1, 12)
SHARE = 0.8  # of the months, that an interval should hold

LESSON = {
    "cell": "gru",
    "window": 10,
    "lags": [],
    "units": 50,
    "learning_rate": 0.001,
    "batch_size": 32,
    "epochs": 50,
    "patience": None,
    "leak": False,
}
# How these were chosen, on months before October 1958: the study `airline_choice`.
IMPROVED = {
    **LESSON,
    "window": 13,
    "lags": [12, 1],
    "units": 20,
    "epochs": 300,
    "patience": 40,
}

CONFIGURATIONS = {
    "lesson_with_leak": {**LESSON, "leak": True},
    "lesson": LESSON,
    "lesson_lstm": {**LESSON, "cell": "lstm"},
    "lesson_rnn": {**LESSON, "cell": "rnn"},
    "long_window": {**LESSON, "window": 13},
    "yearly_growth": {**LESSON, "window": 13, "lags": [12], "epochs": 300, "patience": 40},
    "improved": IMPROVED,
    "improved_large": {**IMPROVED, "units": LESSON["units"]},
    "improved_lstm": {**IMPROVED, "cell": "lstm"},
    "improved_rnn": {**IMPROVED, "cell": "rnn"},
    # The GRU has 3,921 weights; these have 4,123 and 3,816, as near as whole units come.
    "improved_lstm_equal_parameters": {**IMPROVED, "cell": "lstm", "units": 18},
    "improved_rnn_equal_parameters": {**IMPROVED, "cell": "rnn", "units": 35},
}
BASELINES = {
    "last_month": {"rule": "last month"},
    "same_month_last_year": {"rule": "same month last year"},
    "last_year_grown": {"rule": "last year, grown"},
    "growth_of_a_year": {"rule": "a year's growth"},
    "growth_of_all_years": {"rule": "all years' growth"},
    "holt_winters": {"rule": "Holt-Winters"},
    "sarima": {"rule": "SARIMA"},
}
# Both twins for the two models that the chapter is about; the others with the faster one.
TWINS = {name: ("numpy",) for name in CONFIGURATIONS if name not in ("lesson", "improved")}


def choosing_data(config):
    """Return the months that choices may be made on: two years, held out of the first 117."""
    return data_of(config, held_out=24, months=117)


def data_of(config, **which):
    """Return the lab's data for a configuration."""
    return airline.load_data(config["window"], config["lags"], leak=config["leak"], **which)


def fit(nn, config, data, watch, epochs=None):
    """Return a trained model and its history; with `epochs` for so many, without watching."""
    model = build_configured(nn, airline.build_model, config)
    callbacks = [watch]
    if epochs is None and config["patience"] is not None:
        patience = config["patience"]
        callbacks.append(nn.EarlyStopping(patience=patience, restore_best_weights=True))
    history = model.fit(
        data.x_train,
        data.y_train,
        batch_size=config["batch_size"],
        epochs=epochs or config["epochs"],
        validation_data=None if epochs else (data.x_test, data.y_test),
        callbacks=callbacks,
        verbose=0,
    )
    return model, history.history


def run(nn, twin, config, seed, watch):
    """Train and test one model."""
    early = choosing_data(config)
    first, choosing = fit(nn, config, early, watch)
    epochs = config["epochs"]
    if config["patience"] is not None:
        epochs = int(np.argmin(choosing["val_loss"])) + 1
    data = data_of(config)
    nn.set_random_seed(seed)
    model, history = fit(nn, config, data, watch, epochs)
    paths = [airline.forecast(m, d, max(HORIZONS)) for m, d in ((first, early), (model, data))]
    metrics = tested(paths[1], data, paths[0], early)
    predictions = model.predict(data.x_test, batch_size=len(data.x_test), verbose=0)
    metrics["scaled"] = {
        "loss": history["loss"][-1],
        "val_loss": float(np.mean((predictions - data.y_test) ** 2)),
    }
    saves_weights = config in (LESSON, IMPROVED) and seed == 0
    return Outcome(
        metrics={**metrics, "epochs": epochs},
        parameters=model.count_params(),
        data_hash=hash_of(data.passengers),
        history={**history, **{f"choosing_{name}": row for name, row in choosing.items()}},
        rows=rows_of(paths[1], data),
        weights=model.get_weights() if saves_weights else None,
    )


def run_baseline(config):
    """Test one of the rules."""
    empty = {"window": 1, "lags": [], "leak": False}
    data, early = data_of(empty), choosing_data(empty)
    paths, early_paths = (
        airline.baselines(part, max(HORIZONS))[config["rule"]] for part in (data, early)
    )
    return Outcome(
        metrics=tested(paths, data, early_paths, early),
        parameters=0,
        data_hash=hash_of(data.passengers),
        rows=rows_of(paths, data),
    )


def tested(paths, data, early_paths, early):
    """Return the scores on the held-out months, and on those that choices are made on."""
    metrics = {}
    for horizon in HORIZONS:
        forecasts, truth = airline.pairs(paths, data, horizon)
        misses = forecasting.relative_misses(*airline.pairs(early_paths, early, horizon))
        margin = forecasting.margin(misses, SHARE)
        metrics[f"horizon {horizon}"] = {
            **airline.evaluate({"it": paths}, data, horizon)["it"],
            "margin": margin,
            "coverage": forecasting.coverage(forecasts, truth, margin),
        }
        chosen_on = airline.evaluate({"it": early_paths}, early, horizon)["it"]
        metrics[f"choosing {horizon}"] = chosen_on
    return metrics


def rows_of(paths, data):
    """Return the forecasts of the held-out months, by horizon."""
    return {f"horizon {h}": airline.pairs(paths, data, h)[0].round(2) for h in HORIZONS}
