import numpy as np
import pytest

from coursepkg.data import Vectorizer
from coursepkg.labs import text


def test_the_vocabulary_is_learned_from_the_training_part_alone(make_texts):
    data = make_texts(train=2, test=4)  # "number2" and "number3" are in the test part only
    inputs = text.make_inputs(data, Vectorizer(length=5))
    assert {"number0", "number1"} < set(inputs.vectorizer.vocabulary)
    assert not {"number2", "number3"} & set(inputs.vectorizer.vocabulary)
    assert inputs.x_test[2].tolist()[3:] == [1, 0]


def test_rows_keep_their_labels(make_texts):
    data = make_texts()
    inputs = text.make_inputs(data, Vectorizer(length=5))
    for part in ("train", "validation", "test"):
        x, y = getattr(inputs, f"x_{part}"), getattr(inputs, f"y_{part}")
        assert x.shape == (len(getattr(data, part)), 5)
        has_song = (x == inputs.vectorizer.vocabulary.index("song")).any(axis=1)
        np.testing.assert_array_equal(has_song, y == 1)
    assert inputs.class_names == ("bad", "good")


def test_a_vocabulary_that_is_there_is_kept(make_texts):
    vectorizer = Vectorizer(length=3).fit(["song noise"])
    before = list(vectorizer.vocabulary)
    inputs = text.make_inputs(make_texts(), vectorizer)
    assert inputs.vectorizer.vocabulary == before


def test_the_first_rows_of_every_part(make_texts):
    data = text.first_rows(make_texts(8, 4, 2), 3)
    assert [len(data.train), len(data.validation), len(data.test)] == [3, 3, 2]
    assert data.train.texts == make_texts().train.texts[:3]
    np.testing.assert_array_equal(data.train.labels, [0, 1, 0])


def test_no_rows_at_all(make_texts):
    with pytest.raises(ValueError, match="at least 1 row a part, but count was 0"):
        text.first_rows(make_texts(), 0)
