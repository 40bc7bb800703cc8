"""Six steps of every optimiser, with every kind of clipping, beside Keras."""

import itertools

import keras
import numpy as np
import pytest
from keras_models import TOLERANCE, assert_close, classifier, keras_step, twins

from coursepkg import keras_nn


@pytest.fixture
def data():
    rng = np.random.default_rng(40)
    return rng.integers(9, size=(11, 5)), rng.integers(3, size=11)


OPTIMIZERS = [
    ("SGD", {"learning_rate": 0.5}),
    ("SGD", {"learning_rate": 0.2, "momentum": 0.8}),
    ("SGD", {"learning_rate": 0.2, "momentum": 0.8, "nesterov": True}),
    ("RMSprop", {"learning_rate": 0.01, "rho": 0.8}),
    ("RMSprop", {"learning_rate": 0.01, "momentum": 0.7}),
    ("Adam", {"learning_rate": 0.01}),
]
CLIPPINGS = [{}, {"clipvalue": 0.01}, {"clipnorm": 0.05}, {"global_clipnorm": 0.1}]


@pytest.fixture
def precision(request):
    """Let Keras keep its losses in this type too, as long as the test runs."""
    keras.config.set_floatx(request.param)
    yield request.param
    keras.config.set_floatx("float32")


# In single precision, where the tolerance is wide, each optimiser and each clipping once.
ALL = list(itertools.product(["float64"], OPTIMIZERS, CLIPPINGS))
ALL += [("float32", *pair) for pair in zip(OPTIMIZERS, [*CLIPPINGS, {}, {}], strict=True)]


@pytest.mark.parametrize(
    ("precision", "name", "settings", "clipping"),
    [(precision, *optimizer, clipping) for precision, optimizer, clipping in ALL],
    indirect=["precision"],
    ids=lambda value: "+".join(value) or "none" if isinstance(value, dict) else value,
)
def test_six_steps_end_with_the_same_weights(precision, name, settings, clipping, data):
    def build(nn, dtype):
        optimizer = getattr(nn, name)(**settings, **clipping)
        return classifier(nn, dtype, optimizer=optimizer)

    ours, theirs = twins(build, np.random.default_rng(41), precision)
    x, y = data
    loss = keras.losses.SparseCategoricalCrossentropy(dtype=precision)
    for step in range(6):
        rows = slice(0, 6) if step % 2 else slice(6, None)
        ours.train_on_batch(x[rows], y[rows])
        keras_step(theirs, x[rows], y[rows], loss)
    for mine, yours in zip(ours.get_weights(), theirs.get_weights(), strict=True):
        assert_close(mine, yours, TOLERANCE[precision])


def test_kerass_own_fit_squares_each_use_of_a_word_by_itself(data):
    """Why `keras_step` sums an embedding's gradient by word before the optimiser sees it.

    On TensorFlow, Keras hands optimisers a row for every *use* of a word. What squares
    gradients, to scale or to clip, then adds up squares where the square of a sum is meant.
    Without an optimiser that squares, or with every word used once, `fit` agrees with us.
    """
    once = np.array([[1, 2, 3, 4, 5]])
    assert gap_after_fit("SGD", *data) < 1e-6
    assert gap_after_fit("Adam", once, data[1][:1]) < 1e-6
    assert gap_after_fit("Adam", *data) > 1e-3


@pytest.mark.parametrize("optimizer", ["Adam", "RMSprop"])
def test_with_the_uses_of_a_word_added_up_kerass_own_fit_agrees(optimizer, data):
    assert gap_after_fit(optimizer, *data) > 1e-3
    assert gap_after_fit(optimizer, *data, prepare=keras_nn.add_up_uses) < 1e-6


def gap_after_fit(optimizer, x, y, prepare=None):
    """Return how far apart the twins' embeddings are after an epoch of either's own `fit`."""

    def build(nn, dtype):
        return classifier(nn, dtype, optimizer=getattr(nn, optimizer)(learning_rate=0.01))

    ours, theirs = twins(build, np.random.default_rng(45))
    theirs.run_eagerly = True
    if prepare:
        prepare(theirs)
    for model in (ours, theirs):
        model.fit(x, y, shuffle=False, verbose=0)
    return np.abs(ours.get_weights()[0] - theirs.get_weights()[0]).max()
