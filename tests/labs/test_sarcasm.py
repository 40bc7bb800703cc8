import numpy as np
import pytest

from coursepkg import keras_nn, numpy_nn
from coursepkg.labs import classification, sarcasm

TWINS = pytest.mark.parametrize("nn", [numpy_nn, keras_nn], ids=["numpy", "keras"])


@pytest.fixture(autouse=True)
def made_up_headlines(monkeypatch):
    monkeypatch.setenv("COURSEPKG_SOURCE", "stand-in")


@TWINS
@pytest.mark.parametrize(
    ("cell", "reading", "all_of_them"), [("gru", 9_600, 27_185), ("lstm", 12_544, 30_129)]
)
def test_the_model_is_the_lessons(nn, cell, reading, all_of_them):
    model = sarcasm.build_model(nn, cell, length=120, mask=False)
    counts = [layer.count_params() for layer in model.layers]
    assert counts == [16_000, reading, 1_560, 25]
    assert model.count_params() == all_of_them


def test_no_headline_stands_in_two_parts():
    inputs = sarcasm.load_data()
    parts = [inputs.train, inputs.validation, inputs.test]
    texts = [" ".join(headline.split()) for part in parts for headline in part.texts]
    assert len(set(texts)) == len(texts)
    assert inputs.train.ids.shape == (len(inputs.train), 32)
    assert inputs.train.ids.max() < 1000
    assert not sarcasm.on_both_sides(inputs).any()


def test_the_lesson_splits_in_the_order_of_the_file_and_removes_nothing():
    texts, fair = sarcasm.lesson_texts(), sarcasm.load_data()
    count = sum(len(part) for part in (fair.train, fair.validation, fair.test))
    assert len(texts.train) + len(texts.test) == count + sum(fair.removed.values())
    assert len(texts.train) == round(20_000 / 26_709 * (len(texts.train) + len(texts.test)))
    assert texts.validation is texts.test
    # All headlines once more, in their order: what stands twice in the file still does.
    together = [*texts.train.texts, *texts.test.texts]
    assert len(set(together)) < len(together)


def test_headlines_on_both_sides_are_found():
    texts = sarcasm.lesson_texts()
    leaked = sarcasm.on_both_sides(texts)
    assert 0 < leaked.sum() < len(leaked)
    for headline, seen in zip(texts.test.texts, leaked, strict=True):
        assert seen == (headline in texts.train.texts)


def test_the_lessons_rows_can_be_read(monkeypatch):
    inputs = sarcasm.load_data(length=120, texts=sarcasm.lesson_texts())
    assert inputs.test.ids.shape[1] == 120
    assert inputs.test.labels is inputs.validation.labels


def test_a_model_learns_the_made_up_headlines():
    # Its twin learns the same from the same weights (tests/test_twins.py).
    inputs = sarcasm.load_data(length=16)
    numpy_nn.set_random_seed(0)
    model = sarcasm.build_model(numpy_nn, length=16)
    model.fit(inputs.train.ids, inputs.train.labels, epochs=8, verbose=0)
    predictions = {"model": model.predict(inputs.test.ids, verbose=0)}
    always = max(np.mean(inputs.test.labels), 1 - np.mean(inputs.test.labels))
    assert sarcasm.evaluate(predictions, inputs)["model"]["accuracy"] > always + 0.2
    answer = classification.answer(
        model, inputs.vectorizer, inputs.class_names, inputs.train.texts[0]
    )
    assert answer.class_name in inputs.class_names


def test_both_twins_say_the_same_from_the_same_weights():
    inputs = sarcasm.load_data()
    ours, theirs = (sarcasm.build_model(nn) for nn in (numpy_nn, keras_nn))
    theirs.set_weights(ours.get_weights())
    np.testing.assert_allclose(
        ours.predict(inputs.test.ids), theirs.predict(inputs.test.ids, verbose=0), atol=1e-5
    )


def test_unknown_cell():
    with pytest.raises(ValueError, match="unknown cell 'bert'; known are: rnn, gru, lstm"):
        sarcasm.build_model(numpy_nn, "bert")


@pytest.mark.usefixtures("real_data")
def test_the_real_headlines(monkeypatch):
    monkeypatch.setenv("COURSEPKG_SOURCE", "folder")
    texts = sarcasm.lesson_texts()
    assert (len(texts.train), len(texts.test)) == (20_000, 6_709)
    assert 0 < sarcasm.on_both_sides(texts).sum() <= 107
    assert sum(sarcasm.load_data().removed.values()) == 107
