"""Let a language model write."""

import numpy as np

from coursepkg.data.vectorizer import PADDING, UNKNOWN

from .streams import END, forget


def continuation(model, vectorizer, start, count, temperature, rng):
    """Return words that a model draws one by one, each from what it expects after the last.

    Args:
        model: of either twin, made for one row and chunks of one word, with a state that it
            keeps.
        vectorizer: the `Vectorizer` of its words.
        start: text that the model reads first; may be empty.
        count: words to draw at most; the model may end the review earlier.
        temperature: above 0. Logarithms of probabilities are divided by it: below 1 the likely
            becomes likelier, above 1 the differences shrink.
        rng: a NumPy random generator.

    Returns:
        The drawn words in one text, without `start`. The unknown word is never drawn.
    """
    if not temperature > 0:
        raise ValueError(f"expected a temperature above 0, but was given {temperature}")
    forget(model)
    prompt = vectorizer.ids([start])[0]
    for word in [END, *prompt[prompt != PADDING]]:
        expected = _after(model, word)
    drawn = []
    while len(drawn) < count:
        scaled = np.log(np.maximum(expected, np.finfo(np.float32).tiny)) / temperature
        scaled[UNKNOWN] = -np.inf
        shares = np.exp(scaled - scaled.max())
        word = rng.choice(len(shares), p=shares / shares.sum())
        if word == END:
            break
        drawn.append(word)
        expected = _after(model, word)
    forget(model)
    return " ".join(vectorizer.words(np.array(drawn, int)))


def _after(model, word):
    """Return the probability of every word after one more word, (vocabulary,) float64."""
    return np.asarray(model(np.array([[word]], np.int32)), float)[0, 0]
