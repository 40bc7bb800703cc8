"""What the text labs share, on a small data set whose answers can be worked out by hand."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from coursepkg import keras_nn, numpy_nn
from coursepkg.data import Vectorizer
from coursepkg.data.sources import Source
from coursepkg.data.text_sets import TextData, TextPart
from coursepkg.labs import CELLS, classification

NAMES = ("bad", "good")

GOOD, BAD = "warm bright song", "cold dark noise"


@pytest.fixture
def make_texts():
    """The function that makes them."""
    return _make_texts


def _make_texts(train=8, validation=4, test=4):
    """Return `TextData` whose even rows are of class 0, "bad", and odd ones of class 1."""

    def part(rows):
        return TextPart(
            [f"{(BAD, GOOD)[i % 2]} number{i}" for i in range(rows)], np.arange(rows) % 2
        )

    return TextData(
        name="made up",
        train=part(train),
        validation=part(validation),
        test=part(test),
        class_names=("bad", "good"),
        source=Source("stand-in", {}, "made up for a test"),
        removed={},
        split="by hand",
    )


def test_the_vocabulary_is_learned_from_the_training_part_alone(make_texts):
    data = make_texts(train=2, test=4)  # "number2" and "number3" are in the test part only
    inputs = classification.make_inputs(data, Vectorizer(length=5))
    assert {"number0", "number1"} < set(inputs.vectorizer.vocabulary)
    assert not {"number2", "number3"} & set(inputs.vectorizer.vocabulary)
    assert inputs.test.ids[2].tolist()[3:] == [1, 0]


def test_rows_keep_their_labels(make_texts):
    data = make_texts()
    inputs = classification.make_inputs(data, Vectorizer(length=5))
    for name in ("train", "validation", "test"):
        part, original = getattr(inputs, name), getattr(data, name)
        assert part.texts == original.texts
        ids, labels = part.examples
        assert ids.shape == (len(original), 5)
        has_song = (ids == inputs.vectorizer.vocabulary.index("song")).any(axis=1)
        np.testing.assert_array_equal(has_song, labels == 1)
    assert inputs.class_names == ("bad", "good")


def test_a_vocabulary_that_is_there_is_kept(make_texts):
    vectorizer = Vectorizer(length=3).fit(["song noise"])
    before = list(vectorizer.vocabulary)
    inputs = classification.make_inputs(make_texts(), vectorizer)
    assert inputs.vectorizer.vocabulary == before


def test_the_first_rows_of_every_part(make_texts):
    data = classification.first_rows(make_texts(8, 4, 2), 3)
    assert [len(data.train), len(data.validation), len(data.test)] == [3, 3, 2]
    assert data.train.texts == make_texts().train.texts[:3]
    np.testing.assert_array_equal(data.train.labels, [0, 1, 0])


def test_no_rows_at_all(make_texts):
    with pytest.raises(ValueError, match="at least 1 row a part, but count was 0"):
        classification.first_rows(make_texts(), 0)


SIZES = {"vocabulary_size": 7, "embedding": 3, "units": 4, "length": 5}
TWINS = pytest.mark.parametrize("nn", [numpy_nn, keras_nn], ids=["numpy", "keras"])


@pytest.mark.usefixtures("eager")
@TWINS
@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("pooling", ["last", "max", "mean"])
@pytest.mark.parametrize("bidirectional", [False, True])
def test_one_vector_a_row(nn, cell, pooling, bidirectional):
    model = nn.Sequential(
        classification.reading_layers(
            nn, cell, pooling=pooling, bidirectional=bidirectional, **SIZES
        )
    )
    columns = {"rnn": 1, "gru": 3, "lstm": 4}[cell] * 4
    biases = 2 * columns if cell == "gru" else columns
    reader = 3 * columns + 4 * columns + biases
    assert model.count_params() == 7 * 3 + (2 if bidirectional else 1) * reader
    ids = np.array([[1, 2, 3, 0, 0], [6, 5, 4, 3, 2]])
    assert model.predict(ids, verbose=0).shape == (2, 8 if bidirectional else 4)


@pytest.mark.usefixtures("eager")
@TWINS
def test_padding_is_skipped_if_there_is_a_mask(nn):
    ids = np.array([[1, 2, 3, 0, 0]])
    for mask in (True, False):
        nn.set_random_seed(0)
        model = nn.Sequential(classification.reading_layers(nn, mask=mask, **SIZES))
        shorter = nn.Sequential(
            classification.reading_layers(nn, mask=mask, **{**SIZES, "length": 3})
        )
        shorter.set_weights(model.get_weights())
        same = np.allclose(
            model.predict(ids, verbose=0), shorter.predict(ids[:, :3], verbose=0), atol=1e-6
        )
        assert same == mask


@TWINS
def test_dropout_stands_before_and_after_the_reading(nn):
    layers = classification.reading_layers(nn, dropout=0.4, **SIZES)
    names = [type(layer).__name__ for layer in nn.Sequential(layers).layers]
    assert names == ["Embedding", "Dropout", "GRU", "Dropout"]
    rates = [layer.rate for layer in layers if type(layer).__name__ == "Dropout"]
    assert rates == [0.4, 0.4]


def test_unknown_names():
    with pytest.raises(ValueError, match="unknown cell 'cnn'; known are: rnn, gru, lstm"):
        classification.reading_layers(numpy_nn, "cnn", **SIZES)
    with pytest.raises(ValueError, match="unknown pooling 'sum'; known are: last, max, mean"):
        classification.reading_layers(numpy_nn, pooling="sum", **SIZES)


def test_it_learns_words_that_tell_the_classes_apart(make_texts):
    data = make_texts(40, 8, 8)
    model = classification.WordCounts().fit(data)
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
    model = classification.WordCounts(length=1, truncate=truncate).fit(data)
    assert model.predict(["warm long day"]).argmax() == named
    assert model.count_params() == 2 + 1


def test_longer_sequences_of_words(make_texts):
    model = classification.WordCounts(words=(3, 3)).fit(make_texts(40, 8, 8))
    # "cold dark noise" and "warm bright song", and a constant.
    assert model.count_params() == 2 + 1


def test_characters_are_counted_beside_words(make_texts):
    part = TextPart(["ab", "cb"] * 10, np.arange(20) % 2)
    data = replace(make_texts(), train=part, validation=part)
    model = classification.WordCounts(characters=(1, 2)).fit(data)
    # Two words; the letters a, b and c; the pairs ab and cb; and a constant.
    assert model.count_params() == 2 + 3 + 2 + 1
    # A word that training never saw, told by one of its letters.
    assert model.predict(["cc"]).argmax() == 1
    assert model.predict(["aa"]).argmax() == 0


def test_characters_are_those_of_the_words_that_are_left(make_texts):
    part = TextPart(["ab xx", "cb xx"] * 10, np.arange(20) % 2)
    data = replace(make_texts(), train=part, validation=part)
    model = classification.WordCounts(length=1, characters=(1, 2)).fit(data)
    assert model.count_params() == 2 + 3 + 2 + 1


def test_naive_bayes_by_hand(make_texts):
    """Logistic regression of the log ratios of how often each class has a word."""
    texts = [
        "good film good",
        "good song",
        "bad film",
        "bad song",
        "bad film song",
        "good film",
    ]
    part = TextPart(texts, np.array([1, 1, 0, 0, 0, 1]))
    data = replace(make_texts(), train=part, validation=part)
    model = classification.WordCounts(words=(1, 1), weights="naive_bayes").fit(data)
    # One text more in either class has every word: good, film, song of three and bad of none.
    one = np.array([0 + 1, 2 + 1, 3 + 1, 1 + 1])  # bad film good song
    zero = np.array([3 + 1, 2 + 1, 0 + 1, 2 + 1])
    expected = np.log(one / one.sum()) - np.log(zero / zero.sum())
    np.testing.assert_allclose(model.ratios, expected)
    features = np.array([[0, 1, 1, 0]]) * expected  # twice good counts as once
    logit = features @ model.model.coef_[0] + model.model.intercept_
    shares = model.predict(["good film good"])
    assert shares[0, 1] == pytest.approx(1 / (1 + np.exp(-logit[0])))


def test_naive_bayes_is_for_two_classes(make_texts):
    data = make_texts()
    three = replace(data, train=TextPart(data.train.texts, np.arange(8) % 3))
    with pytest.raises(ValueError, match="naive_bayes is for classes 0 and 1"):
        classification.WordCounts(weights="naive_bayes").fit(three)


def test_unknown_weights():
    with pytest.raises(ValueError, match="unknown weights 'counts'; known are: tf_idf, naive"):
        classification.WordCounts(weights="counts")


def test_tokens_may_be_those_of_a_vectorizer(make_texts):
    tokens = Vectorizer(split="whitespace_and_punctuation", standardize="lower").tokens
    model = classification.WordCounts(tokens).fit(make_texts(40, 8, 8))
    np.testing.assert_array_equal(model.predict(["COLD dark!"]).argmax(axis=1), [0])


def test_a_table_instead_of_its_texts_is_refused(make_texts):
    data = make_texts(40, 8, 8)
    model = classification.WordCounts().fit(data)
    table = pd.DataFrame({"text": data.test.texts})
    with pytest.raises(TypeError, match=r"given a table .* write one of its columns"):
        model.predict(table)
    with pytest.raises(TypeError, match=r"given a table .* write one of its columns"):
        classification.WordCounts().fit(replace(data, train=TextPart(table, data.test.labels)))
    np.testing.assert_array_equal(model.predict(table["text"]), model.predict(data.test.texts))


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
        predictions = model.predict(data.validation.texts).argmax(axis=1)
        return np.mean(predictions == data.validation.labels)

    chosen = score(classification.WordCounts().fit(data))
    alone = []
    for strength in classification.STRENGTHS["tf_idf"]:
        monkeypatch.setitem(classification.STRENGTHS, "tf_idf", (strength,))
        alone.append(score(classification.WordCounts().fit(data)))
    assert min(alone) < max(alone) == chosen


# Rows: right, right, wrong, wrong, right.
SHARES = np.array([[0.9, 0.1], [0.2, 0.8], [0.25, 0.75], [0.95, 0.05], [0.6, 0.4]])
LABELS = np.array([0, 1, 0, 1, 0])


def test_scores_by_hand():
    scores = classification.scores(SHARES, LABELS, NAMES)
    assert scores["accuracy"] == pytest.approx(3 / 5)
    # "bad": 2 right of 3 named and of 3 there; "good": 1 of 2 named and of 2 there.
    assert scores["f1"] == pytest.approx({"bad": 2 / 3, "good": 1 / 2})
    assert scores["macro f1"] == pytest.approx((2 / 3 + 1 / 2) / 2)
    assert scores["loss"] == pytest.approx(-np.log([0.9, 0.8, 0.25, 0.05, 0.6]).mean())


def test_calibration_error_by_hand():
    # Groups by how sure: 0.6 | 0.75 | 0.8 | 0.9 and 0.95 together (one of the two is right).
    gaps = [abs(0.6 - 1), abs(0.75 - 0), abs(0.8 - 1), abs(0.9 + 0.95 - 1)]
    error = classification.scores(SHARES, LABELS, NAMES)["calibration error"]
    assert error == pytest.approx(sum(gaps) / 5)


def test_a_model_that_knows_how_sure_to_be_has_no_calibration_error():
    shares, labels = np.array([[0.25, 0.75]] * 4), np.array([1, 1, 1, 0])
    assert classification.scores(shares, labels, NAMES)["calibration error"] == pytest.approx(0)


def test_a_class_that_is_never_named_scores_zero():
    scores = classification.scores(np.array([[0.9, 0.1]] * 2), np.array([0, 1]), NAMES)
    assert scores["f1"]["good"] == 0


@pytest.mark.parametrize("shape", [(5, 3), (4, 2), (5, 1), (5,)])
def test_shapes_that_do_not_fit(shape):
    with pytest.raises(ValueError, match=r"expected probabilities of shape \(5, 2\)"):
        classification.scores(np.ones(shape), LABELS, NAMES)


def test_no_rows():
    with pytest.raises(ValueError, match="expected probabilities of shape"):
        classification.scores(np.ones((0, 2)), np.array([], int), NAMES)


def test_the_worst_errors_come_first_and_right_answers_never():
    assert classification.worst_errors(SHARES, LABELS) == [3, 2]
    assert classification.worst_errors(SHARES, LABELS, count=1) == [3]
    assert classification.worst_errors(SHARES[:2], LABELS[:2]) == []


def test_evaluate_takes_what_predict_gives():
    inputs = SimpleNamespace(test=SimpleNamespace(labels=LABELS), class_names=NAMES)
    one_column = SHARES[:, 1:].astype(np.float32)
    scores = classification.evaluate({"a": one_column, "b": SHARES}, inputs)
    assert set(scores) == {"a", "b"}
    assert scores["a"]["loss"] == pytest.approx(scores["b"]["loss"], rel=1e-5)


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
    answer = classification.answer(model, vectorizer, NAMES, "Song, song: noise!")
    assert answer.class_name == "good"
    assert answer.probabilities == pytest.approx({"bad": 1 / 3, "good": 2 / 3})
    assert str(answer) == "good (67%)"
    assert classification.answer(model, vectorizer, NAMES, "noise").class_name == "bad"
    # The names are what the caller says, in the order of the labels.
    assert (
        classification.answer(model, vectorizer, ("loud", "quiet"), "noise").class_name
        == "loud"
    )


def test_unknown_words_are_named_once(vectorizer):
    answer = classification.answer(
        CountsGoodWords(vectorizer), vectorizer, NAMES, "song zither oboe zither"
    )
    assert answer.unknown == ("zither", "oboe")
    assert str(answer).endswith("not known: zither, oboe")


@pytest.mark.parametrize("sentence", ["", "   \n", "?! ..."])
def test_nothing_to_read(vectorizer, sentence):
    model = CountsGoodWords(vectorizer)
    answer = classification.answer(model, vectorizer, NAMES, sentence)
    assert answer.class_name is None
    assert answer.probabilities == {}
    assert str(answer) == "no answer: there is no word in this text"
    assert model.seen == []


def test_nothing_but_unknown_words(vectorizer):
    answer = classification.answer(
        CountsGoodWords(vectorizer), vectorizer, NAMES, "zither [UNK] oboe"
    )
    assert answer.class_name is None
    assert str(answer).startswith("no answer: the vocabulary has none of these words: zither")


def test_known_words_that_were_cut_off_do_not_count():
    vectorizer = Vectorizer(length=2).fit(["song noise"])
    answer = classification.answer(CountsGoodWords(vectorizer), vectorizer, NAMES, "a b song")
    assert answer.class_name is None


def test_word_by_word(vectorizer):
    model = CountsGoodWords(vectorizer)
    words, shares = classification.word_by_word(model, vectorizer, "song noise zither song")
    assert words == ["song", "noise", "[UNK]", "song"]
    np.testing.assert_allclose(shares[:, 1], [1, 1 / 2, 1 / 3, 2 / 4], rtol=1e-6)
    np.testing.assert_allclose(shares.sum(axis=1), 1)
    # The rows are those that the beginnings of the text would have as texts.
    beginnings = ["song", "song noise", "song noise zither", "song noise zither song"]
    np.testing.assert_array_equal(model.seen[0], vectorizer.ids(beginnings))


def test_word_by_word_needs_a_word(vectorizer):
    with pytest.raises(ValueError, match="a text with words, but was given ' '"):
        classification.word_by_word(CountsGoodWords(vectorizer), vectorizer, " ")


@pytest.mark.parametrize("nn", [numpy_nn, keras_nn], ids=["numpy", "keras"])
def test_both_twins_answer(nn):
    vectorizer = Vectorizer(length=4).fit(["song noise drum"])
    layers = classification.reading_layers(
        nn, vocabulary_size=5, embedding=2, units=2, length=4
    )
    model = nn.Sequential([*layers, nn.Dense(1, activation="sigmoid")])
    answer = classification.answer(model, vectorizer, NAMES, "song")
    assert sum(answer.probabilities.values()) == pytest.approx(1)
    assert len(classification.word_by_word(model, vectorizer, "song drum")[1]) == 2


@pytest.mark.parametrize("shape", [(3,), (2, 3, 1)])
def test_outputs_of_another_form(shape):
    with pytest.raises(ValueError, match=r"expected outputs \(N, classes\), but was given"):
        classification.class_probabilities(np.zeros(shape))
