from dataclasses import replace

import numpy as np
import pytest

from coursepkg.data import Vectorizer
from coursepkg.data.text_sets import TextPart
from coursepkg.labs import text
from coursepkg.labs.text import baseline


def test_it_learns_words_that_tell_the_classes_apart(make_texts):
    data = make_texts(40, 8, 8)
    model = text.WordCounts().fit(data)
    shares = model.predict(data.test.texts)
    assert shares.shape == (8, 2)
    np.testing.assert_allclose(shares.sum(axis=1), 1)
    np.testing.assert_array_equal(shares.argmax(axis=1), data.test.labels)
    # Three words and two pairs of each class, and a constant; no "number7", which stands once.
    assert model.count_params() == 2 * (3 + 2) + 1


@pytest.mark.parametrize(("truncate", "named"), [("after", 1), ("before", 0)])
def test_it_sees_only_the_words_that_are_left(truncate, named, make_texts):
    part = TextPart(["cold long day", "warm long night"] * 10, np.arange(20) % 2)
    data = replace(make_texts(), train=part, validation=part)
    model = text.WordCounts(length=1, truncate=truncate).fit(data)
    assert model.predict(["warm long day"]).argmax() == named
    assert model.count_params() == 2 + 1


def test_tokens_may_be_those_of_a_vectorizer(make_texts):
    tokens = Vectorizer(split="whitespace_and_punctuation", standardize="lower").tokens
    model = text.WordCounts(tokens).fit(make_texts(40, 8, 8))
    np.testing.assert_array_equal(model.predict(["COLD dark!"]).argmax(axis=1), [0])


def test_how_freely_it_fits_is_chosen_on_the_validation_part(monkeypatch, make_texts):
    rng = np.random.default_rng(3)
    words = np.array(["song", "drum", "lute", "harp", "oboe", "horn", "bell", "gong"])

    def part(rows):
        texts = [" ".join(rng.choice(words, 4)) for _ in range(rows)]
        noise = rng.random(rows) < 0.3
        return TextPart(
            texts, np.array([("song" in t) != n for t, n in zip(texts, noise, strict=True)]) * 1
        )

    # Without a test part: it cannot have been looked at.
    data = replace(make_texts(), train=part(60), validation=part(40), test=None)

    def score(model):
        found = model.predict(data.validation.texts).argmax(axis=1)
        return np.mean(found == data.validation.labels)

    chosen = score(text.WordCounts().fit(data))
    alone = []
    for strength in baseline.STRENGTHS:
        monkeypatch.setattr(baseline, "STRENGTHS", (strength,))
        alone.append(score(text.WordCounts().fit(data)))
    assert min(alone) < max(alone) == chosen
