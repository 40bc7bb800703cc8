"""Every argument that may be given by its place stands where Keras has it."""

import inspect

import pytest

from coursepkg import keras_nn, numpy_nn

CLASSES = [
    name
    for name in sorted(set(numpy_nn.__all__) & set(keras_nn.__all__))
    if inspect.isclass(getattr(numpy_nn, name))
]
METHODS = ["compile", "fit", "evaluate", "predict", "train_on_batch", "summary"]
CALLED = ["SimpleRNN", "GRU", "LSTM", "RNN", "Bidirectional", "Dense", "Embedding", "Dropout"]


def by_place(function):
    """Return the names of the arguments that may be given by their place, `self` aside."""
    kinds = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    parameters = inspect.signature(function).parameters.values()
    return [one.name for one in parameters if one.kind in kinds and one.name != "self"]


def assert_places_agree(ours, theirs):
    ours, theirs = by_place(ours), by_place(theirs)
    assert ours == theirs[: len(ours)]


@pytest.mark.parametrize("name", CLASSES)
def test_of_classes(name):
    ours, theirs = getattr(numpy_nn, name), getattr(keras_nn, name)
    # Keras' `Input` is a function.
    assert_places_agree(ours.__init__, theirs.__init__ if inspect.isclass(theirs) else theirs)


@pytest.mark.parametrize("name", METHODS)
def test_of_a_model_s_methods(name):
    assert_places_agree(*(getattr(nn.Sequential, name) for nn in (numpy_nn, keras_nn)))


@pytest.mark.parametrize("name", CALLED)
def test_of_calls(name):
    """A layer is called with its inputs; all else has a name."""
    assert len(by_place(getattr(numpy_nn, name).__call__)) == 1


@pytest.mark.parametrize("name", numpy_nn.losses.LOSSES)
def test_of_losses(name):
    loss = numpy_nn.losses.LOSSES[name]
    assert_places_agree(loss.__init__, getattr(keras_nn.losses, loss.__name__).__init__)


def test_an_argument_in_the_place_of_another_is_refused():
    """Each of these meant something else in Keras, and was taken and ignored here."""
    for meant_otherwise in (
        lambda: numpy_nn.GRU(4, "relu"),
        lambda: numpy_nn.SimpleRNN(4, "relu"),
        lambda: numpy_nn.Embedding(10, 4, "uniform"),
        lambda: numpy_nn.GRU(4)([[[1.0]]], [[0.0] * 4]),
    ):
        with pytest.raises(TypeError, match="positional argument"):
            meant_otherwise()
