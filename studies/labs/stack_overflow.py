"""The Stack Overflow lab's study: the lesson's model, its leak, and better readers.

The runs that the lab is about come first, so that a study that was stopped has those.
"""

from dataclasses import replace

import numpy as np
from sklearn.metrics import confusion_matrix

from coursepkg.data import load, mask
from coursepkg.labs import stack_overflow
from coursepkg.results import build_configured

from .. import text_runs

LESSON = {
    "punctuation": False,
    "length": 150,
    "read": [150],
    "embedding": 16,
    "units": 32,
    "dropout": 0.3,
    "optimizer": "rmsprop",
    "learning_rate": 0.001,
    "batch_size": 100,
    "epochs": 20,
    "patience": 6,
}
IMPROVED = {
    "punctuation": True,
    "length": 250,  # in training; what is tested is the length that validation prefers
    "read": [250, 600],
    "embedding": 64,
    "units": 64,
    "bidirectional": True,
    "pooling": "max",
    "word_dropout": 0.3,
    "dropout": 0.5,
    "optimizer": "adam",
    "learning_rate": 0.002,
    "batch_size": 64,
    "epochs": 8,
    "patience": 2,
}
LAST_STATE = {**IMPROVED, "pooling": "last"}

CONFIGURATIONS = {
    "improved_gru": {"cell": "gru", **IMPROVED, "saved_seed": 0},
    "original_gru": {"cell": "gru", **LESSON, "mask": False},
    "masked_gru": {"cell": "gru", **LESSON, "mask": True},
    "last_state_gru": {"cell": "gru", **LAST_STATE, "saved_seed": 0},
    "leaked_gru": {"cell": "gru", **LESSON, "mask": True, "leak": True},
    "improved_lstm": {"cell": "lstm", **IMPROVED},
    # 50,032 weights read, where the GRU of 64 units has 49,920.
    "improved_lstm_equal_parameters": {"cell": "lstm", **IMPROVED, "units": 53},
}
TWINS = {
    name: ("numpy",) for name in CONFIGURATIONS if name not in ("improved_gru", "masked_gru")
}
BASELINES = {
    "tf_idf": {"punctuation": True, "length": None},
    "tf_idf_cut": {"punctuation": True, "length": IMPROVED["length"]},
    "tf_idf_words": {"punctuation": False, "length": LESSON["length"]},
    "words_and_characters": {"punctuation": True, "length": None, "characters": [2, 5]},
}
SEEDS = 5
SMOKE = {"epochs": 1, "rows": 200}
VOCABULARY = 10_000
STEP = 100  # tokens; see `probabilities`


def inputs_of(config):
    """Return the `TextData`, with ids, of a configuration, in the greatest length read."""
    texts = text_runs.real_texts(load("stack_overflow"), config.get("rows"))
    if config.get("leak"):
        texts = stack_overflow.leaked(texts)
    longest = max(config["read"])
    return stack_overflow.load_data(VOCABULARY, longest, config["punctuation"], texts)


def model_of(nn, config):
    """Return the untrained model of a configuration; it reads questions of any length."""
    build = stack_overflow.build_model
    return build_configured(nn, build, config, vocabulary_size=VOCABULARY, length=None)


def run(nn, twin, config, seed, watch):
    """Train and test one model."""
    whole, model = inputs_of(config), model_of(nn, config)
    inputs = cut(whole, config["length"])
    history = text_runs.train(nn, model, inputs, config, [watch])
    tested = stack_overflow.leaked(whole) if config.get("leak") else whole
    validation = {
        length: right(
            probabilities(model, whole.validation.ids[:, :length]), whole.validation.labels
        )
        for length in config["read"]
    }
    predictions = {
        length: probabilities(model, tested.test.ids[:, :length]) for length in config["read"]
    }
    chosen = predictions[max(validation, key=validation.get)]
    more = {
        "confusion": confusion(chosen, tested),
        "read": {
            f"{length} tokens": {
                "validation accuracy": validation[length],
                "accuracy": right(predictions[length], tested.test.labels),
            }
            for length in config["read"]
        },
    }
    if config.get("leak"):
        # Of the rows that should have trained, and that this model never saw.
        more["clean accuracy"] = right(probabilities(model, whole.test.ids), whole.test.labels)
    return text_runs.outcome(
        chosen,
        tested,
        model,
        history,
        more,
        whole.vectorizer if text_runs.saves_weights(config, twin, seed) else None,
    )


def cut(inputs, length):
    """Return `TextData` with the first ids of every row."""
    return inputs.map_parts(lambda part: replace(part, ids=part.ids[:, :length]))


def right(predictions, labels):
    """Return the share of rows whose most probable class is the true one."""
    return np.mean(predictions.argmax(axis=1) == labels)


def probabilities(model, ids):
    """Return what `text_runs.probabilities` does, with less padding to go through.

    One column of it is left to shorter rows, so that a maximum over all steps sees the zeros
    that it saw in training.
    """
    groups = np.ceil(np.maximum(mask(ids).sum(axis=1), 1) / STEP).astype(int)
    predictions = np.empty((len(ids), 4), np.float32)
    for group in np.unique(groups):
        rows = groups == group
        predictions[rows] = text_runs.probabilities(model, ids[rows, : group * STEP + 1])
    return predictions


def confusion(predictions, inputs):
    """Return how often each tag was given each name: by true tag, then by the name given."""
    names = inputs.class_names
    named = predictions.argmax(axis=1)
    counts = confusion_matrix(inputs.test.labels, named, labels=range(len(names))).tolist()
    return {
        true: {name: row[place] for place, name in enumerate(names)}
        for true, row in zip(names, counts, strict=True)
    }


def run_baseline(config):
    """Fit one of the rules that count words; keep the length of every test question, too."""
    texts = text_runs.real_texts(load("stack_overflow"), config.get("rows"))
    tokens = stack_overflow.make_vectorizer(punctuation=config["punctuation"]).tokens
    outcome = text_runs.run_word_counts(texts, config, tokens=tokens)
    outcome.rows["tokens"] = [len(tokens(question)) for question in texts.test.texts]
    return outcome
