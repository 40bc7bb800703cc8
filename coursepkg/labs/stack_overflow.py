"""Lab: which programming language is this question about?"""

import string
from dataclasses import replace

from coursepkg.data import Vectorizer, load, without_markup

from . import classification

STRIPPED = str.maketrans("", "", string.punctuation)


def words_only(question):
    """Return a question in lower case without markup and ASCII punctuation."""
    return without_markup(question).lower().translate(STRIPPED)


def with_marks(question):
    """Return a question in lower case without markup, its punctuation left as it is."""
    return without_markup(question).lower()


def make_vectorizer(vocabulary_size=10_000, length=150, punctuation=False):
    """Return the lab's `Vectorizer`, still without words.

    Args:
        vocabulary_size: ids there are, padding and unknown included.
        length: tokens of a question that are read; the rest is cut.
        punctuation: whether each punctuation mark is a token; else they are stripped.
    """
    if punctuation:
        return Vectorizer(vocabulary_size, length, with_marks, "whitespace_and_punctuation")
    return Vectorizer(vocabulary_size, length, words_only)


def load_data(vocabulary_size=10_000, length=150, punctuation=False, texts=None):
    """Return the questions with the ids that a model reads, as `TextData`.

    Args:
        vocabulary_size, length, punctuation: see `make_vectorizer`; by default the lesson's.
        texts: `TextData`; by default the official test part, and 15 % of the other rows for
            validation.
    """
    vectorizer = make_vectorizer(vocabulary_size, length, punctuation)
    texts = load("stack_overflow") if texts is None else texts
    return classification.make_inputs(texts, vectorizer)


def leaked(texts):
    """Return `TextData` with the lesson's slip: the test rows take the training rows' place.

    The rows that should have trained become the test part: no model trained here sees them,
    so they tell what its score on the rows that it did see is worth.
    """
    return replace(
        texts,
        train=texts.test,
        test=texts.train,
        split=f"training and test part exchanged, as a slip; before it: {texts.split}",
    )


def build_model(
    nn,
    cell="gru",
    vocabulary_size=10_000,
    length=150,
    embedding=16,
    units=32,
    bidirectional=False,
    pooling="last",
    mask=True,
    word_dropout=0.0,
    dropout=0.3,
    optimizer="rmsprop",
    learning_rate=0.001,
):
    """Return the model, compiled: words' vectors, one reading, a probability for each tag.

    The defaults are the lesson's, but for the mask, which it did not use.

    Args:
        nn: the twin, `coursepkg.numpy_nn` or `coursepkg.keras_nn`.
        cell: which recurrent layer: "gru", "lstm" or "rnn".
        vocabulary_size: number of ids.
        length: ids in a row.
        embedding: length of a word's vector.
        units: size of the state, of each direction.
        bidirectional: whether a second layer reads from the end.
        pooling: what is taken of the states: the "last", or of each unit the "max" or "mean"
            over all steps.
        mask: whether padding is skipped.
        word_dropout: share of the features of the words' vectors that training sets to zero,
            the same ones for all words of a question.
        dropout: share of zeros in the vector that the reading gives.
        optimizer: "rmsprop", "adam" or "sgd".
        learning_rate: of the optimiser.
    """
    optimizers = {"rmsprop": nn.RMSprop, "adam": nn.Adam, "sgd": nn.SGD}
    if optimizer not in optimizers:
        known = ", ".join(optimizers)
        raise ValueError(f"unknown optimizer {optimizer!r}; known are: {known}")
    layers = classification.reading_layers(
        nn,
        cell,
        vocabulary_size=vocabulary_size,
        embedding=embedding,
        units=units,
        length=length,
        mask=mask,
        bidirectional=bidirectional,
        pooling=pooling,
    )
    if word_dropout:
        layers.insert(2, nn.SpatialDropout1D(word_dropout))  # after input and embedding
    head = [nn.Dropout(dropout), nn.Dense(4, activation="softmax")]
    model = nn.Sequential([*layers, *head])
    model.compile(
        optimizers[optimizer](learning_rate),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


evaluate = classification.evaluate
