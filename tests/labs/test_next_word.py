from dataclasses import replace

import numpy as np
import pytest

from coursepkg import data as sets
from coursepkg import keras_nn, numpy_nn
from coursepkg.labs import language, next_word
from tests.double_precision import InDoublePrecision

TWINS = pytest.mark.parametrize("nn", [numpy_nn, keras_nn], ids=["numpy", "keras"])
SMALL = {"vocabulary_size": 30, "embedding": 5, "units": 6}


@pytest.fixture(scope="module")
def texts():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COURSEPKG_SOURCE", "stand-in")
        patch.delenv("COURSEPKG_DATA_DIR", raising=False)
        return sets.load("imdb")


@pytest.fixture(scope="module")
def data(texts):
    return next_word.load_data(200, {"train": 150, "validation": 30, "test": 60}, texts)


@TWINS
def test_the_parameters_are_counted_by_hand(nn):
    model = next_word.build_model(nn, rows=3, chunk=7)
    counts = [layer.count_params() for layer in model.layers]
    gru = 3 * (128 * 64 + 128 * 128 + 2 * 128)
    assert [c for c in counts if c] == [3000 * 64, gru, 128 * 3000 + 3000]


def test_marks_become_words_and_others_go():
    heard = next_word.spoken("It's \"great\"<br />(really), isn't it?").split()
    assert heard == ["it's", "great", "really", ",", "isn't", "it", "?"]


def test_reviews_are_cut_and_drawn_by_a_fixed_rule(data, texts):
    assert [len(data.train), len(data.validation), len(data.test)] == [150, 30, 60]
    again = next_word.load_data(200, {"train": 150, "validation": 30, "test": 60}, texts)
    np.testing.assert_array_equal(data.train[7], again.train[7])
    assert all(0 < len(ids) <= next_word.WORDS and ids.min() > 0 for ids in data.train)
    assert len(data.vectorizer.vocabulary) <= 200


def test_the_twins_agree_chunk_after_chunk():
    def build(nn):
        return next_word.build_model(InDoublePrecision(nn), **SMALL, rows=2, chunk=4)

    ours, theirs = build(numpy_nn), build(keras_nn)
    theirs.set_weights(ours.get_weights())
    words = np.random.default_rng(4).integers(30, size=(2, 12))
    for start in (0, 4, 8):
        mine = ours(words[:, start : start + 4])
        yours = np.asarray(theirs(words[:, start : start + 4]))
        np.testing.assert_allclose(mine, yours, atol=1e-9)
    # With the state of the chunks before, which a model that starts anew does not have.
    language.forget(ours)
    assert np.abs(ours(words[:, 8:]) - mine).max() > 1e-6


def test_a_few_epochs_beat_the_share_of_words(data):
    # Its twin learns the same from the same weights: the test below.
    nn = numpy_nn
    nn.set_random_seed(0)
    size = len(data.vectorizer.vocabulary)
    model = next_word.build_model(nn, "gru", size, 16, 24, rows=10, chunk=20)
    history = next_word.train(nn, model, data, rows=10, chunk=20, epochs=2).history
    assert history["val_loss"][1] < history["val_loss"][0]
    reader = next_word.build_model(
        nn, "gru", size, 16, 24, rows=next_word.TEST_ROWS, chunk=next_word.TEST_CHUNK
    )
    reader.set_weights(model.get_weights())
    test = data.test_stream
    train = language.make_stream(data.train, 1, 1)
    unigram = language.NGram(1).fit(train, train, size)
    scores = next_word.evaluate(
        {
            "gru": language.log_probabilities(reader, test),
            "unigram": unigram.log_probabilities(test),
        },
        data,
    )
    assert scores["gru"]["perplexity"] < scores["unigram"]["perplexity"] / 2


@pytest.mark.usefixtures("eager")
def test_the_twins_learn_the_same_from_the_same_weights(data):
    few = replace(data, train=data.train[:1], validation=data.validation[:1])
    sizes = {"vocabulary_size": 200, "embedding": 4, "units": 5, "rows": 6, "chunk": 4}
    ours, theirs = (
        next_word.build_model(nn, **sizes, learning_rate=0.05) for nn in (numpy_nn, keras_nn)
    )
    # Large enough for the state, and for what a step changes, to be seen in the losses.
    weights = [3 * weight for weight in ours.get_weights()]
    ours.set_weights(weights)
    theirs.set_weights(weights)
    keras_nn.add_up_uses(theirs)
    mine, yours = (
        next_word.train(nn, model, few, rows=6, chunk=4, epochs=2).history
        for nn, model in ((numpy_nn, ours), (keras_nn, theirs))
    )
    for name, values in mine.items():
        assert values == pytest.approx(yours[name], rel=1e-5), name


def test_every_epoch_starts_with_a_state_of_zeros(data):
    """Without learning, one epoch tells the same loss as the next."""
    model = next_word.build_model(
        numpy_nn, "gru", 200, 4, 5, rows=5, chunk=10, learning_rate=0.0
    )
    model.set_weights([10 * weight for weight in model.get_weights()])
    losses = next_word.train(numpy_nn, model, data, 5, 10, epochs=2).history["loss"]
    assert losses[0] == pytest.approx(losses[1], rel=1e-7)


def test_perplexities_by_hand(texts):
    """In a vocabulary so small that many words are unknown."""
    data = next_word.load_data(60, {"train": 150, "test": 60}, texts)
    truth = data.test_stream.y
    known = truth != 1
    values = np.where(known, np.log(0.25), np.log(0.5))
    scores = next_word.evaluate({"rule": values}, data)["rule"]
    share = known.mean()
    assert 0.5 < share < 1
    assert scores["of known words"] == pytest.approx(4)
    assert scores["perplexity"] == pytest.approx(4**share * 2 ** (1 - share))


def test_bad_input(data):
    with pytest.raises(ValueError, match="unknown cell 'ngram'; known are: rnn, gru, lstm"):
        next_word.build_model(numpy_nn, "ngram")
    with pytest.raises(ValueError, match="expected rows and chunk, or neither"):
        next_word.build_model(numpy_nn, rows=3)
    with pytest.raises(ValueError, match=r"'half' has shape \(3,\); expected \("):
        next_word.evaluate({"half": np.zeros(3)}, data)
