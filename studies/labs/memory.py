"""A study of nothing but memory: which cell learns to hold a symbol, or to add two numbers.

Every run draws its training batches afresh, so there is nothing to overfit and no epoch to
choose. The chapter on the comparison of cells reads what came of it.
"""

from itertools import product

import numpy as np

from coursepkg.data import series
from coursepkg.labs import recurrent_layer
from coursepkg.labs.imdb import set_keep_bias

from ..records import Outcome, hash_of

TASKS = {
    "recall_20": {"task": "recall", "steps": 20, "blocks": 5},
    "recall_50": {"task": "recall", "steps": 50, "blocks": 5},
    "adding_20": {"task": "adding", "steps": 20, "blocks": 6},
    "adding_50": {"task": "adding", "steps": 50, "blocks": 10},
}
CELLS = {
    "rnn": {"cell": "rnn", "units": 32, "keep_bias": None},
    "gru": {"cell": "gru", "units": 32, "keep_bias": None},
    "lstm": {"cell": "lstm", "units": 32, "keep_bias": None},
    # On five features the GRU of 32 units has 3,744 weights; these have 3,808 and 3,712.
    "lstm_equal_parameters": {"cell": "lstm", "units": 28, "keep_bias": None},
    "rnn_equal_parameters": {"cell": "rnn", "units": 58, "keep_bias": None},
    "gru_bias_one": {"cell": "gru", "units": 32, "keep_bias": 1.0},
    "lstm_bias_zero": {"cell": "lstm", "units": 32, "keep_bias": 0.0},
}
CONFIGURATIONS = {
    f"{task}-{cell}": {**TASKS[task], **CELLS[cell], "updates": 100}
    for task, cell in product(TASKS, CELLS)
}
TWINS = dict.fromkeys(CONFIGURATIONS, ("numpy",))
SEEDS = 12
SMOKE = {"blocks": 1, "updates": 3}
ROWS, TEST_ROWS = 32, 1000


def model_of(nn, config):
    """Return the untrained model of a configuration."""
    recalling = config["task"] == "recall"
    layer = recurrent_layer(nn, config["cell"])(config["units"])
    head = nn.Dense(series.SYMBOLS, activation="softmax") if recalling else nn.Dense(1)
    features = series.SYMBOLS + 1 if recalling else 2
    model = nn.Sequential([nn.Input((None, features)), layer, head])
    if config["keep_bias"] is not None:
        set_keep_bias(model, config["cell"], config["keep_bias"])
    loss = "categorical_crossentropy" if recalling else "mean_squared_error"
    model.compile(nn.Adam(0.01, global_clipnorm=1.0), loss=loss)
    return model


def run(nn, twin, config, seed, watch):
    """Train on fresh sequences, and test on others that are the same for all runs."""
    make = getattr(series, config["task"])
    draw = np.random.default_rng(seed)
    model, losses = model_of(nn, config), []
    for _ in range(config["blocks"]):
        x, y = make(draw, ROWS * config["updates"], config["steps"])
        history = model.fit(x, y, batch_size=ROWS, verbose=0, callbacks=[watch]).history
        losses += history["loss"]
    x, y = test_part(config)
    answers = model.predict(x, verbose=0)
    if config["task"] == "recall":
        score = {"accuracy": (answers.argmax(axis=1) == y.argmax(axis=1)).mean()}
        learned = score["accuracy"] > 0.9
    else:
        score = {"error": np.mean((answers - y) ** 2) / np.var(y)}
        learned = score["error"] < 0.1
    return Outcome(
        metrics={"learned": float(learned), **score},
        parameters=model.count_params(),
        data_hash=hash_of(*(array for task in TASKS.values() for array in test_part(task))),
        history={"loss": losses},
    )


def test_part(config):
    """Return the sequences of a test, and their answers."""
    make = getattr(series, config["task"])
    return make(np.random.default_rng(99), TEST_ROWS, config["steps"])
