"""Lab: does this review praise the film? A plain network, an LSTM and a GRU side by side."""

import string

import numpy as np

from coursepkg.data import Vectorizer, load, without_markup

from . import classification

NO_PUNCTUATION = str.maketrans("", "", string.punctuation)
ENDS = ("end", "start", "both")
GATES = {"gru": 0, "lstm": 1}  # which block of the bias is that of the gate that keeps


def reading(length=200, keep="end", pad="before"):
    """Return the settings of a `Vectorizer` for reviews.

    Args:
        length: words in a row.
        keep: which words of a longer review are kept: its "end", its "start", or "both", half
            and half. The end is the default of Keras' `pad_sequences`.
        pad: whether a shorter review gets its zeros "before" or "after" the words.
    """
    if keep not in ENDS:
        raise ValueError(f"unknown keep {keep!r}; known are: {', '.join(ENDS)}")

    def plain(review):
        review = without_markup(review).lower().translate(NO_PUNCTUATION)
        return _both_ends(review, length) if keep == "both" else review

    truncate = "before" if keep == "end" else "after"
    return {"length": length, "standardize": plain, "pad": pad, "truncate": truncate}


def _both_ends(review, length):
    words = review.split()
    if len(words) <= length:
        return review
    first = (length + 1) // 2
    return " ".join(words[:first] + words[len(words) - (length - first) :])


def load_data(vocabulary_size=10_000, length=200, keep="end", pad="before", texts=None):
    """Return the reviews with the ids that a model reads, as `TextData`.

    Args:
        vocabulary_size: ids there are, padding and unknown included.
        length, keep, pad: as for `reading`.
        texts: `TextData`; by default the official test part, and a validation part split off
            the training one by a seeded rule.
    """
    vectorizer = Vectorizer(vocabulary_size, **reading(length, keep, pad))
    return classification.make_inputs(load("imdb") if texts is None else texts, vectorizer)


def build_model(
    nn,
    cell="gru",
    vocabulary_size=10_000,
    length=200,
    embedding=128,
    units=128,
    mask=False,
    bidirectional=False,
    pooling="last",
    dropout=0.0,
    keep_bias=None,
):
    """Return the model, compiled: words' vectors, a recurrent layer, one output.

    The defaults are the lesson's.

    Args:
        nn: the twin, `coursepkg.numpy_nn` or `coursepkg.keras_nn`.
        cell: which recurrent layer: "rnn", "lstm" or "gru".
        vocabulary_size, length, embedding, units, mask, bidirectional, pooling, dropout: as
            for `classification.reading_layers`.
        keep_bias: what the gate that keeps the past begins with, the LSTM's forget gate or
            the GRU's update gate; None, the default, for what the layer does by itself: 1 in
            an LSTM, 0 in a GRU.
    """
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
        dropout=dropout,
    )
    model = nn.Sequential([*layers, nn.Dense(1, activation="sigmoid")])
    if keep_bias is not None:
        set_keep_bias(model, cell, keep_bias)
    model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
    return model


def set_keep_bias(model, cell, value):
    """Set the bias of the gate that keeps the past, in a model that reads in one direction.

    Raises:
        ValueError: there is no such gate.
    """
    # An embedding has one array of weights, a recurrent layer three, two directions six.
    layer = next(layer for layer in model.layers if len(layer.get_weights()) >= 3)
    if cell not in GATES or len(layer.get_weights()) > 3:
        raise ValueError(
            f"keep_bias is for a {' or '.join(GATES)} that reads in one direction, "
            f"and this is {layer.name} with the cell {cell!r}"
        )
    kernel, recurrent_kernel, bias = layer.get_weights()
    # A GRU has two rows of biases; the first stands on the side of the input.
    np.atleast_2d(bias)[0].reshape(-1, layer.units)[GATES[cell]] = value
    layer.set_weights([kernel, recurrent_kernel, bias])


evaluate, plot = classification.evaluate, classification.plot
