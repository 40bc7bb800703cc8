"""Random combinations of layers and options, each compared with Keras."""

import keras
import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from keras_models import assert_same_model, twins

CLASSES, VOCABULARY = 3, 7
# No shrinking: a model of Keras takes a tenth of a second, and the plan printed is small.
RANDOMLY = settings(
    max_examples=25, deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate]
)


@st.composite
def plans(draw):
    """Draw what a model consists of; everything that the labs need can come up."""
    return {
        "steps": draw(st.integers(1, 7)),
        "batch": draw(st.integers(1, 5)),
        "words": draw(st.booleans()),
        "mask": draw(st.booleans()),
        "cells": draw(
            st.lists(st.sampled_from(["SimpleRNN", "GRU", "LSTM"]), min_size=1, max_size=2)
        ),
        "units": draw(st.integers(1, 5)),
        "backwards": draw(st.booleans()),
        "merge": draw(st.sampled_from(["none", "concat", "sum", "mul", "ave"])),
        "reads": draw(st.sampled_from(["last", "max", "mean", "all"])),
        "loss": draw(
            st.sampled_from(
                [
                    "mean_squared_error",
                    "binary_crossentropy",
                    "categorical_crossentropy",
                    "sparse_categorical_crossentropy",
                ]
            )
        ),
        "weighted": draw(st.booleans()),
        "seed": draw(st.integers(0, 10**6)),
    }


def build(plan, nn, dtype):
    layers = []
    if plan["words"]:
        layers.append(nn.Input((plan["steps"],), dtype="int32"))
        layers.append(nn.Embedding(VOCABULARY, 4, mask_zero=plan["mask"], dtype=dtype))
    else:
        layers.append(nn.Input((plan["steps"], 4), dtype=dtype))
    for index, cell in enumerate(plan["cells"]):
        last = index == len(plan["cells"]) - 1
        recurrent = getattr(nn, cell)(
            plan["units"],
            return_sequences=not last or plan["reads"] != "last",
            go_backwards=plan["backwards"] and plan["merge"] == "none",
            dtype=dtype,
        )
        if plan["merge"] != "none":
            recurrent = nn.Bidirectional(recurrent, merge_mode=plan["merge"], dtype=dtype)
        layers.append(recurrent)
    if plan["reads"] == "max":
        layers.append(nn.GlobalMaxPooling1D(dtype=dtype))
    elif plan["reads"] == "mean":
        layers.append(nn.GlobalAveragePooling1D(dtype=dtype))
    activation = {"binary": "sigmoid", "mean": "tanh"}.get(
        plan["loss"].split("_")[0], "softmax"
    )
    layers.append(nn.Dense(CLASSES, activation=activation, dtype=dtype))
    model = nn.Sequential(layers)
    model.compile(optimizer="adam", loss=plan["loss"])
    return model


def data(plan, rng, dtype):
    shape = (plan["batch"], plan["steps"])
    if plan["words"]:
        x = rng.integers(0, VOCABULARY, size=shape).astype("int32")
        # Keras divides by the number of real steps: a mean over none of them is not defined.
        x[:, rng.integers(plan["steps"])] = 1
    else:
        x = rng.normal(size=(*shape, 4)).astype(dtype)
    samples = shape if plan["reads"] == "all" else shape[:1]
    if plan["loss"].startswith("sparse"):
        y = rng.integers(CLASSES, size=samples).astype(dtype)
    elif plan["loss"].startswith("mean"):
        y = rng.normal(size=(*samples, CLASSES)).astype(dtype)
    else:
        y = np.eye(CLASSES)[rng.integers(CLASSES, size=samples)].astype(dtype)
    weights = rng.uniform(0.2, 2, size=samples[:1]).astype(dtype) if plan["weighted"] else None
    if weights is not None and len(samples) == 2:
        weights = np.repeat(weights[:, None], plan["steps"], axis=1)
    return x, y, weights


@pytest.fixture
def double_precision():
    """Let Keras keep targets and losses in float64."""
    keras.config.set_floatx("float64")
    yield
    keras.config.set_floatx("float32")


def compare(plan, dtype):
    rng = np.random.default_rng(plan["seed"])
    ours, theirs = twins(lambda nn, dtype: build(plan, nn, dtype), rng, dtype)
    x, y, weights = data(plan, rng, dtype)
    assert_same_model(ours, theirs, x, y, plan["loss"], dtype, weights)


@RANDOMLY
@given(plan=plans())
def test_single_precision(plan):
    compare(plan, "float32")


@pytest.mark.usefixtures("double_precision")
def test_double_precision():
    @RANDOMLY
    @given(plan=plans())
    def check(plan):
        compare(plan, "float64")

    check()
