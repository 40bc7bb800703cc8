"""Lab: read film reviews word by word, and say each time which word comes next."""

import re
from dataclasses import dataclass

import numpy as np

from coursepkg.data import Vectorizer, load, without_markup
from coursepkg.data.text import UNKNOWN
from coursepkg.data.text_sets import TextData

from . import language, recurrent_layer

MARKS = re.compile(r"([.,!?])")
OTHERS = re.compile(r"[^a-z0-9'.,!?]+")
WORDS = 500  # read of a review
REVIEWS = {"train": 3000, "validation": 200, "test": 400}
TEST_ROWS, TEST_CHUNK = 20, 100


@dataclass(frozen=True)
class NextWordData:
    """Reviews as lists of ids; the vocabulary was learned from the training ones."""

    texts: TextData
    vectorizer: Vectorizer
    train: list  # arrays of ids, one a review
    validation: list
    test: list

    @property
    def test_stream(self):
        """The test reviews in one form for all models, whatever they were trained with."""
        return language.make_stream(self.test, TEST_ROWS, TEST_CHUNK)


def spoken(text):
    """Return a review in lower case with the marks . , ! ? as words and no other marks."""
    return MARKS.sub(r" \1 ", OTHERS.sub(" ", without_markup(text).lower()))


def load_data(vocabulary_size=3000, reviews=None, texts=None):
    """Return the lab's `NextWordData`.

    Args:
        vocabulary_size: ids there are. Id 0 stands between reviews, 1 for unknown words.
        reviews: by part, how many are read, drawn with a fixed seed; default `REVIEWS`, or as
            many as there are.
        texts: `TextData`; by default the set "imdb".
    """
    texts = load("imdb") if texts is None else texts
    reviews = {**REVIEWS, **(reviews or {})}
    vectorizer = Vectorizer(vocabulary_size, WORDS, standardize=spoken)
    parts = {}
    for name in ("train", "validation", "test"):
        part = getattr(texts, name).texts
        order = np.random.default_rng(0).permutation(len(part))[: reviews[name]]
        chosen = [part[i] for i in order]
        if name == "train":
            vectorizer.fit(chosen)
        parts[name] = [row[row != 0] for row in vectorizer.ids(chosen)]
    return NextWordData(texts, vectorizer, **parts)


def build_model(
    nn,
    cell="gru",
    vocabulary_size=3000,
    embedding=64,
    units=128,
    dropout=0.0,
    bidirectional=False,
    rows=None,
    chunk=None,
    learning_rate=0.003,
):
    """Return a language model, compiled: after every word a probability for each word.

    Args:
        nn: the twin, `coursepkg.numpy_nn` or `coursepkg.keras_nn`.
        cell: which recurrent layer: "gru", "lstm" or "rnn".
        vocabulary_size: number of ids.
        embedding: length of a word's vector.
        units: size of the state.
        dropout: share of numbers of the words' vectors and of the states set to zero in
            training.
        bidirectional: whether a second layer reads from the end; it then sees the answer.
        rows, chunk: streams in a batch and words of each. If given, the state is kept from
            batch to batch until `language.forget`; else it starts from zeros each time.
        learning_rate: of Adam.
    """
    layer = recurrent_layer(nn, cell)
    if (rows is None) != (chunk is None):
        raise ValueError(f"expected rows and chunk, or neither, but was given {rows}, {chunk}")
    recurrent = layer(units, return_sequences=True, stateful=rows is not None)
    layers = [
        None if rows else nn.Input((None,), dtype="int32"),
        nn.Embedding(vocabulary_size, embedding),
        nn.Dropout(dropout) if dropout else None,
        nn.Bidirectional(recurrent) if bidirectional else recurrent,
        nn.Dropout(dropout) if dropout else None,
        nn.Dense(vocabulary_size, activation="softmax"),
    ]
    model = nn.Sequential([layer for layer in layers if layer is not None])
    if rows:
        # The first batch makes the weights; Keras fixes the number of streams by it.
        model(np.zeros((rows, chunk), np.int32))
        language.forget(model)
    model.compile(nn.Adam(learning_rate), loss="sparse_categorical_crossentropy")
    return model


def train(nn, model, data, rows, chunk, epochs, callbacks=(), verbose=0):
    """Train a model that carries its state from chunk to chunk; return what `fit` returns.

    The gradient does not go back beyond the chunk: truncated backpropagation through time.
    """

    class FromTheStart(nn.Callback):
        def on_epoch_begin(self, epoch, logs=None):
            language.forget(model)

    stream = language.make_stream(data.train, rows, chunk)
    validation = language.make_stream(data.validation, rows, chunk)
    return model.fit(
        stream.x,
        stream.y,
        batch_size=rows,
        epochs=epochs,
        shuffle=False,
        verbose=verbose,
        validation_data=(validation.x, validation.y),
        callbacks=[FromTheStart(), *callbacks],
    )


def evaluate(predictions, data):
    """Return perplexities over the words of `data.test_stream`.

    Args:
        predictions: by name, logarithms of probabilities of the shape of its `y`.
        data: `NextWordData`.

    Returns:
        By name a dictionary with "perplexity": one over the geometric mean of the
        probabilities of all words, the ends of reviews and [UNK] among them; and "of known
        words": the same without [UNK], which is no word that anybody could write.
    """
    truth, scores = data.test_stream.y, {}
    for name, values in predictions.items():
        if np.shape(values) != truth.shape:
            raise ValueError(
                f"{name!r} has shape {np.shape(values)}; expected {truth.shape}, one logarithm "
                "for each word of the test stream"
            )
        scores[name] = {
            "perplexity": float(np.exp(-np.mean(values))),
            "of known words": float(np.exp(-np.mean(values[truth != UNKNOWN]))),
        }
    return scores
