"""Metrics of models that give one answer a step: padding is no answer, as in Keras."""

import numpy as np
import pytest
from keras_models import twins

from coursepkg import keras_nn, numpy_nn

ROWS, STEPS = 11, 6


def texts(rng):
    """Return ids padded with zeros: some rows short, one empty, one without padding."""
    ids = rng.integers(1, 9, size=(ROWS, STEPS))
    lengths = rng.integers(1, STEPS, size=ROWS)
    lengths[:2] = 0, STEPS
    return np.where(np.arange(STEPS) < lengths[:, None], ids, 0)


HEADS = {
    "yes or no": (1, "sigmoid", "binary_crossentropy", ["accuracy", "binary_accuracy"]),
    "two answers a step": (2, "sigmoid", "binary_crossentropy", ["binary_accuracy", "mae"]),
    "class": (3, "softmax", "sparse_categorical_crossentropy", ["accuracy"]),
    "one-hot": (3, "softmax", "categorical_crossentropy", ["acc", "mse"]),
    "number": (2, None, "mean_squared_error", ["mae", "mse"]),
}


def targets(rng, units, loss):
    if loss == "sparse_categorical_crossentropy":
        return rng.integers(units, size=(ROWS, STEPS))
    if loss == "categorical_crossentropy":
        return np.eye(units, dtype="float32")[rng.integers(units, size=(ROWS, STEPS))]
    numbers = rng.random((ROWS, STEPS, units)).astype("float32")
    return numbers if loss == "mean_squared_error" else numbers.round()


@pytest.mark.parametrize("weighted", [False, True], ids=["", "weighted"])
@pytest.mark.parametrize("head", HEADS)
def test_fit_evaluate_and_one_batch_equal_keras(head, weighted):
    units, activation, loss, names = HEADS[head]

    def build(nn, dtype):
        layers = [nn.Embedding(9, 4, mask_zero=True), nn.Dense(units, activation=activation)]
        model = nn.Sequential([nn.Input((STEPS,), dtype="int32"), *layers])
        model.compile(optimizer=nn.SGD(0.1), loss=loss, metrics=names)
        return model

    rng = np.random.default_rng(91)
    ours, theirs = twins(build, rng)
    theirs.run_eagerly = True  # quicker than to compile it for so few steps
    x, y = texts(rng), targets(rng, units, loss)
    weights = rng.random((ROWS, STEPS)).astype("float32") if weighted else None
    options = {"batch_size": 4, "verbose": 0, "sample_weight": weights}

    mine, yours = (model.train_on_batch(x, y, weights) for model in (ours, theirs))
    assert mine == pytest.approx(yours, rel=1e-5)
    theirs.reset_metrics()
    mine, yours = (
        model.fit(x, y, epochs=2, shuffle=False, validation_data=(x[3:], y[3:]), **options)
        for model in (ours, theirs)
    )
    for name, values in yours.history.items():
        assert mine.history[name] == pytest.approx(values, rel=1e-5), name
    assert ours.evaluate(x, y, **options) == pytest.approx(
        theirs.evaluate(x, y, **options), rel=1e-5
    )


@pytest.mark.usefixtures("eager")
@pytest.mark.parametrize("nn", [numpy_nn, keras_nn], ids=["NumPy", "Keras"])
def test_two_right_answers_of_two_are_all(nn):
    layers = [nn.Embedding(3, 1, mask_zero=True), nn.GRU(2, return_sequences=True)]
    model = nn.Sequential([*layers, nn.Dense(1, activation="sigmoid")])
    model.compile("sgd", "binary_crossentropy", metrics=["accuracy"])
    x, y = np.array([[1, 2, 0, 0]]), np.array([[[1.0], [1], [0], [0]]])
    model.build((None, 4))
    model.layers[-1].set_weights([np.zeros((2, 1)), np.array([9.0])])
    assert model.evaluate(x, y, verbose=0)[1] == 1.0


def test_nothing_but_padding_counts_nothing():
    layers = [numpy_nn.Embedding(3, 1, mask_zero=True), numpy_nn.Dense(1, "sigmoid")]
    model = numpy_nn.Sequential(layers)
    model.compile("sgd", "binary_crossentropy", metrics=["accuracy"])
    assert model.evaluate(np.zeros((2, 3)), np.ones((2, 3, 1))) == [0.0, 0.0]
