"""What Keras acts on is honoured here or refused with a sentence: attributes and arguments."""

import inspect

import numpy as np
import pytest

from coursepkg import keras_nn, numpy_nn
from coursepkg import numpy_nn as nn

KINDS = ["MeanSquaredError", "BinaryCrossentropy", "SparseCategoricalCrossentropy"]


def one_of_each(nn):
    """Return an object of every class that both twins have, by its name."""
    layers = [
        *(nn.Input((5,)), nn.Embedding(9, 4), nn.SpatialDropout1D(0.1)),
        nn.Bidirectional(nn.LSTM(3, return_sequences=True)),
        *(cell(3, return_sequences=True) for cell in (nn.SimpleRNN, nn.GRU, nn.LSTM)),
        nn.RNN(nn.GRUCell(3), return_sequences=True),
        *(nn.Dropout(0.1), nn.Dense(2), nn.GlobalAveragePooling1D()),
    ]
    model = nn.Sequential(layers)
    others = [nn.Sequential([nn.Input((5, 3)), nn.GlobalMaxPooling1D()]).layers[0]]
    others += [cell(3) for cell in (nn.SimpleRNNCell, nn.GRUCell, nn.LSTMCell)]
    others += [nn.SGD(), nn.RMSprop(), nn.Adam(), *(getattr(nn.losses, k)() for k in KINDS)]
    return {type(one).__name__: one for one in (model, *model.layers, *others)}


OURS, THEIRS = one_of_each(numpy_nn), one_of_each(keras_nn)


def data_attributes(one):
    """Return the public names of an object that are not methods."""
    return {
        name
        for name in dir(one)
        if name[0] != "_"
        and (name in vars(one) or not callable(getattr(type(one), name, None)))
    } - {"build", "fn", "quantize"}  # methods that Keras wraps


def test_the_objects_are_the_same_kinds():
    assert OURS.keys() == THEIRS.keys()
    assert {name for name in numpy_nn.__all__ if hasattr(keras_nn, name)} > OURS.keys() - {
        *KINDS
    }


@pytest.mark.parametrize("kind", OURS)
def test_an_attribute_that_only_keras_acts_on_is_refused(kind):
    one = OURS[kind]
    names = data_attributes(THEIRS[kind]) - set(dir(one))
    assert names
    for name in names:
        with pytest.raises(AttributeError):
            setattr(one, name, 1)
        assert not hasattr(one, name)


@pytest.mark.parametrize("kind", OURS)
def test_what_objects_have_may_be_set(kind):
    one = OURS[kind]
    for name, value in list(vars(one).items()):
        setattr(one, name, value)
    one.mine = 1


@pytest.mark.parametrize(
    ("owner", "name", "sentence"),
    [
        ("Sequential", "run_eagerly", "every step here runs as with run_eagerly=True"),
        ("Adam", "weight_decay", "shrink the weights in `on_train_batch_end`"),
        ("GRU", "dropout", "put a Dropout"),
        ("Dense", "kernel_regularizer", "no such thing here"),
        ("BinaryCrossentropy", "label_smoothing", "smooth the targets yourself"),
        ("GRUCell", "dropout", "put a Dropout"),
    ],
)
def test_the_sentence_says_what_to_do(owner, name, sentence):
    with pytest.raises(AttributeError, match=f"{owner} has no '{name}'.*{sentence}"):
        setattr(OURS[owner], name, 0.5)


def test_a_reader_s_own_classes_have_attributes_of_their_own():
    class Gate(nn.layers.Layer):
        seed = None

        def __init__(self):
            super().__init__()
            self.kernel_regularizer = self.dropout = self.kernel = self.run_eagerly = 1

    class Wider(nn.GRU):
        pass

    gate, wider = Gate(), Wider(2)
    gate.seed = wider.scale = 3
    for one, name in ((gate, "activity_regularizer"), (wider, "kernel_regularizer")):
        with pytest.raises(AttributeError, match=f"has no '{name}'"):
            setattr(one, name, 1)


MODEL = nn.Sequential([nn.Input((2,)), nn.Dense(1)])
MODEL.compile(loss="mse")
X, Y = np.ones((4, 2)), np.ones((4, 1))
CALLS = {
    **{name: getattr(nn, name) for name in ("SGD", "RMSprop", "Adam", "EarlyStopping")},
    **{name: getattr(nn.losses, name) for name in KINDS},
    "compile": lambda **more: MODEL.compile(**{"loss": "mse", **more}),
    "fit": lambda **more: MODEL.fit(**{"x": X, "y": Y, "verbose": 0, **more}),
    "evaluate": lambda **more: MODEL.evaluate(**{"x": X, "y": Y, **more}),
    "predict": lambda **more: MODEL.predict(**{"x": X, **more}),
    "train_on_batch": lambda **more: MODEL.train_on_batch(**{"x": X, "y": Y, **more}),
}


def keras_function(name):
    owners = (keras_nn, keras_nn.losses, keras_nn.Sequential)
    return next(getattr(one, name) for one in owners if hasattr(one, name))


@pytest.mark.parametrize("call", CALLS)
def test_a_default_of_keras_may_be_written_down(call):
    parameters = inspect.signature(keras_function(call)).parameters.values()
    empty = inspect.Parameter.empty
    defaults = {one.name: one.default for one in parameters if one.default not in (None, empty)}
    own_names = [name for name in defaults if name == "name"]
    CALLS[call](**{name: defaults[name] for name in defaults if name not in own_names})


@pytest.mark.parametrize(
    ("call", "argument", "value"),
    [
        *(("Adam", name, True) for name in ("amsgrad", "use_ema")),
        *(("SGD", name, 0.1) for name in ("weight_decay", "ema_momentum", "loss_scale_factor")),
        *(("SGD", "gradient_accumulation_steps", 2), ("RMSprop", "centered", True)),
        *(("compile", name, [2]) for name in ("loss_weights", "weighted_metrics")),
        *(("compile", name, True) for name in ("run_eagerly", "jit_compile")),
        *(("compile", "steps_per_execution", 2), ("fit", "steps_per_epoch", 2)),
        *(("fit", "validation_steps", 1), ("fit", "validation_batch_size", 8)),
        *(("evaluate", "steps", 1), ("predict", "steps", 1), ("predict", "callbacks", [1])),
        *(("BinaryCrossentropy", "label_smoothing", 0.1), ("fit", "epochz", 2)),
        *(("MeanSquaredError", "reduction", "sum"), ("BinaryCrossentropy", "axis", 1)),
    ],
)
def test_an_argument_that_only_keras_acts_on_is_refused(call, argument, value):
    with pytest.raises(TypeError, match=f"does not take '{argument}': .+"):
        CALLS[call](**{argument: value})
