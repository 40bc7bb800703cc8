"""Every argument of Keras, of every name that both twins have, is taken, refused, or listed.

Taken: it stands where Keras has it, with Keras' default, and a test compares what it does.
Refused: the error names it and says what to do. Listed: with the reason why it is neither.
"""

import ast
import inspect
import re
import warnings
from functools import cache
from pathlib import Path

import keras
import numpy as np
import pytest

from coursepkg import keras_nn, numpy_nn
from coursepkg.numpy_nn.layers.base import Layer

ROOT = Path(__file__).parents[2]
PINNED = re.search(r"^keras==(\S+)", (ROOT / "requirements.txt").read_text(), re.M)[1]
X, Y = np.ones((2, 3, 4), "float32"), np.ones((2, 1), "float32")

# Tests that compare arguments with Keras, or with what its documentation says: "argument", or
# "owner.argument" where the owners need tests of their own.
COMPARED = {
    "test_bad_input.test_set_weights": "weights",
    "test_callbacks.test_accuracies_should_grow": "monitor",
    "test_callbacks.test_early_stopping_equals_keras": (
        "EarlyStopping.baseline EarlyStopping.start_from_epoch"
    ),
    "test_callbacks.test_patience_as_in_keras": "epochs patience",
    "test_callbacks.test_small_improvements_do_not_count": "min_delta",
    "test_callbacks.test_the_best_weights_come_back": "restore_best_weights",
    "test_callbacks.test_the_progress_bar_works_with_both_twins": "params",
    "test_callbacks.test_unknown_mode": "mode",
    "test_callbacks.test_verbose_zero_is_silent": "Sequential.fit.verbose",
    "test_dense.test_activations_equal_keras": "Dense.activation",
    "test_dropout.test_nothing_happens_outside_training": "training",
    "test_dropout.test_the_share_is_dropped_and_the_mean_is_kept": "rate",
    "test_edges.test_callbacks_are_called_as_by_keras": (
        "Sequential.fit.callbacks batch epoch logs model"
    ),
    "test_edges.test_no_metric_one_or_a_list": "return_dict",
    "test_edges.test_two_layers_of_one_name_are_refused": "Sequential.add.layer",
    "test_embedding.test_the_table_begins_as_in_keras": (
        "Embedding.input_dim Embedding.output_dim"
    ),
    "test_fit.test_class_weights_equal_keras": "class_weight",
    "test_fit.test_epochs_and_validations_are_counted_as_in_keras": (
        "initial_epoch validation_freq"
    ),
    "test_fit.test_metrics_of_other_losses_equal_keras": (
        "Sequential.compile.loss Sequential.compile.metrics"
    ),
    "test_fit.test_metrics_validation_and_weights_equal_keras": (
        "Sequential.fit.validation_data"
    ),
    "test_fit.test_validation_split_takes_the_last_rows_before_shuffling": (
        "Sequential.fit.validation_split"
    ),
    "test_fuzz.test_of_models": "verbose x y",
    "test_initializers.test_the_seed_decides": "seed",
    "test_losses.test_values_equal_keras": "from_logits",
    "test_masked_metrics.test_fit_evaluate_and_one_batch_equal_keras": (
        "batch_size sample_weight"
    ),
    "test_model.test_a_layer_by_its_name_or_its_place_as_in_keras": (
        "Sequential.get_layer.index"
    ),
    "test_model.test_names_and_summary": "Sequential.summary.print_fn name",
    "test_model.test_predict_does_not_depend_on_the_batch_size": (
        "Sequential.predict.batch_size"
    ),
    "test_model.test_shuffling_follows_the_seed": "Sequential.fit.shuffle",
    "test_optimizers.test_ten_steps_equal_keras": (
        "SGD.momentum beta_1 beta_2 epsilon learning_rate momentum nesterov rho"
    ),
    "test_own_cell.test_equals_the_rnn_of_keras": "RNN.cell",
    "test_random_models.test_double_precision": "dtype",
    "test_random_models.test_single_precision": "Embedding.mask_zero Input.shape",
    "test_recurrent_layers.test_an_lstm_begins_by_remembering": (
        "LSTM.unit_forget_bias LSTMCell.unit_forget_bias"
    ),
    "test_recurrent_layers.test_bidirectional_with_states": (
        "Bidirectional.layer Bidirectional.merge_mode"
    ),
    "test_recurrent_layers.test_outputs_states_and_gradients": (
        "go_backwards initial_state mask return_sequences return_state units "
        "zero_output_for_mask"
    ),
    "test_recurrent_layers.test_stateful_layers_go_on_where_they_were": "stateful",
    "test_signatures.test_a_model_is_built_as_in_keras": "Sequential.build.input_shape",
    "test_signatures.test_a_model_is_called_as_in_keras": "Sequential.__call__.training",
    "test_trainable.test_the_lists_are_those_of_keras": "trainable",
    "test_training_steps.test_six_steps_end_with_the_same_weights": (
        "clipnorm clipvalue global_clipnorm"
    ),
    "test_twins.test_outputs": "Sequential.layers",
    "test_twins.test_training": "Sequential.compile.optimizer",
    "test_weights.test_round_trip": (
        "Sequential.load_weights.filepath Sequential.save_weights.filepath"
    ),
}
TEST_OF = {name: test for test, names in COMPARED.items() for name in names.split()}
# Neither: why.
LISTED = {
    "GRU.reset_after": "False is left to the learner; test_bad_input.py sees the sentence",
    "GRUCell.reset_after": "False is left to the learner; test_bad_input.py sees the sentence",
    "Input.dtype": "changes no result: layers convert what they are given",
    "Input.name": "changes no result",
}
# Defaults that are not Keras': why.
OTHER_DEFAULTS = {
    "batch_size": "Keras has None and takes 32",
    "dtype": "Keras has None and takes float32",
    "metrics": "Keras has None; nothing here as well",
    "verbose": "only `fit` shows anything",
    "callbacks": "Keras has None; nothing here as well",
    "Sequential.build.input_shape": "Keras has None, with which it does nothing",
    "Sequential.name": "Keras counts its models",
    "Sequential.layers": "Keras has None; nothing here as well",
    "EarlyStopping.min_delta": "0.0 and 0",
    "Sequential.summary.print_fn": "Keras has None and takes print",
    "training": "Keras has None, which is False outside of `fit`",
    "x": "Keras has None, for generators that give nothing else",
    "y": "Keras has None, for data sets that hold both",
}

LAYERS = [
    name
    for name in sorted(set(numpy_nn.__all__) & set(keras_nn.__all__))
    if inspect.isclass(getattr(numpy_nn, name))
    and issubclass(getattr(numpy_nn, name), (Layer, numpy_nn.Cell))
]
CLASSES = ["Sequential", "SGD", "RMSprop", "Adam", "Callback", "EarlyStopping", "History"]
# Of the base class of Keras' layers, of older versions, or taken out of `**kwargs`.
OF_ALL_LAYERS = {
    *("activity_regularizer", "autocast", "dtype", "name", "trainable", "input_shape"),
    *("input_dim", "input_length", "batch_input_shape", "batch_shape", "weights"),
}
ARGUMENTS = {
    **{"Sequential.fit": (X, Y), "Sequential.evaluate": (X, Y), "Sequential.predict": (X,)},
    **{"Sequential.train_on_batch": (X, Y), "Sequential.__call__": (X,)},
    **{"Sequential.build": (X.shape,), "Sequential.add": (numpy_nn.Dense(1),)},
    **{"Embedding": (9, 5), "Embedding.__call__": ([[1, 2]],), "set_random_seed": (0,)},
    **{"Input": ((3,),), "Sequential.load_weights": ("w.npz",)},
    "Sequential.save_weights": ("w.npz",),
}


def layer(name):
    """Return a layer of ours, with as little as it needs."""
    first = {"Bidirectional": lambda: numpy_nn.GRU(2), "RNN": lambda: numpy_nn.GRUCell(2)}

    def make(**more):
        inner = first.get(name, lambda: 0.5 if "Dropout" in name else 4)()
        least = () if "Pooling" in name else ARGUMENTS.get(name, (inner,))
        return getattr(numpy_nn, name)(*least, **more)

    return make


def model():
    whole = numpy_nn.Sequential([numpy_nn.Input(X.shape[1:]), numpy_nn.GRU(2)])
    whole.add(numpy_nn.Dense(1))
    whole.compile(loss="mean_squared_error")
    return whole


def owners():
    """Yield (name, ours, theirs, call): what has a signature in both twins."""
    for name in [*LAYERS, *CLASSES]:
        ours, theirs = getattr(numpy_nn, name), getattr(keras_nn, name)
        yield name, ours.__init__, theirs.__init__, layer(name) if name in LAYERS else ours
        if issubclass(ours, Layer):
            yield f"{name}.__call__", ours.__call__, theirs.call, None
    yield "Input", numpy_nn.Input.__init__, keras_nn.Input, layer("Input")
    seeds = numpy_nn.set_random_seed, keras_nn.set_random_seed
    yield "set_random_seed", *seeds, lambda **more: seeds[0](0, **more)
    for loss in numpy_nn.losses.LOSSES.values():
        theirs = getattr(keras_nn.losses, loss.__name__)
        yield loss.__name__, loss.__init__, theirs.__init__, loss
    for name in ["Sequential", "Callback"]:
        ours, theirs = getattr(numpy_nn, name), getattr(keras_nn, name)
        for method in sorted({*vars(ours), *vars(numpy_nn.weights.HoldsWeights)}):
            if method[0] != "_" and inspect.isfunction(getattr(theirs, method, None)):
                yield f"{name}.{method}", getattr(ours, method), getattr(theirs, method), None
    yield "Sequential.__call__", numpy_nn.Sequential.__call__, keras_nn.Sequential.call, None


OWNERS = {name: rest for name, *rest in owners()}


def of(function, *kinds):
    """Return the parameters of a function by name: of these kinds, or all that have a name."""
    named = ("POSITIONAL_ONLY", "POSITIONAL_OR_KEYWORD", "KEYWORD_ONLY")
    return {
        name: one
        for name, one in inspect.signature(function).parameters.items()
        if one.kind.name in (kinds or named) and name != "self"
    }


@cache
def ours_of(owner):
    """Return ours by name: what is taken as `**arguments` is handed on to others."""
    ours = OWNERS[owner][0]
    if owner.endswith(".__call__"):
        kind = getattr(numpy_nn, owner.partition(".")[0])
        return of(getattr(kind, "forward", ours)) | of(ours)
    if ours.__name__ != "__init__":
        return of(ours)
    classes = getattr(numpy_nn, owner, None) or getattr(numpy_nn.losses, owner)
    bases = [base.__init__ for base in reversed(inspect.getmro(classes)) if base is not object]
    return {name: one for base in bases for name, one in of(base).items()}


def demand(condition, message):
    """Fail, or with a Keras that is not the pinned one only warn."""
    if not condition and keras.__version__ != PINNED:
        warnings.warn(f"Keras {keras.__version__}: {message}", stacklevel=2)
        return
    assert condition, message


@pytest.mark.parametrize("owner", OWNERS)
def test_every_argument_stands_where_keras_has_it(owner):
    ours, theirs, _ = OWNERS[owner]
    by_place = "POSITIONAL_ONLY", "POSITIONAL_OR_KEYWORD"
    ours, theirs = [*of(ours, *by_place)], [*of(theirs, *by_place)]
    if owner.endswith("call__"):  # whose first argument is meant by its place
        ours, theirs = ours[1:], theirs[1:]
    demand(ours == theirs[: len(ours)], f"{ours} instead of {theirs}")


def arguments():
    for owner, (_, theirs, _) in OWNERS.items():
        known = {*of(theirs)}
        if owner in LAYERS and not owner.endswith("Cell"):
            known |= OF_ALL_LAYERS
        if owner.endswith("call__"):
            known -= {next(iter(of(theirs)))}
        yield from ((owner, argument) for argument in sorted(known))


def call(owner, **more):
    """Call what ours is called, with as little as it needs and an argument more."""
    kind, _, method = owner.partition(".")
    if not method:
        return OWNERS[owner][2](**more)
    least = ARGUMENTS.get(owner, (X,) if method == "__call__" else ())
    owned = model() if kind == "Sequential" else OWNERS[kind][2]()
    return getattr(owned, method)(*least, **more)


@pytest.mark.parametrize(("owner", "argument"), [*arguments()])
def test_every_argument_is_taken_refused_or_listed(owner, argument):
    names = f"{owner}.{argument}", argument
    if names[0] in LISTED:
        return
    if argument in ours_of(owner):
        test = next((TEST_OF[name] for name in names if name in TEST_OF), None)
        demand(test, f"no test compares {names[0]} with Keras")
        default = of(OWNERS[owner][1]).get(argument, ours_of(owner)[argument]).default
        same = repr(ours_of(owner)[argument].default) == repr(default)
        demand(same or {*names} & {*OTHER_DEFAULTS}, f"{names[0]} is {default!r} in Keras")
        return
    with pytest.raises((TypeError, ValueError)) as caught:
        call(owner, **{argument: "something else"})
    message = str(caught.value)
    demand(re.search(rf"\b{argument}\b", message), f"{names[0]} is not named: {message}")
    demand("unexpected keyword" not in message, f"what to do instead of {names[0]}?")


def not_taken():
    """Yield the arguments of Keras that ours does not take, each with Keras' default."""
    for owner, argument in arguments():
        parameter = of(OWNERS[owner][1]).get(argument, inspect.Parameter("none", 3))
        known = argument in ours_of(owner) or f"{owner}.{argument}" in LISTED
        if not known and parameter.default is not inspect.Parameter.empty:
            yield owner, argument, parameter.default


@pytest.mark.parametrize(("owner", "argument", "default"), [*not_taken()])
def test_a_default_of_keras_may_be_written_down(
    owner, argument, default, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    try:
        call(owner, **{argument: default})
    except (TypeError, ValueError, OSError) as error:  # a loss or a file may be missing
        message = str(error)
        demand(f"does not take {argument!r}" not in message, f"{owner}: {message}")


@pytest.mark.parametrize("owner", [o for o in OWNERS if "Callback." not in o])
@pytest.mark.parametrize("value", [None, False, 0, "", 1])
def test_a_misspelt_argument_is_never_ignored(owner, value):
    with pytest.raises(TypeError, match="argumentt"):
        call(owner, argumentt=value)


def test_the_tests_that_compare_exist():
    for test in COMPARED:
        file, _, name = test.partition(".")
        paths = [*Path(__file__).parents[1].rglob(f"{file}.py")]
        tree = ast.parse(paths[0].read_text("utf-8")) if paths else ast.parse("")
        assert name in {node.name for node in ast.walk(tree) if hasattr(node, "name")}, test


def test_the_tables_hold_nothing_else():
    known = {f"{owner}.{argument}" for owner in OWNERS for argument in ours_of(owner)}
    known |= {name.rpartition(".")[2] for name in known}
    none = {*TEST_OF, *LISTED, *OTHER_DEFAULTS} - known
    demand(not none, f"there are no arguments {none}")


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


def test_defaults_and_other_values():
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


def test_sentences_say_what_to_write_with_the_numbers_that_were_given():
    with pytest.raises(TypeError, match=r"begin the model with Input\(\(10, 1\)\)"):
        numpy_nn.LSTM(4, input_shape=(10, 1))
    with pytest.raises(TypeError, match=r"begin the model with Input\(\(8,\)\)"):
        numpy_nn.Dense(4, input_dim=8)
    with pytest.raises(TypeError, match=r"Sequential\(\[Input\(shape\), layer, layer\]\)"):
        numpy_nn.Dense(4)(numpy_nn.Input((3,)))


@pytest.mark.parametrize("twin", [numpy_nn, keras_nn])
def test_a_model_is_built_as_in_keras(twin):
    model = twin.Sequential([twin.Dense(3), twin.Dense(1)])
    model.build((None, 4))
    assert [weight.shape for weight in model.get_weights()] == [(4, 3), (3,), (3, 1), (1,)]
    model.build((None, 4))
    for shape in [(3, 5), (None, 3, 4)]:
        with pytest.raises(ValueError, match=r"input_shape|input shape"):
            model.build(shape)
    with pytest.raises(ValueError, match=r"input_shape|input shape"):
        twin.Sequential([twin.Input((2,)), twin.Dense(3)]).build((3, 4))
    with pytest.raises(ValueError, match=r"expected 3 axes|expected ndim=3"):
        twin.Sequential([twin.Input((3,)), twin.GRU(2)])


def test_a_model_is_called_as_in_keras():
    for twin in (numpy_nn, keras_nn):
        dropped = np.asarray(twin.Sequential([twin.Dropout(0.5)])(X, training=True))
        assert {*np.unique(dropped)} == {0.0, 2.0}
        np.testing.assert_array_equal(twin.Sequential([twin.Dropout(0.5)])(X), X)


@pytest.mark.parametrize("twin", [numpy_nn, keras_nn])
@pytest.mark.parametrize(
    ("shape", "data", "fits"),
    [
        *(((2,), (4, 2), True), ((2,), (4, 3, 2), False), ((5, 2), (4, 7, 2), True)),
        *(((5, 2), (4, 3, 5, 2), False), ((None, 2), (4, 2), False), ((2,), (2,), False)),
    ],
)
def test_data_have_as_many_axes_as_the_input(twin, shape, data, fits):
    model = twin.Sequential([twin.Input(shape), twin.Dense(3)])
    if fits:
        assert model(np.ones(data, "float32")).shape == (*data[:-1], 3)
        return
    with pytest.raises(ValueError, match="shape"):
        model(np.ones(data, "float32"))


@pytest.mark.parametrize("twin", [numpy_nn, keras_nn])
@pytest.mark.parametrize("shape", [3, None, (2.5,), (-3,), ("a",), (None,), (None, None)])
def test_shapes_that_are_none(twin, shape):
    with pytest.raises((TypeError, ValueError), match=r"(?i)shape|input|specify"):
        twin.Sequential([twin.Input(shape), twin.Dense(1)])
