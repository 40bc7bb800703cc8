"""What the studies of the text labs share: real texts only, training, and the outcome."""

from inspect import signature

import numpy as np

from coursepkg.labs import classification
from coursepkg.numpy_nn import Callback

from .records import Outcome, hash_of, pack_bits, pack_probabilities

BATCH_SIZE = 128  # where nothing is learned


class TestedEachEpoch(Callback):
    """Lets a model name the test rows after every epoch, to see what choosing by them does.

    Attributes:
        predictions: by epoch, the probabilities (rows, classes).
    """

    def __init__(self, ids):
        super().__init__()
        self.ids = ids

    def on_train_begin(self, logs=None):
        """Begin with an empty list."""
        self.predictions = []

    def on_epoch_end(self, epoch, logs=None):
        """Ask."""
        self.predictions.append(probabilities(self.model, self.ids))


def real_texts(data, rows=None):
    """Return `TextData` as a study may use it.

    Args:
        data: `TextData`.
        rows: for a quick trial, the most rows of a part; made-up texts are then as good.

    Raises:
        ValueError: the texts are made up, and this is no trial.
    """
    if rows is not None:
        return classification.first_rows(data, rows)
    if data.is_stand_in:
        raise ValueError(
            f"the real texts of {data.name} are not here, and a study of made-up ones says "
            f"nothing; fetch them first: python -m coursepkg data fetch {data.name}"
        )
    return data


def train(nn, model, inputs, config, callbacks):
    """Fit a model; leave it with the weights of its best epoch on the validation part.

    Args:
        nn: the twin.
        model: compiled, with the metric "accuracy".
        inputs: `TextData` with ids.
        config: has "batch_size", "epochs", and "patience": after how many epochs without a
            better validation accuracy training ends.
        callbacks: the engine's, and others. At the end of training they are called before
            the best weights are put back.

    Returns:
        By name, one number an epoch.
    """
    best = nn.EarlyStopping(
        "val_accuracy", mode="max", patience=config["patience"], restore_best_weights=True
    )
    history = model.fit(
        *inputs.train.examples,
        batch_size=config["batch_size"],
        epochs=config["epochs"],
        validation_data=inputs.validation.examples,
        verbose=0,
        callbacks=[*callbacks, best],
    )
    return history.history


def probabilities(model, ids):
    """Return one probability a class, (N, classes), for rows of ids."""
    return classification.class_probabilities(
        model.predict(ids, batch_size=BATCH_SIZE, verbose=0)
    )


def saves_weights(config, twin, seed):
    """Tell whether this is the run of a configuration whose weights the book shows."""
    return twin == "numpy" and seed == config.get("saved_seed")


def shown(config, predictions):
    """Return the probabilities of the test rows, for `rows`, of a model that the book shows.

    They are kept for two classes (of the second) and for configurations with a saved seed: with
    right and wrong, confusion and calibration of the real data follow from them.
    """
    if "saved_seed" not in config:
        return {}
    return {"probability": pack_probabilities(predictions[:, 1])}


def outcome(predictions, data, model, history=None, more=None, vectorizer=None, rows=None):
    """Return the `Outcome` of a model's probabilities for the test part.

    Args:
        predictions: probabilities, (rows of the test part, classes).
        data: `TextData`.
        model: the model, for the number of its parameters.
        history: by name, one number an epoch.
        more: further metrics.
        vectorizer: given if the model's weights are to be saved; its vocabulary is saved with
            them. Weights are rounded to float16, half the size on disk.
        rows: further values of the test rows (see `Outcome`).
    """
    labels = data.test.labels
    parts = [
        part for p in (data.train, data.validation, data.test) for part in (p.texts, p.labels)
    ]
    return Outcome(
        metrics={
            **classification.scores(predictions, labels, data.class_names),
            **(more or {}),
        },
        parameters=model.count_params(),
        data_hash=hash_of(*parts),
        history=history or {},
        rows={"right": pack_bits(predictions.argmax(axis=1) == labels), **(rows or {})},
        weights=vectorizer and half_precision(model),
        vectorizer=vectorizer,
    )


def half_precision(model):
    """Return the weights of a model as float16."""
    return [np.asarray(weight, np.float16) for weight in model.get_weights()]


def run_word_counts(data, config, **settings):
    """Return the `Outcome` of `WordCounts`, with its arguments from `config` and settings."""
    known = signature(classification.WordCounts).parameters
    arguments = {name: config[name] for name in known if name in config}
    model = classification.WordCounts(**arguments, **settings).fit(data)
    more = {"strength, chosen on validation": model.model.C}
    return outcome(model.predict(data.test.texts), data, model, more=more)
