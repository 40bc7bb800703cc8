"""Rules that count, against sums written out, and against what must hold for probabilities."""

from collections import Counter

import numpy as np
import pytest

from coursepkg.labs import language
from coursepkg.labs.language import make_stream

SIZE = 9
RNG = np.random.default_rng(5)
TRAIN = make_stream([RNG.integers(1, 7, size=200)], 1, 1)
OTHER = make_stream([RNG.integers(1, 7, size=80)], 1, 1)


def everything():
    """Return a stream in which every word follows every word once."""
    x, y = (part.reshape(-1, SIZE).astype(np.int32) for part in np.indices((SIZE, SIZE)))
    return language.Stream(x, y, 1)


@pytest.mark.parametrize("rule", [language.Unigram, language.Bigram])
def test_probabilities_add_up_to_one_after_every_word(rule):
    model = rule().fit(TRAIN, OTHER, SIZE)
    shares = np.exp(model.log_probabilities(everything()))
    # Words 7 and 8 never came, neither first nor second.
    np.testing.assert_allclose(shares.sum(axis=1), 1)
    assert shares.min() > 0


def test_bigram_by_hand():
    model = language.Bigram().fit(TRAIN, OTHER, SIZE)
    pairs = Counter(zip(TRAIN.x.ravel().tolist(), TRAIN.y.ravel().tolist(), strict=True))
    before, word = max(pairs, key=pairs.get)
    total = sum(count for (first, _), count in pairs.items() if first == before)
    kinds = sum(first == before for first, _ in pairs)
    places = sum(second == word for _, second in pairs) + 1
    expected = (pairs[before, word] - model.discount) / total
    expected += model.discount * kinds / total * places / (len(pairs) + SIZE)
    shares = np.exp(model.log_probabilities(everything()))
    assert shares[before, word] == pytest.approx(expected)


def test_the_discount_is_the_best_on_the_validation_part():
    model = language.Bigram().fit(TRAIN, OTHER, SIZE)
    best = model.log_probabilities(OTHER).mean()
    for model.discount in (0.5, 0.95):
        assert model.log_probabilities(OTHER).mean() <= best


def test_order_helps_where_there_is_one():
    """In a text that counts 1 2 3 1 2 3 the next word is certain; its share is a third."""
    text = make_stream([np.tile([1, 2, 3], 50)], 1, 1)
    unigram, bigram = (
        rule().fit(text, text, 5).log_probabilities(text).mean()
        for rule in (language.Unigram, language.Bigram)
    )
    assert np.exp(-unigram) > 2.9
    assert np.exp(-bigram) < 1.2
