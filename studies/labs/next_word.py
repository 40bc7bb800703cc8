"""The next-word lab's study: how far gradients reach, what a state is worth, who cheats."""

from functools import cache

import numpy as np

from coursepkg.data import load
from coursepkg.labs import language, next_word
from coursepkg.results import build_configured

from .. import text_runs
from ..records import Outcome, hash_of

# 400 words a step whatever the chunk's length, so that all take as many steps.
FIVE, TWENTY, FIFTY = ({"chunk": length, "rows": 400 // length} for length in (5, 20, 50))
MODEL = {
    **{"vocabulary_size": 3000, "embedding": 64, "units": 128, "dropout": 0.2},
    **{"learning_rate": 0.003, "epochs": 3, **TWENTY},
}

CONFIGURATIONS = {
    "gru": {"cell": "gru", **MODEL, "saved_seed": 0},
    "both_directions": {"cell": "gru", **MODEL, "bidirectional": True, "epochs": 2},
    "gru_chunks_of_five": {"cell": "gru", **MODEL, **FIVE},
    "gru_chunks_of_fifty": {"cell": "gru", **MODEL, **FIFTY},
    "lstm": {"cell": "lstm", **MODEL},
    "rnn": {"cell": "rnn", **MODEL},
    # The GRU's model has 653,496 weights; these have 652,256 and 653,744. Most belong to the
    # last layer, which grows with the units, too.
    "lstm_equal_parameters": {"cell": "lstm", **MODEL, "units": 122},
    "rnn_equal_parameters": {"cell": "rnn", **MODEL, "units": 143},
}
TWINS = {name: ("numpy",) for name in CONFIGURATIONS if name != "gru"}
BASELINES = {
    name: {"order": order, "vocabulary_size": 3000}
    for order, name in enumerate(("unigram", "bigram", "trigram"), start=1)
}
SEEDS = 5
SMOKE = {"epochs": 1, "reviews": 60, "vocabulary_size": 300}
FORGETTING = (5, 20, 50)  # words after which a test drops the state
PROMPT, BEGINNINGS = 20, 100  # most words of a beginning; beginnings of each length
BLOCK = 100  # words of the test text whose losses are stored as one number


def inputs_of(config):
    """Return the `NextWordData` of a configuration."""
    return load_data(config["vocabulary_size"], config.get("reviews"))


@cache  # the same for all runs, and cutting reviews into words takes a while
def load_data(vocabulary_size, count):
    """Return the lab's data, of real reviews unless `count`, for a quick trial, is given."""
    texts = text_runs.real_texts(load("imdb"), count)
    reviews = count and dict.fromkeys(next_word.REVIEWS, count)
    return next_word.load_data(vocabulary_size, reviews, texts)


def model_of(nn, config, rows=None, chunk=None):
    """Return the untrained model of a configuration.

    Args:
        nn: the twin.
        config: of the run.
        rows, chunk: for a model that keeps its state from batch to batch.
    """
    return build_configured(nn, next_word.build_model, config, rows=rows, chunk=chunk)


def fit(nn, config, data, watch):
    """Return a model with the weights of its best epoch, and what `fit` returns."""
    shape = {"rows": config["rows"], "chunk": config["chunk"]}
    # What reads backwards as well has no state to carry from one chunk to the next.
    model = model_of(nn, config, **({} if config.get("bidirectional") else shape))
    patience = config.get("patience", config["epochs"])
    best = nn.EarlyStopping(patience=patience, restore_best_weights=True)
    callbacks = [watch, best]
    return model, next_word.train(nn, model, data, *shape.values(), config["epochs"], callbacks)


def run(nn, twin, config, seed, watch):
    """Train and test one model."""
    data = inputs_of(config)
    model, history = fit(nn, config, data, watch)

    def reader(**shape):
        reading = model_of(nn, config, **shape)
        reading.set_weights(model.get_weights())
        return reading

    test = data.test_stream
    short = language.make_stream(data.test, next_word.TEST_ROWS, PROMPT)
    prompts = language.beginnings(reader(), short, min(BEGINNINGS, len(short.x)))
    more = {"perplexity of beginnings": np.exp(-prompts.mean())}
    if config.get("bidirectional"):
        logarithms = language.log_probabilities(reader(), test)
    else:
        carrying = reader(rows=test.rows, chunk=test.x.shape[1])
        logarithms = language.log_probabilities(carrying, test)
        more |= guesses(language.ranks(carrying, test))
        more["state dropped after"] = {
            f"{length} words": dropped(reader(rows=test.rows, chunk=length), data, length)
            for length in FORGETTING
        }
    saves_weights = text_runs.saves_weights(config, twin, seed)
    return outcome(logarithms, data, model, history.history, more, saves_weights)


def guesses(ranks):
    """Return the shares of words that were a model's first guess, or among its first five.

    Args:
        ranks: what `language.ranks` returns.
    """
    return {"accuracy": np.mean(ranks == 0), "among five": np.mean(ranks < 5)}


def dropped(model, data, length):
    """Return the test perplexity of a model whose state is zeroed after so many words."""
    stream = language.make_stream(data.test, next_word.TEST_ROWS, length)
    return np.exp(-language.log_probabilities(model, stream, carry=False).mean())


def outcome(logarithms, data, model, history=None, more=None, saves_weights=False):
    """Return the `Outcome` of logarithms of probabilities of the test stream's words."""
    test = data.test_stream
    losses = -test.by_stream(logarithms).reshape(-1, BLOCK).mean(axis=1)
    return Outcome(
        metrics={**next_word.evaluate({"model": logarithms}, data)["model"], **(more or {})},
        parameters=model.count_params(),
        data_hash=hash_of(*data.train, *data.validation, *data.test),
        history=history or {},
        rows={"loss of each 100 words": losses},
        weights=text_runs.half_precision(model) if saves_weights else None,
        vectorizer=data.vectorizer if saves_weights else None,
    )


def run_baseline(config):
    """Count, and test."""
    data = inputs_of(config)
    streams = (language.make_stream(part, 1, 1) for part in (data.train, data.validation))
    rule = language.NGram(config["order"]).fit(*streams, config["vocabulary_size"])
    test = data.test_stream
    chosen = {f"of {n} words": d for n, d in enumerate(rule.discounts, start=2)}
    more = guesses(language.ranks(rule, test)) | {"discounts, chosen on validation": chosen}
    return outcome(rule.log_probabilities(test), data, rule, more=more)
