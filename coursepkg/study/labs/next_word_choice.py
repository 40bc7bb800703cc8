"""Which learning rate suits each cell, on the validation reviews of the next-word lab.

The lab's own rate was settled before any cell but the GRU had run. Here all three get the same
trials: that rate, half of it and twice as much. The test reviews reach none of them.
"""

import numpy as np

from coursepkg.study import Outcome
from coursepkg.study.rows import hash_of

from .next_word import SIZES, SMOKE, TRAINED, chunked, fit, inputs_of

__all__ = ["CONFIGURATIONS", "SEEDS", "SMOKE", "TWINS", "run"]

SEEDS = 1  # the rates differ by more than seeds do
RATES = {"half": 0.5, "same": 1, "double": 2}

CONFIGURATIONS = {
    f"{cell}-{name}": {
        "cell": cell,
        **SIZES,
        **TRAINED,
        **chunked(20),
        "learning_rate": times * TRAINED["learning_rate"],
    }
    for cell in ("gru", "lstm", "rnn")
    for name, times in RATES.items()
}
TWINS = dict.fromkeys(CONFIGURATIONS, ("numpy",))


def run(nn, config, seed, watch):
    """Train one candidate; its "choice" is the perplexity of the validation reviews."""
    data = inputs_of(config)
    model, history = fit(nn, config, data, watch)
    return Outcome(
        metrics={"choice": float(np.exp(min(history.history["val_loss"])))},
        parameters=model.count_params(),
        data_hash=hash_of(*data.train, *data.validation),
        history=history.history,
    )
