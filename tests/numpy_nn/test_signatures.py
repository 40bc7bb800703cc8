"""Every argument stands where Keras has it; one that only Keras has is answered."""

import inspect

import pytest

from coursepkg import keras_nn, numpy_nn
from coursepkg.numpy_nn.layers.base import Layer

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


LAYERS = [
    name for name in CLASSES if issubclass(getattr(numpy_nn, name), (Layer, numpy_nn.Cell))
]
FIRST = {"Bidirectional": numpy_nn.GRU(2), "RNN": numpy_nn.GRUCell(2), "Embedding": 9}


def parameters(function):
    return {*inspect.signature(function).parameters} - {"self", "args", "kwargs"}


def arguments_of_keras():
    """Yield (layer, argument) for what Keras' layers take and ours do not have."""
    for name in [*LAYERS, "Input"]:
        theirs = getattr(keras_nn, name)
        known = parameters(theirs.__init__ if inspect.isclass(theirs) else theirs)
        classes = inspect.getmro(getattr(numpy_nn, name))
        ours = set().union(*(parameters(c.__init__) for c in classes if c is not object))
        for argument in sorted((known | {"input_shape", "input_length"}) - ours):
            yield name, argument


@pytest.mark.parametrize(("name", "argument"), [*arguments_of_keras()])
def test_an_argument_of_keras_that_is_not_here_is_answered(name, argument):
    first = FIRST.get(name, 0.5 if "Dropout" in name else 4)
    given = [] if "Pooling" in name else [(3,)] if name == "Input" else [first]
    given += [5] if name == "Embedding" else []
    with pytest.raises(TypeError, match=f"does not take '{argument}': .+"):
        getattr(numpy_nn, name)(*given, **{argument: "something else"})


def test_a_default_of_keras_may_be_written_down():
    layer = numpy_nn.LSTM(
        *(3,),
        activation="tanh",
        recurrent_activation="sigmoid",
        use_bias=True,
        dropout=0.0,
        recurrent_dropout=0.0,
        unroll=False,
    )
    assert layer.units == 3
    with pytest.raises(TypeError, match="'dropout': put a Dropout"):
        numpy_nn.GRU(3, dropout=0.2)


@pytest.mark.parametrize("shape", [3, None])
def test_the_shape_of_an_input_is_a_tuple(shape):
    with pytest.raises(TypeError, match=r"should be a tuple such as \(10, 1\)"):
        numpy_nn.Input(shape)
