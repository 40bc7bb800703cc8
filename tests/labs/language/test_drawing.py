import numpy as np
import pytest

from coursepkg.data import Vectorizer
from coursepkg.labs.language import continuation

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
    text = continuation(model, vectorizer, "the", 9, 1.0, np.random.default_rng(0))
    assert text == "dog barks"
    assert model.read == [0, vectorizer.vocabulary.index("the"), dog, barks]


def test_the_unknown_word_is_never_drawn(vectorizer):
    expected = np.full((7, 7), 0.02)
    expected[:, 1] = 0.88
    text = continuation(Sayer(expected), vectorizer, "", 200, 5.0, np.random.default_rng(0))
    assert "[UNK]" not in text


def test_temperature_sharpens_and_flattens(vectorizer):
    shares = np.array([0.0, 0.0, 0.5, 0.3, 0.1, 0.06, 0.04])
    model = Sayer(np.tile(shares, (7, 1)))

    def share_of_the_likeliest(temperature):
        rng = np.random.default_rng(1)
        drawn = continuation(model, vectorizer, "", 4000, temperature, rng).split()
        return drawn.count(vectorizer.vocabulary[2]) / len(drawn)

    for temperature in (0.5, 1.0, 5.0):
        expected = shares ** (1 / temperature)
        expected = expected[2] / expected.sum()
        assert share_of_the_likeliest(temperature) == pytest.approx(expected, abs=0.03)


@pytest.mark.parametrize("temperature", [0, -1, float("nan")])
def test_a_temperature_that_makes_no_sense(vectorizer, temperature):
    with pytest.raises(ValueError, match="expected a temperature above 0"):
        continuation(Sayer(np.ones((7, 7))), vectorizer, "", 3, temperature, None)
