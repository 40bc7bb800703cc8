"""Streams, samples, and rules that count, against sums written out."""

from collections import Counter

import numpy as np
import pytest

from coursepkg import numpy_nn
from coursepkg.data import Vectorizer
from coursepkg.labs import language, next_word

REVIEWS = [np.arange(2, 9), np.arange(10, 15), np.arange(20, 29)]
TEXT = [0, *range(2, 9), 0, *range(10, 15), 0, *range(20, 29), 0]


def test_every_stream_is_read_from_start_to_end():
    stream = language.make_stream(REVIEWS, rows=2, chunk=5)
    np.testing.assert_array_equal(
        stream.x,
        [
            [0, 2, 3, 4, 5],
            [11, 12, 13, 14, 0],
            [6, 7, 8, 0, 10],
            [20, 21, 22, 23, 24],
        ],
    )
    np.testing.assert_array_equal(stream.by_stream(stream.x).ravel(), TEXT[:20])
    np.testing.assert_array_equal(stream.by_stream(stream.y).ravel(), TEXT[1:21])


def test_too_little_text():
    with pytest.raises(ValueError, match="24 words do not fill 5 streams with a chunk of 5"):
        language.make_stream(REVIEWS, rows=5, chunk=5)


@pytest.fixture
def model():
    numpy_nn.set_random_seed(1)
    return next_word.build_model(numpy_nn, "gru", 30, 5, 6, rows=2, chunk=5)


def test_the_state_is_carried_or_dropped(model):
    stream = language.make_stream(REVIEWS, 2, 5)
    carried = language.log_probabilities(model, stream)
    dropped = language.log_probabilities(model, stream, carry=False)
    np.testing.assert_array_equal(carried[:2], dropped[:2])
    assert np.abs(carried[2:, 0] - dropped[2:, 0]).min() > 1e-7
    # Carried over, it is as if each stream had been read at once.
    fresh = next_word.build_model(numpy_nn, "gru", 30, 5, 6)
    fresh.set_weights(model.get_weights())
    once = np.log(fresh(stream.by_stream(stream.x)))
    of_truth = np.take_along_axis(once, stream.by_stream(stream.y)[..., None], 2)[..., 0]
    np.testing.assert_allclose(stream.by_stream(carried), of_truth, atol=1e-5)


def test_how_many_words_were_held_for_more_probable(model):
    stream = language.make_stream(REVIEWS, 2, 5)
    ranks = language.ranks(model, stream)
    assert ranks.shape == stream.y.shape
    fresh = next_word.build_model(numpy_nn, "gru", 30, 5, 6)
    fresh.set_weights(model.get_weights())
    text, truth = stream.by_stream(stream.x), stream.by_stream(stream.y)
    best_first = np.argsort(-fresh(text), axis=-1, kind="stable")
    places = (best_first == truth[..., None]).argmax(axis=-1)
    np.testing.assert_array_equal(stream.by_stream(ranks), places)
    assert len(np.unique(places)) > 5


def test_beginnings_hide_the_answer_from_a_reader_in_both_directions():
    numpy_nn.set_random_seed(2)
    model = next_word.build_model(numpy_nn, "gru", 30, 5, 6, bidirectional=True)
    stream = language.make_stream(REVIEWS, 2, 5)
    logarithms = language.beginnings(model, stream, 4)
    assert logarithms.shape == (5, 4)
    other = stream._replace(x=stream.x.copy())
    other.x[:, 3:] = 29
    # What comes after a beginning has no say in what is expected after it, ...
    np.testing.assert_array_equal(logarithms[:3], language.beginnings(model, other, 4)[:3])
    # ... though it has in the middle of a chunk.
    whole, changed = (np.log(model(s.x))[0, 2, s.y[0, 2]] for s in (stream, other))
    assert abs(whole - changed) > 1e-7
    np.testing.assert_allclose(logarithms[4, 0], np.log(model(stream.x))[0, 4, stream.y[0, 4]])


@pytest.mark.parametrize("count", [0, 5])
def test_too_many_beginnings_or_none(count):
    model = next_word.build_model(numpy_nn, "gru", 30, 5, 6)
    with pytest.raises(ValueError, match=f"expected 1 to 4 beginnings, but was given {count}"):
        language.beginnings(model, language.make_stream(REVIEWS, 2, 5), count)


WORDS = ["the", "dog", "barks", "cat", "sleeps"]


class Sayer:
    """A model that expects certain words after each, whatever came before that."""

    layers = ()

    def __init__(self, expected):
        self.expected = np.asarray(expected)
        self.read = []

    def __call__(self, ids):
        self.read.append(int(ids[0, 0]))
        return self.expected[ids]


@pytest.fixture
def vectorizer():
    return Vectorizer(7, 10).fit([" ".join(WORDS)])


def test_words_follow_the_one_drawn_last(vectorizer):
    dog, barks = (vectorizer.vocabulary.index(word) for word in ("dog", "barks"))
    expected = np.zeros((7, 7))
    expected[:, dog] = 1.0
    expected[dog] = np.eye(7)[barks]
    expected[barks] = np.eye(7)[0]  # the end
    model = Sayer(expected)
    text = language.sample(model, vectorizer, "the", 9, 1.0, np.random.default_rng(0))
    assert text == "dog barks"
    assert model.read == [0, vectorizer.vocabulary.index("the"), dog, barks]


def test_the_unknown_word_is_never_drawn(vectorizer):
    expected = np.full((7, 7), 0.02)
    expected[:, 1] = 0.88
    text = language.sample(Sayer(expected), vectorizer, "", 200, 5.0, np.random.default_rng(0))
    assert "[UNK]" not in text


def test_temperature_sharpens_and_flattens(vectorizer):
    shares = np.array([0.0, 0.0, 0.5, 0.3, 0.1, 0.06, 0.04])
    model = Sayer(np.tile(shares, (7, 1)))

    def share_of_the_likeliest(temperature):
        rng = np.random.default_rng(1)
        words = language.sample(model, vectorizer, "", 4000, temperature, rng).split()
        return words.count(vectorizer.vocabulary[2]) / len(words)

    for temperature in (0.5, 1.0, 5.0):
        expected = shares ** (1 / temperature)
        expected = expected[2] / expected.sum()
        assert share_of_the_likeliest(temperature) == pytest.approx(expected, abs=0.03)


@pytest.mark.parametrize("temperature", [0, -1, float("nan")])
def test_a_temperature_that_makes_no_sense(vectorizer, temperature):
    with pytest.raises(ValueError, match="expected a temperature above 0"):
        language.sample(Sayer(np.ones((7, 7))), vectorizer, "", 3, temperature, None)


SIZE = 9
RNG = np.random.default_rng(5)
TRAIN = language.make_stream([RNG.integers(1, 7, size=200)], 1, 1)
OTHER = language.make_stream([RNG.integers(1, 7, size=80)], 1, 1)


def fitted(order, train=TRAIN, other=OTHER, size=SIZE):
    return language.NGram(order).fit(train, other, size)


def everything():
    """Return a stream in which every word follows every word once."""
    x, y = (part.reshape(-1, SIZE).astype(np.int32) for part in np.indices((SIZE, SIZE)))
    return language.Stream(x, y, 1)


@pytest.mark.parametrize("order", [1, 2])
def test_probabilities_add_up_to_one_after_every_word(order):
    shares = np.exp(fitted(order).log_probabilities(everything()))
    # Words 7 and 8 never came, neither first nor second.
    np.testing.assert_allclose(shares.sum(axis=1), 1)
    assert shares.min() > 0


def test_probabilities_add_up_to_one_after_every_two_words():
    rule = fitted(3)
    pairs = np.indices((SIZE, SIZE)).reshape(2, -1).T.astype(np.int32)
    shares = rule(pairs)
    assert shares.shape == (SIZE**2, 2, SIZE)
    np.testing.assert_allclose(shares.sum(axis=-1), 1)
    assert shares.min() > 0


def test_unigram_by_hand():
    words = TRAIN.y.ravel()
    expected = (np.bincount(words, minlength=SIZE) + 1) / (len(words) + SIZE)
    np.testing.assert_allclose(np.exp(fitted(1).log_probabilities(everything()))[0], expected)


def test_bigram_by_hand():
    model = fitted(2)
    (discount,) = model.discounts
    pairs = Counter(zip(TRAIN.x.ravel().tolist(), TRAIN.y.ravel().tolist(), strict=True))
    before, word = max(pairs, key=pairs.get)
    total = sum(count for (first, _), count in pairs.items() if first == before)
    kinds = sum(first == before for first, _ in pairs)
    places = sum(second == word for _, second in pairs) + 1
    expected = (pairs[before, word] - discount) / total
    expected += discount * kinds / total * places / (len(pairs) + SIZE)
    shares = np.exp(model.log_probabilities(everything()))
    assert shares[before, word] == pytest.approx(expected)
    assert model.count_params() == len(pairs) + SIZE + 1


def test_trigram_by_hand():
    """In 2 3 2 3 4 2 3 5, read once, of what follows 2 3, a context of three words."""
    text = language.make_stream([np.array([2, 3, 2, 3, 4, 2, 3, 5])], 1, 1)
    rule = fitted(3, text, text, 6)
    of_pairs, of_triples = rule.discounts
    # Different words before each pair: 3 4 and 3 5 and 3 2 came after 2 alone, 2 3 after three.
    # Different words before each word, and one more for each of the 6 words: 2 came after 0, 3
    # and 4, and 3 after 2 alone, 4 and 5 after 3, and the end, 0, after 5.
    places = np.array([1 + 1, 1, 3 + 1, 1 + 1, 1 + 1, 1 + 1]) / 13
    after_3 = (1 - of_pairs) / 3 + of_pairs * 3 / 3 * places[4]
    expected = (1 - of_triples) / 3 + of_triples * 3 / 3 * after_3
    assert rule(np.array([[2, 3]]))[0, 1, 4] == pytest.approx(expected)
    # After 5 3, which never came, all depends on the shorter context.
    rule.reset_state()
    assert rule(np.array([[5, 3]]))[0, 1, 4] == pytest.approx(after_3)
    # And after 1, which never came either, on the places.
    np.testing.assert_allclose(rule(np.array([[1]]))[0, 0], places)


@pytest.mark.parametrize("order", [1, 2, 3])
def test_a_rule_is_tested_as_a_model_is(order):
    """Two streams, chunk after chunk: what the word before the chunk was is remembered."""
    stream = language.make_stream([OTHER.y.ravel()], 2, 5)
    rule = fitted(order)
    logarithms = rule.log_probabilities(stream)
    assert logarithms.shape == stream.y.shape
    np.testing.assert_allclose(language.log_probabilities(rule, stream), logarithms)
    once = np.log(rule(stream.by_stream(stream.x)))
    of_truth = np.take_along_axis(once, stream.by_stream(stream.y)[..., None], 2)[..., 0]
    np.testing.assert_allclose(stream.by_stream(logarithms), of_truth)
    assert stream.y.shape == language.ranks(rule, stream).shape


def test_the_discounts_are_the_best_on_the_validation_part():
    model = fitted(3)
    best = model.log_probabilities(OTHER).mean()
    for model.discounts in [(0.5, 0.5), (0.95, 0.5), (0.5, 0.95), (0.75, 0.75)]:
        assert model.log_probabilities(OTHER).mean() <= best


def test_order_helps_where_there_is_one():
    """In 1 2 1 3 1 2 1 3 one word before leaves a doubt after every 1, and two leave none."""
    text = language.make_stream([np.tile([1, 2, 1, 3], 100)], 1, 1)
    means = [fitted(n, text, text, 5).log_probabilities(text).mean() for n in (1, 2, 3)]
    perplexities = np.exp(-np.array(means))
    np.testing.assert_allclose(perplexities, [np.exp(1.5 * np.log(2)), np.sqrt(2), 1], atol=0.1)
