"""Bad input gets an error that says what was given and expected; nothing is changed."""

import numpy as np
import pandas as pd
import pytest
import tensorflow as tf

from coursepkg import keras_nn
from coursepkg import numpy_nn as nn


@pytest.fixture
def model():
    model = nn.Sequential([nn.Input((6, 2)), nn.GRU(4), nn.Dense(3)])
    model.compile(optimizer="adam", loss="mean_squared_error")
    return model


X, Y = np.ones((5, 6, 2)), np.ones((5, 3))


def with_value(array, value):
    array = array.copy()
    array[(1,) * array.ndim] = value
    return array


BAD_DATA = {
    "wrong rank": (
        X[0],
        Y[:1].repeat(6, axis=0),
        r"\(6, 2\).*\(None, 6, 2\); write .*x\[None\]",
    ),
    "wrong features": (X[..., :1], Y, r"shape \(5, 6, 1\); its weights expect 2 features"),
    "no rows": (X[:0], Y[:0], r"x has shape \(0, 6, 2\); expected at least one row"),
    "no steps": (X[:, :0], Y, r"empty input of shape \(5, 0, 2\)"),
    "NaN": (with_value(X, np.nan), Y, r"x holds nan at index \(1, 1, 1\); expected finite"),
    "infinity": (X, with_value(Y, np.inf), r"y holds inf at index \(1, 1\)"),
    "more targets than rows": (X, np.ones((6, 3)), "x has 5 rows and y has 6"),
    "wrong target size": (X, Y[:, :2], r"y has shape \(5, 2\).*outputs have shape\s+\(5, 3\)"),
    "words": (np.full(X.shape, "word"), Y, "x should be numbers"),
    "ragged": ([[[1, 2]], [[1, 2], [3, 4]]], Y, "x should be numbers in a regular array"),
}


@pytest.mark.parametrize("method", ["fit", "evaluate", "train_on_batch"])
@pytest.mark.parametrize("case", BAD_DATA)
def test_data(model, method, case):
    x, y, message = BAD_DATA[case]
    before = model.get_weights()
    with pytest.raises(ValueError, match=message):
        getattr(model, method)(x, y)
    for old, new in zip(before, model.get_weights(), strict=True):
        np.testing.assert_array_equal(old, new)


@pytest.mark.parametrize("case", ["wrong rank", "wrong features", "no rows", "NaN"])
def test_predict(model, case):
    x, _, message = BAD_DATA[case]
    with pytest.raises(ValueError, match=message):
        model.predict(x)


@pytest.mark.parametrize("settings", [{"epochs": 0}, {"batch_size": -1}, {"epochs": 1.5}])
def test_fit_settings(model, settings):
    ((name, value),) = settings.items()
    with pytest.raises(
        ValueError, match=rf"{name} should be a positive integer, but was {value}"
    ):
        model.fit(X, Y, **settings)


@pytest.mark.parametrize("case", BAD_DATA)
def test_validation_data_is_looked_at_before_training(model, case):
    x, y, message = BAD_DATA[case]
    before = model.get_weights()
    with pytest.raises(ValueError, match=message):
        model.fit(X, Y, validation_data=(x, y), verbose=0)
    for old, new in zip(before, model.get_weights(), strict=True):
        np.testing.assert_array_equal(old, new)


def test_validation_data_is_named(model):
    with pytest.raises(ValueError, match="validation x holds nan"):
        model.fit(X, Y, validation_data=(with_value(X, np.nan), Y))


def test_compile_forgotten():
    with pytest.raises(RuntimeError, match="call compile"):
        nn.Sequential([nn.GRU(4)]).fit(X, Y)


def test_unknown_names_leave_the_model_as_it_was(model):
    optimizer = model.optimizer
    with pytest.raises(
        ValueError, match=r"unknown loss 'mes'; known are: .*mean_squared_error, mse"
    ):
        model.compile(optimizer="sgd", loss="mes")
    with pytest.raises(ValueError, match="unknown optimizer 'adan'; known are: adam"):
        model.compile(optimizer="adan", loss="mse")
    assert model.optimizer is optimizer


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda weights: weights[:-1], "given 4 weight arrays; expected 5"),
        (
            lambda weights: [*weights[:-1], np.ones(4)],
            r"weight 4 .*shape \(4,\); expected \(3,\)",
        ),
        (lambda weights: [weights[0].T, *weights[1:]], r"weight 0 .*shape \(12, 2\)"),
    ],
)
def test_set_weights(model, change, message):
    before = model.get_weights()
    with pytest.raises(ValueError, match=message):
        model.set_weights(change([weight + 1 for weight in before]))
    for old, new in zip(before, model.get_weights(), strict=True):
        np.testing.assert_array_equal(old, new)


@pytest.mark.parametrize("units", [0, -3, 2.5, "8", True])
@pytest.mark.parametrize("layer", [nn.GRU, nn.Dense])
def test_units(layer, units):
    with pytest.raises(ValueError, match="units should be a positive integer"):
        layer(units)


def test_unknown_activation():
    with pytest.raises(ValueError, match="unknown activation 'swish'; known are: linear, relu"):
        nn.Dense(3, activation="swish")


def test_reset_before_is_left_to_the_learner():
    with pytest.raises(ValueError, match=r"reset_after=False .* exercise"):
        nn.GRU(3, reset_after=False)


def test_what_is_no_layer():
    with pytest.raises(TypeError, match="expected a layer of numpy_nn"):
        nn.Sequential([nn.Input((3,)), "dense"])


def test_a_layer_used_twice():
    layer = nn.Dense(2)
    with pytest.raises(ValueError, match="already in this model"):
        nn.Sequential([layer, layer])


def test_input_in_the_middle():
    with pytest.raises(ValueError, match="Input should come first"):
        nn.Sequential([nn.Dense(2), nn.Input((3,))])


def test_empty_model():
    with pytest.raises(RuntimeError, match="no layers"):
        nn.Sequential().predict(X)


def batches():
    yield X, Y


NO_ARRAYS = {
    "nothing": (None, "x should be numbers .*but was None"),
    "generator": (batches(), r"x should be numbers .*np.concatenate\(\[\*batches\]\)"),
    "dictionary": ({"x": X}, "x should be numbers .*but was {'x': array"),
    "text": ("words", "x should be numbers .*but was .*words.*A `Vectorizer` makes ids"),
    "texts": (["one", "two"], "x should be numbers .*this list holds .*one"),
    "numbers as text": (X.astype(str), "x should be numbers .*ndarray holds .*'1"),
    "numbers as text, in objects": (
        X.astype(str).astype(object),
        "x should be numbers .*ndarray holds '1",
    ),
    "frame of text": (
        pd.DataFrame({"text": ["a", "b"]}),
        "x should be numbers .*DataFrame holds",
    ),
    "frame with gaps": (pd.DataFrame({"a": [1, pd.NA]}), "x should be numbers"),
    "frame of days": (
        pd.DataFrame({"a": [1], "day": [pd.Timestamp(0)]}),
        "x should be numbers",
    ),
}


@pytest.mark.parametrize("method", ["fit", "evaluate", "predict", "train_on_batch"])
@pytest.mark.parametrize("case", NO_ARRAYS)
def test_what_is_no_array_of_numbers(model, method, case):
    x, message = NO_ARRAYS[case]
    with pytest.raises(ValueError, match=message):
        getattr(model, method)(*([x] if method == "predict" else [x, Y]))


def test_targets_that_are_missing(model):
    with pytest.raises(ValueError, match=r"y should be numbers .*but was None"):
        model.fit(X)


@pytest.mark.usefixtures("eager")
def test_frames_columns_lists_and_tensors_are_read_as_by_keras():
    frame = pd.DataFrame({"a": [1.0, 2.0, 4.0], "b": [True, False, True], "c": [1, 2, 3]})
    frame.index = [7, 3, 5]
    weights, losses = [np.array([[0.1], [0.2], [0.3]]), np.zeros(1)], []
    x = frame.astype("float32")
    for twin in (nn, keras_nn):
        model = twin.Sequential([twin.Input((3,)), twin.Dense(1)])
        model.compile(loss="mse")
        model.set_weights(weights)
        data = [(x, x["a"]), (x, x[["a"]]), (x.to_numpy(), x["a"].to_numpy())]
        losses += [model.evaluate(*pair, verbose=0) for pair in data]
        losses.append(model.evaluate(*map(tf.constant, data[2]), verbose=0))
        if twin is nn:
            losses += [
                model.evaluate(frame, frame["a"]),
                model.evaluate(x.values.tolist(), x["a"]),
            ]
    np.testing.assert_allclose(losses, losses[0], rtol=1e-6)


def test_the_functional_call():
    for layer, shape in ((nn.Dense(3), (2,)), (nn.GRU(3), (2, 1))):
        with pytest.raises(TypeError, match=r"written as a list here, Sequential\(\[Input\("):
            layer(nn.Input(shape))
