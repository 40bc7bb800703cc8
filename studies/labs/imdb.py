"""The imdb lab's study: the lesson's three cells, a fair comparison of them, better models."""

from coursepkg.data import load
from coursepkg.labs import imdb
from coursepkg.numpy_nn import Callback
from coursepkg.results import build_configured

from .. import text_runs

COMMON = {"vocabulary_size": 10_000, "length": 200, "keep": "end", "keep_bias": None}
# The lesson's five epochs; "patience" as many, so that they are all run.
LESSON = {
    **COMMON,
    "pad": "before",
    "mask": False,
    "embedding": 128,
    "units": 128,
    "bidirectional": False,
    "pooling": "last",
    "dropout": 0.0,
    "batch_size": 32,
    "epochs": 5,
    "patience": 5,
}
# Small enough for many runs, and nothing but the cell differs.
FAIR = {
    **LESSON,
    "pad": "after",
    "mask": True,
    "embedding": 64,
    "units": 64,
    "dropout": 0.3,
    "batch_size": 64,
    "epochs": 8,
    "patience": 2,
}
IMPROVED = {**FAIR, "units": 32, "bidirectional": True, "pooling": "max", "dropout": 0.5}
LONGER = {**IMPROVED, "length": 400}

CONFIGURATIONS = {
    "improved_gru": {"cell": "gru", **IMPROVED, "saved_seed": 0},
    "original_gru": {"cell": "gru", **LESSON},
    "original_lstm": {"cell": "lstm", **LESSON},
    "original_rnn": {"cell": "rnn", **LESSON},
    "fair_gru": {"cell": "gru", **FAIR},
    "fair_lstm": {"cell": "lstm", **FAIR},
    "fair_rnn": {"cell": "rnn", **FAIR},
    # The GRU of 64 units has 24,960 weights; these have 25,016 and 25,026.
    "fair_lstm_equal_parameters": {"cell": "lstm", **FAIR, "units": 53},
    "fair_rnn_equal_parameters": {"cell": "rnn", **FAIR, "units": 129},
    "fair_gru_bias_one": {"cell": "gru", **FAIR, "keep_bias": 1.0},
    "fair_lstm_bias_zero": {"cell": "lstm", **FAIR, "keep_bias": 0.0},
    # Adam as it is defined, in Keras too (see `keras_nn.add_up_uses`).
    "improved_gru_uses_added": {"cell": "gru", **IMPROVED, "uses_added": True},
    "longer_gru": {"cell": "gru", **LONGER},
    "longer_gru_both_ends": {"cell": "gru", **LONGER, "keep": "both"},
}
TWINS = {
    **{name: ("numpy",) for name in CONFIGURATIONS if name != "improved_gru"},
    "improved_gru_uses_added": ("keras",),
}
BASELINES = {
    "tf_idf": {"length": None},
    "tf_idf_cut": {"length": 200},
    "naive_bayes": {"length": None, "words": [1, 3], "weights": "naive_bayes"},
}
SEEDS = 5
SMOKE = {"epochs": 1, "rows": 100, "length": 20}


class LastEpoch(Callback):
    """Lets the model name the test rows as the last epoch left it.

    That is what the lesson scored. It has to stand before the callback that puts the weights
    of the best epoch back.
    """

    def __init__(self, ids):
        super().__init__()
        self.ids = ids

    def on_train_end(self, logs=None):
        """Ask."""
        self.predictions = text_runs.probabilities(self.model, self.ids)


def inputs_of(config):
    """Return the `TextData`, with ids, of a configuration."""
    texts = text_runs.real_texts(load("imdb"), config.get("rows"))
    reading = {name: config[name] for name in ("length", "keep", "pad")}
    return imdb.load_data(config["vocabulary_size"], **reading, texts=texts)


def model_of(nn, config):
    """Return the untrained model of a configuration."""
    return build_configured(nn, imdb.build_model, config)


def run(nn, twin, config, seed, watch):
    """Train and test one model."""
    inputs, model = inputs_of(config), model_of(nn, config)
    if config.get("uses_added"):
        nn.add_up_uses(model)
    last = LastEpoch(inputs.test.ids)
    history = text_runs.train(nn, model, inputs, config, [watch, last])
    predictions = text_runs.probabilities(model, inputs.test.ids)
    return text_runs.outcome(
        predictions,
        inputs,
        model,
        history,
        {
            "accuracy, last epoch": (
                last.predictions.argmax(axis=1) == inputs.test.labels
            ).mean()
        },
        inputs.vectorizer if text_runs.saves_weights(config, twin, seed) else None,
        text_runs.shown(config, predictions),
    )


def run_baseline(config):
    """Fit one of the rules that count words, on whole or on cut reviews."""
    texts = text_runs.real_texts(load("imdb"), config.get("rows"))
    return text_runs.run_word_counts(texts, config, truncate="before")
