import numpy as np
import pytest

from coursepkg import keras_nn, numpy_nn
from coursepkg.data import Vectorizer
from coursepkg.labs import imdb

TWINS = pytest.mark.parametrize("nn", [numpy_nn, keras_nn], ids=["numpy", "keras"])
REVIEW = "One two three.<br /><br />Four&amp;five six seven eight!"


@pytest.fixture(autouse=True)
def made_up_reviews(monkeypatch):
    monkeypatch.setenv("COURSEPKG_SOURCE", "stand-in")


@TWINS
@pytest.mark.parametrize(
    ("cell", "reading"), [("rnn", 32_896), ("lstm", 131_584), ("gru", 99_072)]
)
def test_the_model_is_the_lessons(nn, cell, reading):
    counts = [layer.count_params() for layer in imdb.build_model(nn, cell).layers]
    assert counts == [1_280_000, reading, 129]


@pytest.mark.parametrize(
    ("keep", "words"),
    [
        ("end", ["three", "fourfive", "six", "seven", "eight"]),
        ("start", ["one", "two", "three", "fourfive", "six"]),
        ("both", ["one", "two", "three", "seven", "eight"]),
    ],
)
def test_which_words_of_a_longer_review_are_kept(keep, words):
    vectorizer = Vectorizer(**imdb.reading(5, keep)).fit([REVIEW, REVIEW])
    vectorizer.fit(["one two three fourfive six", "seven eight"])
    assert vectorizer.words(vectorizer.ids([REVIEW])[0]) == words


@pytest.mark.parametrize("keep", ["end", "start", "both"])
@pytest.mark.parametrize("pad", ["before", "after"])
def test_a_shorter_review_is_kept_whole(keep, pad):
    vectorizer = Vectorizer(**imdb.reading(6, keep, pad)).fit(["a good film"])
    (row,) = vectorizer.ids(["A good film!"])
    assert vectorizer.words(row) == ["a", "good", "film"]
    assert (row[0] == 0) == (pad == "before")


def test_what_cannot_be_kept():
    with pytest.raises(ValueError, match="unknown keep 'middle'; known are: end, start, both"):
        imdb.reading(keep="middle")


def test_load_data():
    inputs = imdb.load_data(vocabulary_size=50, length=20)
    assert inputs.train.ids.shape == (len(inputs.train), 20)
    assert inputs.train.ids.max() < 50
    assert inputs.class_names == ("negative", "positive")


@TWINS
@pytest.mark.parametrize(
    ("cell", "usual", "block"), [("gru", 0.0, slice(0, 3)), ("lstm", 1.0, slice(3, 6))]
)
def test_the_bias_of_the_gate_that_keeps(nn, cell, usual, block):
    def bias(**keep):
        model = imdb.build_model(nn, cell, 10, 5, embedding=2, units=3, **keep)
        first = np.atleast_2d(model.layers[1].get_weights()[2])[0]
        others = np.delete(first, np.arange(block.start, block.stop))
        assert not others.any()
        return first[block].tolist()

    assert bias() == [usual] * 3
    assert bias(keep_bias=0.5) == [0.5] * 3


@pytest.mark.parametrize("settings", [{"cell": "rnn"}, {"bidirectional": True}])
def test_no_single_gate_that_keeps(settings):
    with pytest.raises(ValueError, match="keep_bias is for a gru or lstm that reads in one"):
        imdb.build_model(
            numpy_nn, vocabulary_size=10, length=5, units=3, keep_bias=1.0, **settings
        )


def test_a_model_learns_the_made_up_reviews():
    # Its twin learns the same from the same weights (tests/test_twins.py).
    inputs = imdb.load_data(500, 60, pad="after")
    numpy_nn.set_random_seed(1)
    model = imdb.build_model(
        numpy_nn,
        "gru",
        500,
        60,
        embedding=8,
        units=8,
        mask=True,
        bidirectional=True,
        pooling="max",
    )
    rows = inputs.train.ids[:200], inputs.train.labels[:200]
    history = model.fit(*rows, batch_size=8, epochs=12, verbose=0).history
    assert history["loss"][-1] < 0.9 * history["loss"][0]
    scores = imdb.evaluate({"model": model.predict(inputs.test.ids, verbose=0)}, inputs)
    assert 0 <= scores["model"]["accuracy"] <= 1


@pytest.mark.parametrize("pooling", ["last", "max", "mean"])
def test_both_twins_say_the_same_from_the_same_weights(pooling):
    inputs = imdb.load_data(500, 40)
    ours, theirs = (
        imdb.build_model(nn, "gru", 500, 40, embedding=8, units=8, mask=True, pooling=pooling)
        for nn in (numpy_nn, keras_nn)
    )
    theirs.set_weights(ours.get_weights())
    np.testing.assert_allclose(
        ours.predict(inputs.test.ids), theirs.predict(inputs.test.ids, verbose=0), atol=1e-5
    )
