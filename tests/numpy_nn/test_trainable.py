"""Frozen layers and models stay as they are, and all else learns as in Keras."""

import numpy as np
import pytest
from keras_models import classifier, twins

from coursepkg import keras_nn, numpy_nn


@pytest.fixture
def data():
    rng = np.random.default_rng(95)
    return rng.integers(9, size=(12, 5)), rng.integers(3, size=12)


def compile_again(model, nn):
    settings = {"global_clipnorm": 0.05, "learning_rate": 0.2}
    model.compile(nn.RMSprop(**settings), "sparse_categorical_crossentropy")


def freeze_the_table(model):
    model.layers[0].trainable = False


def freeze_the_rest(model):
    model.layers[2].trainable = False


def freeze_the_model_and_thaw_a_layer(model):
    model.trainable = False
    model.layers[2].trainable = True


def freeze_and_thaw_the_model(model):
    model.layers[0].trainable = False
    model.trainable = False
    model.trainable = True


CHANGES = [
    freeze_the_table,
    freeze_the_rest,
    freeze_the_model_and_thaw_a_layer,
    freeze_and_thaw_the_model,
]


@pytest.mark.usefixtures("eager")
@pytest.mark.filterwarnings("ignore:.*trainable")
@pytest.mark.parametrize("when", ["after compile", "after a fit"])
@pytest.mark.parametrize("change", CHANGES)
def test_what_changes_is_what_changes_in_keras(change, when, data):
    ours, theirs = twins(lambda nn, dtype: classifier(nn, dtype), np.random.default_rng(96))
    fit = {"epochs": 2, "batch_size": 5, "shuffle": False, "verbose": 0}
    results = []
    for model, nn in ((ours, numpy_nn), (theirs, keras_nn)):
        compile_again(model, nn)
        if nn is keras_nn:
            keras_nn.add_up_uses(model)
        if when == "after compile":
            change(model)
        if when == "after a fit":
            model.fit(*data, **fit)
            change(model)
            compile_again(model, nn)
        before = model.get_weights()
        losses = model.fit(*data, **fit).history["loss"]
        moved = [
            not np.array_equal(*pair) for pair in zip(before, model.get_weights(), strict=True)
        ]
        results.append((moved, losses, model.get_weights()))
    assert results[0][0] == results[1][0]
    np.testing.assert_allclose(results[0][1], results[1][1], rtol=1e-5)
    for mine, yours in zip(results[0][2], results[1][2], strict=True):
        np.testing.assert_allclose(mine, yours, rtol=1e-4, atol=1e-6)


def test_it_holds_from_the_next_step_on(data):
    """Keras on TensorFlow would take notice when the model is compiled again."""
    model = classifier(numpy_nn)
    model.fit(*data, verbose=0)
    table, *rest = model.get_weights()
    model.layers[0].trainable = False
    model.train_on_batch(*data)
    np.testing.assert_array_equal(model.layers[0].get_weights()[0], table)
    assert not np.array_equal(model.layers[2].get_weights()[0], rest[0])
    model.layers[0].trainable = True
    model.train_on_batch(*data)
    assert not np.array_equal(model.layers[0].get_weights()[0], table)


def assert_unchanged(model, before):
    for old, new in zip(before, model.get_weights(), strict=True):
        np.testing.assert_array_equal(old, new)


def test_to_thaw_what_the_optimizer_never_saw_is_refused(data):
    """As in Keras: Adam's averages would begin in the middle of its count."""
    model = classifier(numpy_nn)
    model.layers[0].trainable = False
    model.fit(*data, verbose=0)
    model.trainable = True
    before = model.get_weights()
    with pytest.raises(ValueError, match="compile the model again, with a new optimizer"):
        model.fit(*data, verbose=0)
    assert_unchanged(model, before)


def test_a_model_that_cannot_learn_says_so(data):
    model = classifier(numpy_nn)
    model.trainable = False
    before = model.get_weights()
    with pytest.warns(UserWarning, match="nothing in 'sequential' is trainable"):
        model.fit(*data, verbose=0)
    assert_unchanged(model, before)


@pytest.mark.parametrize("inner", [True, False])
@pytest.mark.parametrize("whole", [True, False])
def test_the_lists_are_those_of_keras(inner, whole):
    """Shapes differ from layer to layer, so that they name them."""

    def lists(nn):
        wrapped = nn.Bidirectional(nn.GRU(3, trainable=inner))
        layers = [nn.Input((5, 2)), wrapped, nn.Dense(4)]
        model = nn.Sequential(layers, trainable=whole)
        found = []
        # To set what is set already does nothing in Keras on TensorFlow: each is a change.
        for value, part in [
            (None, None),
            (not inner, wrapped.forward_layer),
            (False, wrapped),
            (True, wrapped.backward_layer),
            (True, wrapped),
            (not whole, model),
            (whole, model),
        ]:
            if part is not None:
                part.trainable = value
            for owner in (model, *model.layers, wrapped.forward_layer):
                found.append(owner.trainable)
                found.append([tuple(w.shape) for w in owner.trainable_weights])
                found.append([tuple(w.shape) for w in owner.non_trainable_weights])
        return found

    assert lists(numpy_nn) == lists(keras_nn)


def test_a_frozen_wrapper_freezes_both_directions():
    """Keras trains them all the same."""
    wrapped = numpy_nn.Bidirectional(numpy_nn.GRU(3), trainable=False)
    model = numpy_nn.Sequential([numpy_nn.Input((5, 2)), wrapped])
    assert model.trainable_weights == []
    assert len(model.non_trainable_weights) == 6


def test_the_summary_counts_both():
    model = classifier(numpy_nn)
    model.layers[0].trainable = False
    lines = []
    model.summary(print_fn=lines.append)
    assert lines[0].endswith("Total: 15 trainable parameters, 36 that are not")
    assert model.count_params() == 51
