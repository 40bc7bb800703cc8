"""The cases are the models of the labs, and both twins build the same one."""

from dataclasses import replace

import numpy as np
import pytest

from studies.benchmarks import cases
from studies.benchmarks.twins import keras_model, numpy_model

# Trainable parameters as the lessons print them.
PARAMETERS = {
    "airline": 23_301,
    "sarcasm": 27_185,
    "sarcasm_masked": 27_185,
    "stack_overflow": 164_932,
    "imdb": 1_280_000 + 99_072 + 129,
    "imdb_lstm": 1_280_000 + 131_584 + 129,
    "imdb_rnn": 1_280_000 + 32_896 + 129,
    "next_word": 192_000 + 74_496 + 387_000,
    "next_word_large": 320_000 + 74_496 + 645_000,
    "streaming": 7_950,
}


@pytest.mark.parametrize("name", cases.CASES)
def test_number_of_parameters(name):
    weights = numpy_model(cases.get(name)).get_weights()
    assert sum(weight.size for weight in weights) == PARAMETERS[name]


@pytest.mark.parametrize("name", cases.CASES)
def test_the_twins_are_one_model(name):
    case = cases.get(name)
    case = replace(case, steps=min(case.steps, 7))  # a few show it, and are done at once
    ours, theirs = numpy_model(case), keras_model(case)
    ours.set_weights(theirs.get_weights())
    x = case.data()[0][: case.batch]
    np.testing.assert_allclose(ours(x), theirs(x).numpy(), rtol=1e-4, atol=1e-5, strict=True)


@pytest.mark.parametrize("name", cases.CASES)
def test_data_is_the_same_every_time(name):
    case = cases.get(name)
    for first, second in zip(case.data(), case.data(), strict=True):
        np.testing.assert_array_equal(first, second)
    assert len(case.data()[0]) == case.rows


def test_masked_headlines_are_padded_on_the_right():
    x, _ = cases.get("sarcasm_masked").data()
    real = x != 0
    assert 9 < real.sum(axis=1).mean() < 11
    assert not (~real[:, :-1] & real[:, 1:]).any()
    assert real[:, 0].all()


def test_without_masks_no_id_is_padding():
    assert cases.get("imdb").data()[0].min() == 1


def test_unknown_case():
    with pytest.raises(ValueError, match=r"'imbd'; known are: imdb, imdb_lstm, .*streaming"):
        cases.get("imbd")
