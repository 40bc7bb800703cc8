"""Lab: is this headline meant, or is it satire?"""

from dataclasses import replace

import numpy as np

from coursepkg.data import Vectorizer, load
from coursepkg.data.loading import make_part, read_set

from . import classification

LESSON_TRAIN_SHARE = 20_000 / 26_709  # of the rows, in the order of the file


def load_data(vocabulary_size=1000, length=32, texts=None):
    """Return the headlines with the ids that a model reads, as `TextData`.

    Args:
        vocabulary_size: ids there are, padding and unknown included.
        length: ids in a row. No headline of the training part has more than 31 words.
        texts: `TextData`; by default no headline twice, split by a seeded rule.
    """
    vectorizer = Vectorizer(vocabulary_size, length)
    return classification.make_inputs(load("sarcasm") if texts is None else texts, vectorizer)


def lesson_texts():
    """Return `TextData` as the lesson split it: the first three quarters train, the rest test.

    Nothing is removed, so some headlines stand on both sides. Nothing is left to choose an
    epoch by, either: the validation part *is* the test part.
    """
    rows = read_set("sarcasm")[1]["all"]
    first = round(LESSON_TRAIN_SHARE * len(rows))
    train, test = make_part(rows[:first]), make_part(rows[first:])
    return replace(
        load("sarcasm"),
        train=train,
        validation=test,
        test=test,
        removed={},
        split="as in the lesson: the first rows train, the others test and choose the epoch",
    )


def on_both_sides(texts):
    """Return which test texts of `TextData` the training part holds as well, (rows,) bool."""
    seen = {" ".join(headline.split()) for headline in texts.train.texts}
    return np.array([" ".join(headline.split()) in seen for headline in texts.test.texts])


def build_model(
    nn,
    cell="gru",
    vocabulary_size=1000,
    length=32,
    embedding=16,
    units=32,
    dropout=0.0,
    mask=True,
):
    """Return the model, compiled: words' vectors, two readings, a hidden layer, one output.

    The defaults are the lesson's sizes, but for the length (120) and the mask (none).

    Args:
        nn: the twin, `coursepkg.numpy_nn` or `coursepkg.keras_nn`.
        cell: which recurrent layer: "gru", "lstm" or "rnn".
        vocabulary_size: number of ids.
        length: ids in a row.
        embedding: length of a word's vector.
        units: size of the state, of each direction.
        dropout: see `classification.reading_layers`.
        mask: whether padding is skipped.
    """
    reading = classification.reading_layers(
        nn,
        cell,
        vocabulary_size=vocabulary_size,
        embedding=embedding,
        units=units,
        length=length,
        mask=mask,
        bidirectional=True,
        dropout=dropout,
    )
    head = [
        nn.Dense(24, activation="relu"),
        nn.Dense(1, activation="sigmoid"),
    ]
    model = nn.Sequential([*reading, *head])
    model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
    return model


evaluate, plot = classification.evaluate, classification.plot
