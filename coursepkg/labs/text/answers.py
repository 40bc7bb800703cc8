"""Ask a trained model about texts that someone types."""

from dataclasses import dataclass

import numpy as np

from coursepkg.data.vectorizer import PADDING, UNKNOWN


@dataclass(frozen=True)
class Answer:
    """What a model says of one text; `print` shows it as a sentence.

    There is no class where the model had nothing to go by; `reason` then says why.
    """

    class_name: str | None
    probabilities: dict  # by class name; empty where there is no class
    unknown: tuple  # tokens of the text that the vocabulary does not have
    reason: str = ""

    def __str__(self):
        if self.class_name is None:
            return f"no answer: {self.reason}"
        text = f"{self.class_name} ({self.probabilities[self.class_name]:.0%})"
        return f"{text}; not known: {', '.join(self.unknown)}" if self.unknown else text


def class_probabilities(outputs):
    """Return one probability a class, (N, classes), whatever the last layer is.

    Args:
        outputs: of a sigmoid, (N, 1): the probability of class 1; or of a softmax,
            (N, classes).
    """
    outputs = np.asarray(outputs)
    if outputs.ndim != 2:
        raise ValueError(f"expected outputs (N, classes), but was given {outputs.shape}")
    return np.hstack([1 - outputs, outputs]) if outputs.shape[1] == 1 else outputs


def answer(model, vectorizer, class_names, text):
    """Return a model's `Answer` to one text.

    Args:
        model: of either twin; ends in a sigmoid or a softmax.
        vectorizer: the `Vectorizer` that made the ids it was trained on.
        class_names: in the order of the labels; take them from the data.
        text: a sentence.
    """
    tokens, ids = vectorizer.tokens(text), vectorizer.ids([text])
    known = set(vectorizer.vocabulary)
    unknown = tuple(dict.fromkeys(token for token in tokens if token not in known))
    if not tokens:
        return Answer(None, {}, unknown, "there is no word in this text")
    if not (ids > UNKNOWN).any():
        words = ", ".join(unknown)
        return Answer(None, {}, unknown, f"the vocabulary has none of these words: {words}")
    (shares,) = class_probabilities(model.predict(ids, verbose=0))
    by_name = dict(zip(class_names, map(float, shares), strict=True))
    return Answer(max(by_name, key=by_name.get), by_name, unknown)


def word_by_word(model, vectorizer, text):
    """Return what a model would say if the text ended after each of its words.

    The rows are those of the text's beginnings, so it works for models that read in both
    directions, too.

    Returns:
        list of T tokens as the model sees them ("[UNK]" for unknown ones), and
        probabilities (T, classes).

    Raises:
        ValueError: no word in the text.
    """
    (row,) = vectorizer.ids([text])
    places = np.flatnonzero(row != PADDING)
    if not len(places):
        raise ValueError(f"expected a text with words, but was given {text!r}")
    words = row[places]
    rows = np.full((len(words), len(row)), PADDING, row.dtype)
    for count in range(1, len(words) + 1):
        start = len(row) - count if vectorizer.pad == "before" else 0
        rows[count - 1, start : start + count] = words[:count]
    return vectorizer.words(words), class_probabilities(model.predict(rows, verbose=0))
