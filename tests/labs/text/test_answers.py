import numpy as np
import pytest

from coursepkg import keras_nn, numpy_nn
from coursepkg.data import Vectorizer
from coursepkg.labs import text

NAMES = ("bad", "good")


class CountsGoodWords:
    """Stands for a model: the probability of "good" is the share of "song" among the words."""

    def __init__(self, vectorizer, classes=1):
        self.song, self.classes = vectorizer.vocabulary.index("song"), classes
        self.seen = []

    def predict(self, ids, verbose="auto"):
        self.seen.append(ids)
        share = (ids == self.song).sum(axis=1) / np.maximum((ids != 0).sum(axis=1), 1)
        columns = [1 - share, share] if self.classes == 2 else [share]
        return np.stack(columns, axis=1).astype(np.float32)


@pytest.fixture(params=["after", "before"])
def vectorizer(request):
    return Vectorizer(length=6, pad=request.param).fit(["song noise drum"])


@pytest.mark.parametrize("classes", [1, 2])
def test_an_answer_has_the_name_of_the_likeliest_class(vectorizer, classes):
    model = CountsGoodWords(vectorizer, classes)
    answer = text.answer(model, vectorizer, NAMES, "Song, song: noise!")
    assert answer.class_name == "good"
    assert answer.probabilities == pytest.approx({"bad": 1 / 3, "good": 2 / 3})
    assert str(answer) == "good (67%)"
    assert text.answer(model, vectorizer, NAMES, "noise").class_name == "bad"
    # The names are what the caller says, in the order of the labels.
    assert text.answer(model, vectorizer, ("loud", "quiet"), "noise").class_name == "loud"


def test_unknown_words_are_named_once(vectorizer):
    answer = text.answer(
        CountsGoodWords(vectorizer), vectorizer, NAMES, "song zither oboe zither"
    )
    assert answer.unknown == ("zither", "oboe")
    assert str(answer).endswith("not known: zither, oboe")


@pytest.mark.parametrize("sentence", ["", "   \n", "?! ..."])
def test_nothing_to_read(vectorizer, sentence):
    model = CountsGoodWords(vectorizer)
    answer = text.answer(model, vectorizer, NAMES, sentence)
    assert answer.class_name is None
    assert answer.probabilities == {}
    assert str(answer) == "no answer: there is no word in this text"
    assert model.seen == []


def test_nothing_but_unknown_words(vectorizer):
    answer = text.answer(CountsGoodWords(vectorizer), vectorizer, NAMES, "zither [UNK] oboe")
    assert answer.class_name is None
    assert str(answer).startswith("no answer: the vocabulary has none of these words: zither")


def test_known_words_that_were_cut_off_do_not_count():
    vectorizer = Vectorizer(length=2).fit(["song noise"])
    answer = text.answer(CountsGoodWords(vectorizer), vectorizer, NAMES, "a b song")
    assert answer.class_name is None


def test_word_by_word(vectorizer):
    model = CountsGoodWords(vectorizer)
    words, shares = text.word_by_word(model, vectorizer, "song noise zither song")
    assert words == ["song", "noise", "[UNK]", "song"]
    np.testing.assert_allclose(shares[:, 1], [1, 1 / 2, 1 / 3, 2 / 4], rtol=1e-6)
    np.testing.assert_allclose(shares.sum(axis=1), 1)
    # The rows are those that the beginnings of the text would have as texts.
    beginnings = ["song", "song noise", "song noise zither", "song noise zither song"]
    np.testing.assert_array_equal(model.seen[0], vectorizer.ids(beginnings))


def test_word_by_word_needs_a_word(vectorizer):
    with pytest.raises(ValueError, match="a text with words, but was given ' '"):
        text.word_by_word(CountsGoodWords(vectorizer), vectorizer, " ")


@pytest.mark.parametrize("nn", [numpy_nn, keras_nn], ids=["numpy", "keras"])
def test_both_twins_answer(nn):
    vectorizer = Vectorizer(length=4).fit(["song noise drum"])
    layers = text.reading_layers(nn, vocabulary_size=5, embedding=2, units=2, length=4)
    model = nn.Sequential([*layers, nn.Dense(1, activation="sigmoid")])
    answer = text.answer(model, vectorizer, NAMES, "song")
    assert sum(answer.probabilities.values()) == pytest.approx(1)
    assert len(text.word_by_word(model, vectorizer, "song drum")[1]) == 2


@pytest.mark.parametrize("shape", [(3,), (2, 3, 1)])
def test_outputs_of_another_form(shape):
    with pytest.raises(ValueError, match=r"expected outputs \(N, classes\), but was given"):
        text.class_probabilities(np.zeros(shape))
