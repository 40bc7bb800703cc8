import numpy as np
import pytest

from coursepkg import data as sets
from coursepkg import keras_nn, numpy_nn
from coursepkg.labs import stack_overflow
from tests.double_precision import InDoublePrecision

TWINS = pytest.mark.parametrize("nn", [numpy_nn, keras_nn], ids=["numpy", "keras"])


@pytest.fixture(scope="module")
def texts():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COURSEPKG_SOURCE", "stand-in")
        patch.delenv("COURSEPKG_DATA_DIR", raising=False)
        return sets.load("stack_overflow")


@pytest.fixture(scope="module")
def inputs(texts):
    return stack_overflow.load_data(300, 80, punctuation=True, texts=texts)


@TWINS
def test_the_model_is_the_lessons(nn):
    model = stack_overflow.build_model(nn)
    counts = [layer.count_params() for layer in model.layers]
    assert [count for count in counts if count] == [160_000, 4_800, 132]
    assert model.count_params() == 164_932


@TWINS
def test_the_wider_model_reads_both_ways_and_takes_the_maximum(nn):
    model = stack_overflow.build_model(
        nn, "lstm", 90, 12, 8, 6, bidirectional=True, pooling="max", word_dropout=0.2
    )
    kinds = [type(layer).__name__ for layer in model.layers]
    assert kinds == [
        "Embedding",
        "SpatialDropout1D",
        "Bidirectional",
        "GlobalMaxPooling1D",
        "Dropout",
        "Dense",
    ]
    assert model.count_params() == 90 * 8 + 2 * 4 * 6 * (8 + 6 + 1) + 4 * 13
    ids = np.random.default_rng(1).integers(1, 90, (3, 12))
    np.testing.assert_allclose(np.sum(model.predict(ids, verbose=0), axis=1), 1, atol=1e-6)


def test_the_twins_agree_from_the_same_weights():
    def build(nn):
        return stack_overflow.build_model(
            InDoublePrecision(nn), "gru", 90, 12, 8, 6, bidirectional=True, pooling="max"
        )

    ours, theirs = build(numpy_nn), build(keras_nn)
    theirs.set_weights(ours.get_weights())
    ids = np.random.default_rng(2).integers(1, 90, (5, 12))
    ids[:, 9:] = 0
    ids[0, 2:] = 0
    mine, yours = ours.predict(ids), theirs.predict(ids, verbose=0)
    assert np.ptp(mine, axis=0).max() > 1e-3  # else any two models would agree
    np.testing.assert_allclose(mine, yours, atol=1e-9)


def test_masking_is_what_makes_padding_count_for_nothing():
    numpy_nn.set_random_seed(3)
    short = np.array([[5, 6, 7, 0, 0, 0]])
    for mask in (True, False):
        model = stack_overflow.build_model(numpy_nn, "gru", 9, None, 4, 5, mask=mask)
        same = np.allclose(model.predict(short), model.predict(short[:, :3]), atol=1e-7)
        assert same is mask


def test_punctuation_is_stripped_or_kept():
    question = "Why does A[i] += 1 fail in &lt;List&gt;?<br>Thanks."
    plain = stack_overflow.make_vectorizer().tokens(question)
    assert plain == ["why", "does", "ai", "1", "fail", "in", "list", "thanks"]
    kept = stack_overflow.make_vectorizer(punctuation=True).tokens(question)
    assert kept[2:9] == ["a", "[", "i", "]", "+", "=", "1"]
    assert kept[11:15] == ["<", "list", ">", "?"]


def test_the_vocabulary_comes_from_the_training_part(inputs, texts):
    assert inputs.train.ids.shape == (len(texts.train), 80)
    assert inputs.test.ids.shape == (len(texts.test), 80)
    from_train = stack_overflow.make_vectorizer(300, 80, punctuation=True)
    assert inputs.vectorizer.vocabulary == from_train.fit(texts.train.texts).vocabulary
    assert inputs.class_names == ("csharp", "java", "javascript", "python")


def test_the_leak_exchanges_training_and_test_rows_and_nothing_else(texts):
    slip = stack_overflow.leaked(texts)
    assert slip.train is texts.test
    assert slip.test is texts.train
    assert slip.validation is texts.validation
    assert not set(slip.train.texts) & set(slip.test.texts)
    assert "slip" in slip.split


def test_scores_by_hand(inputs):
    truth = inputs.test.labels
    predictions = np.full((len(truth), 4), 0.1)
    predictions[:, 0] = 0.7  # "csharp", whatever is asked
    scores = stack_overflow.evaluate({"always": predictions}, inputs)["always"]
    share = np.mean(truth == 0)
    assert scores["accuracy"] == pytest.approx(share)
    assert scores["f1"]["csharp"] == pytest.approx(2 * share / (1 + share))
    assert scores["f1"]["python"] == 0
    assert scores["macro f1"] == pytest.approx(2 * share / (1 + share) / 4)


def test_training_learns_the_made_up_questions(inputs):
    numpy_nn.set_random_seed(0)
    model = stack_overflow.build_model(
        numpy_nn, "gru", 300, 80, 16, 16, pooling="max", optimizer="adam", learning_rate=0.01
    )
    before = model.evaluate(*inputs.validation.examples)[1]
    model.fit(inputs.train.ids, inputs.train.labels, epochs=5, verbose=0)
    assert model.evaluate(*inputs.validation.examples)[1] > max(0.5, before + 0.1)


@pytest.mark.parametrize(
    ("name", "value"), [("cell", "transformer"), ("pooling", "first"), ("optimizer", "lion")]
)
def test_unknown_names(name, value):
    with pytest.raises(ValueError, match=rf"unknown {name} '{value}'; known are: "):
        stack_overflow.build_model(numpy_nn, **{name: value})
