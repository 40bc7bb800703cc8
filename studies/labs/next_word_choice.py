"""Which learning rate each cell of the next-word lab is given, chosen on validation reviews.

GRU and LSTM train from the same small grid until the validation loss has not fallen for two
epochs. No test review is read. The best rate of a cell is the one with the least `choice`.
"""

from itertools import product

import numpy as np

from ..records import Outcome, hash_of
from .next_word import MODEL, fit, inputs_of

SEEDS = 1
SMOKE = {"epochs": 1, "reviews": 60, "vocabulary_size": 300}
RATES = (0.001, 0.002, 0.004, 0.008)
STOPPING = {"epochs": 30, "patience": 2}

CONFIGURATIONS = {
    f"{cell}-rate_{rate:g}": {**MODEL, **STOPPING, "cell": cell, "learning_rate": rate}
    for rate, cell in product(RATES, ("gru", "lstm"))
}
TWINS = dict.fromkeys(CONFIGURATIONS, ("numpy",))


def run(nn, twin, config, seed, watch):
    """Train one candidate until it stops getting better on the validation reviews."""
    data = inputs_of(config)
    model, history = fit(nn, config, data, watch)
    losses = history.history["val_loss"]
    return Outcome(
        metrics={"choice": min(losses), "perplexity": np.exp(min(losses))},
        parameters=model.count_params(),
        data_hash=hash_of(*data.train, *data.validation),
        history=history.history,
    )
