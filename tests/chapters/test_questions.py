"""Each cell of the page of questions stands by itself, and Keras says the errors it quotes."""

import re
from contextlib import redirect_stdout
from io import StringIO

import jupytext
import keras
import numpy as np
import pytest

from coursepkg import keras_nn
from tools.notebooks.__main__ import REPOSITORY

PAGE = (REPOSITORY / "chapters/reference/questions.md").read_text("utf-8")
CELLS = [
    cell
    for cell in jupytext.reads(PAGE, fmt="md:myst").cells
    if cell.cell_type == "code" and "fit(" not in cell.source
]


@pytest.mark.parametrize("cell", CELLS, ids=lambda cell: cell.source[-40:])
def test_a_cell_needs_no_other_and_says_the_same_each_time(cell):
    printed = []
    for _ in range(2):
        with redirect_stdout(StringIO()) as output:
            exec(compile(cell.source, "cell", "exec"), {})
        printed.append(output.getvalue())
    assert printed[0] == printed[1] != ""


def test_cells_that_train_import_and_seed_for_themselves():
    trained = [c for c in re.findall(r"```\{code-cell\}.*?```", PAGE, re.DOTALL) if "fit(" in c]
    assert len(trained) >= 6
    for cell in trained:
        assert "from coursepkg import numpy_nn as nn" in cell
        assert "nn.set_random_seed(" in cell


def classifier(loss):
    """Return a Keras model with three classes."""
    last = keras_nn.Dense(3, activation="softmax")
    layers = [keras_nn.Input((5, 3)), keras_nn.GRU(7), last]
    model = keras_nn.Sequential(layers)
    model.compile(loss=loss)
    return model


X, CLASSES = np.ones((4, 5, 3), "float32"), np.array([0, 2, 1, 1])


def stacked():
    keras_nn.Sequential([keras_nn.Input((5, 3)), keras_nn.GRU(7), keras_nn.GRU(7)])


def stateful():
    keras_nn.Sequential([keras_nn.Input((5, 3)), keras_nn.GRU(7, stateful=True)])


ERRORS = {
    "expected ndim=3, found ndim=2": stacked,
    "Expected shape (None, 5, 3), but input has incompatible shape (5, 3)": (
        lambda: classifier("categorical_crossentropy").predict(X[0], verbose=0)
    ),
    "Arguments `target` and `output` must have the same rank": (
        lambda: classifier("categorical_crossentropy").evaluate(X, CLASSES, verbose=0)
    ),
    "Received a label value of 3 which is outside the valid range of [0, 3)": (
        lambda: classifier("sparse_categorical_crossentropy").evaluate(
            X, CLASSES + 1, verbose=0
        )
    ),
    "indices[0,2] = 10 is not in [0, 10)": (
        lambda: keras_nn.Embedding(10, 4)(np.array([[3, 9, 10]]))
    ),
    "the batch size must be static": stateful,
}


@pytest.mark.parametrize("text", ERRORS)
def test_keras_says_what_the_page_quotes(text):
    assert f"`{text}`" in PAGE
    with pytest.raises(Exception, match=re.escape(text)):
        ERRORS[text]()


def test_masking_leaves_out_the_steps_of_zeros():
    short = np.random.default_rng(0).normal(size=(1, 3, 3)).astype("float32")
    padded = np.concatenate([short, np.zeros((1, 20, 3), "float32")], axis=1)
    layers = [keras_nn.Input((23, 3)), keras.layers.Masking(), keras_nn.GRU(7)]
    model = keras_nn.Sequential(layers)
    masked, alone = model.predict(padded, verbose=0), model.layers[-1](short)
    np.testing.assert_allclose(masked, alone, atol=1e-6)


def test_an_answer_for_every_step_is_compared_with_one_target_without_an_error():
    layers = [keras_nn.Input((5, 3)), keras_nn.GRU(7, return_sequences=True), keras_nn.Dense(1)]
    model = keras_nn.Sequential(layers)
    model.compile(loss="mean_squared_error")
    targets = np.arange(4.0)[:, None]
    every_step = np.mean((model.predict(X, verbose=0)[..., 0] - targets) ** 2)
    assert model.evaluate(X, targets, verbose=0) == pytest.approx(every_step, rel=1e-4)
