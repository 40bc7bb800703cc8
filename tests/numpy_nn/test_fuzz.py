"""Odd but plausible input has two outcomes: what Keras gives, or an error that names it.

Plain arrays are compared with Keras. The same numbers in another form (another type, order or
container) must give the same results. Where Keras has no counterpart, a contiguous array of
floats takes its place. Other exceptions, other numbers and changed input are faults.
"""

import contextlib
import re
import warnings

import keras
import numpy as np
import pandas as pd
import pytest
import tensorflow as tf

from coursepkg import numpy_nn
from coursepkg import numpy_nn as nn
from coursepkg.numpy_nn import activations, fast, gru, losses, lstm, metrics, rnn
from coursepkg.numpy_nn.layers import dense, embedding, pooling

RNG = np.random.default_rng(7)
SEQUENCES = RNG.integers(-2, 3, size=(3, 5, 4)).astype("float32")  # exact in every type
IDS = RNG.integers(0, 9, size=(3, 5))
TARGETS = RNG.integers(0, 2, size=(3, 2)).astype("float32")


def every_other(array):
    """Return the numbers as a view into an array of twice the length along each axis."""
    wide = np.zeros([2 * length for length in array.shape], array.dtype)
    wide[tuple(slice(None, None, 2) for _ in array.shape)] = array
    return wide[tuple(slice(None, None, 2) for _ in array.shape)]


def read_only(array):
    array = array.copy()
    array.flags.writeable = False
    return array


# The same numbers in another form; None where an array has no such form.
ARRAYS = {
    "float64": lambda a: a.astype("float64"),
    "float16": lambda a: a.astype("float16"),
    "whole numbers": lambda a: a.astype("int64"),
    "short whole numbers": lambda a: a.astype("int16"),
    "unsigned": lambda a: a.astype("uint16") if (a >= 0).all() else None,
    "booleans": lambda a: a.astype(bool) if np.isin(a, (0, 1)).all() else None,
    "the other order of bytes": lambda a: a.astype(a.dtype.newbyteorder()),
    "Fortran order": np.asfortranarray,
    "a view": every_other,
    "backwards": lambda a: a[::-1].copy()[::-1],
    "read only": read_only,
}
CONTAINERS = {
    "list": lambda a: a.tolist(),
    "tuples": lambda a: tuple(map(tuple, a.tolist())) if a.ndim == 2 else None,
    "list of arrays": list,
    "objects": lambda a: a.astype(object),
    "objects of two types": lambda a: np.array([1, *a.flat], object)[1:].reshape(a.shape),
    "frame": lambda a: pd.DataFrame(a) if a.ndim == 2 else None,
    "mixed frame": lambda a: pd.DataFrame(a).astype({0: object}) if a.ndim == 2 else None,
    "nullable frame": lambda a: pd.DataFrame(a).convert_dtypes() if a.ndim == 2 else None,
    "series": lambda a: pd.Series(a) if a.ndim == 1 else None,
    "tensor": tf.constant,
    "variable": tf.Variable,
    "masked array without a mask": np.ma.masked_array,
    "memory": lambda a: memoryview(np.ascontiguousarray(a)),
}
# Other numbers, or none at all.
ODD = {
    "one row": lambda a: a[:1],
    "more rows": lambda a: np.concatenate([a, a]),
    "no rows": lambda a: a[:0],
    "an axis less": lambda a: a[0],
    "an axis more": lambda a: a[None],
    "an empty last axis": lambda a: a[..., :0],
    "a longer last axis": lambda a: np.concatenate([a, a], axis=-1),
    "negative": lambda a: -a - 1,
    "with a fraction": lambda a: a + 0.5,
    "not a number": lambda a: np.where(a == a.max(), np.nan, a),
    "infinite": lambda a: np.where(a == a.max(), np.inf, a),
    "too large": lambda a: a.astype(float) + 1e300,
    "masked": lambda a: np.ma.masked_array(a, mask=a == a.max()),
    "complex": lambda a: a.astype("complex64"),
    "dates": lambda a: a.astype("int64").astype("datetime64[D]"),
    "texts": lambda a: a.astype(str),
    "texts as objects": lambda a: a.astype(str).astype(object),
    "bytes": lambda a: a.astype("S"),
    "None inside": lambda a: np.where(a == a.max(), None, a.astype(object)),
    "NA inside": lambda a: np.where(a == a.max(), pd.NA, a.astype(object)),
    "ragged": lambda a: [a[0].tolist(), [a[1].tolist()]],
    "records": lambda a: np.zeros(len(a), [("a", "f4"), ("b", "f4")]),
    "None": lambda a: None,
    "text": lambda a: "text",
    "number": lambda a: 3.0,
    "boolean": lambda a: True,
    "range": lambda a: range(3),
    "set": lambda a: {1, 2},
    "dictionary": lambda a: {"a": a},
    "generator": lambda a: (row for row in a),
    "function": lambda a: np.sin,
    "empty list": lambda a: [],
    "Input": lambda a: nn.Input((3,)),
}
SAME = ARRAYS | CONTAINERS
INTEGERS = {name: form for name, form in ARRAYS.items() if "float" not in name}


def forms(array, kinds):
    """Yield (name, value) for every form that the array has."""
    for name, form in kinds.items():
        value = form(array)
        if value is not None or name == "None":
            yield name, value


def outcome(call, *arguments, names):
    """Return what a call gives, or its error once that is known to name an argument."""
    before = [*map(numbers, arguments)]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            result = call(*arguments)
    except (TypeError, ValueError) as error:
        result = error
    if isinstance(result, Exception) and not re.search(rf"\b({names})\b", str(result), re.I):
        raise AssertionError(f"names none of {names}") from result
    for one, other in zip(arguments, before, strict=True):
        assert numbers(one) == other, "the input was changed"
    return result


def numbers(value):
    """Return what a later change of the value would change."""
    if not isinstance(value, (np.ndarray, list, tuple, pd.DataFrame, pd.Series, tf.Tensor)):
        return None
    is_plain = isinstance(value, np.ndarray) and value.dtype != object
    return value.tobytes() if is_plain else repr(value)


def assert_same(result, expected, what):
    assert not isinstance(expected, Exception), f"{what}: a result where Keras has an error"
    flat = [np.asarray(one) for one in (result if isinstance(result, list) else [result])]
    wanted = expected if isinstance(expected, (list, tuple)) else [expected]
    assert len(flat) == len(wanted), what
    for one, other in zip(flat, wanted, strict=True):
        assert one.shape == np.shape(other), what
        np.testing.assert_allclose(one, other, rtol=1e-4, atol=1e-5, err_msg=what)


def keras_outcome(call, value):
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return call(value)
    except Exception as error:  # whatever Keras and TensorFlow have
        return error


LAYERS = {
    "Dense": (lambda nn: nn.Dense(2, "tanh"), SEQUENCES[:, 0]),
    "Dense at every step": (lambda nn: nn.Dense(2), SEQUENCES),
    "Embedding": (lambda nn: nn.Embedding(9, 2), IDS),
    "SimpleRNN": (lambda nn: nn.SimpleRNN(3), SEQUENCES),
    "GRU": (lambda nn: nn.GRU(3, return_sequences=True, return_state=True), SEQUENCES),
    "LSTM": (lambda nn: nn.LSTM(3, go_backwards=True), SEQUENCES),
    "RNN": (lambda nn: nn.RNN(nn.GRUCell(3)), SEQUENCES),
    "one step": (lambda nn: nn.GRU(3), SEQUENCES[:, :1]),
    "Bidirectional": (lambda nn: nn.Bidirectional(nn.GRU(3)), SEQUENCES),
    "GlobalMaxPooling1D": (lambda nn: nn.GlobalMaxPooling1D(), SEQUENCES),
    "GlobalAveragePooling1D": (lambda nn: nn.GlobalAveragePooling1D(), SEQUENCES),
    "Dropout": (lambda nn: nn.Dropout(0.5), SEQUENCES[:, 0]),
    "SpatialDropout1D": (lambda nn: nn.SpatialDropout1D(0.5), SEQUENCES),
}


def twins(name):
    make, x = LAYERS[name]
    ours, theirs = make(nn), make(keras.layers)
    expected = theirs(x)
    ours(x)
    ours.set_weights(theirs.get_weights())
    return ours, theirs, x, expected


@pytest.mark.parametrize("name", LAYERS)
def test_of_layers(name):
    ours, theirs, x, expected = twins(name)
    for form, value in forms(x, SAME):
        assert_same(outcome(ours, value, names="inputs?"), expected, form)
    for form, value in forms(x, ODD):
        result = outcome(ours, value, names="inputs?|given id|row")
        if not isinstance(result, Exception):
            assert_same(result, keras_outcome(theirs, np.asarray(value)), form)


MASK = np.array([[1, 1, 1, 0, 0], [0, 1, 1, 0, 1], [1, 1, 1, 1, 1]], "float32")
STATE = RNG.integers(-1, 2, size=(3, 3)).astype("float32")


@pytest.mark.parametrize("name", ["GRU", "LSTM", "Bidirectional", "GlobalAveragePooling1D"])
def test_of_masks(name):
    ours, theirs, x, _ = twins(name)
    expected = theirs(x, mask=MASK.astype(bool))
    for form, value in forms(MASK, SAME):
        assert_same(outcome(lambda m: ours(x, mask=m), value, names="mask"), expected, form)
    for form, value in forms(MASK, ODD | {"twice": lambda a: 2 * a}):
        result = outcome(lambda m: ours(x, mask=m), value, names="mask")
        if not isinstance(result, Exception):
            assert value is None, form
            assert_same(result, theirs(x), form)


@pytest.mark.parametrize("name", ["GRU", "one step", "LSTM", "Bidirectional"])
def test_of_states(name):
    ours, theirs, x, _ = twins(name)
    number = 1 if name in ("GRU", "one step") else 2
    expected = theirs(x, initial_state=[STATE] * number)
    for form, value in forms(STATE, SAME | ODD):
        states = [value] * number
        result = outcome(
            lambda *s: ours(x, initial_state=[*s]), *states, names="initial[_ ]state"
        )
        if form in SAME:
            assert_same(result, expected, form)
        elif not isinstance(result, Exception):
            assert_same(result, theirs(x, initial_state=[np.asarray(value)] * number), form)
    for form, value in forms(STATE, {**ODD, "bare": lambda a: a}):
        result = outcome(lambda s: ours(x, initial_state=s), value, names="initial[_ ]state")
        if not isinstance(result, Exception):
            assert value is None or number == 1, form
            same = {} if value is None else {"initial_state": [value]}
            assert_same(result, theirs(x, **same), form)


SETTINGS = {
    "text": "3",
    "fraction": 2.5,
    "None": None,
    "True": True,
    "below zero": -1,
    "zero": 0,
    "list": [3],
    "array": np.array([3, 3]),
    "number of NumPy": np.int64(3),
    "array of one number": np.array(3),
    "float": 3.0,
    "not a number": float("nan"),
    "infinite": float("inf"),
    "object": object(),
}
X, Y = np.ones((6, 3), "float32"), np.ones((6, 1), "float32")


def small_model(optimizer="sgd", loss="mse", **more):
    model = nn.Sequential([nn.Input((3,)), nn.Dense(1)])
    model.compile(optimizer, loss, **more)
    return model


def training(**settings):
    settings = {"epochs": 3, "validation_split": 0.5, "verbose": 0} | settings
    small_model().fit(X, Y, **settings)


def stopping(**settings):
    training(callbacks=[nn.EarlyStopping(**settings)])


def optimizing(*kinds, setting):
    return [
        lambda value, kind=kind: small_model(kind(**{setting: value})).fit(X, Y, verbose=0)
        for kind in kinds
    ]


EVERY = nn.SGD, nn.RMSprop, nn.Adam
# Of the training: an error names them too.
OF_TRAINING = {
    "batch_size": [
        lambda value: training(batch_size=value),
        lambda value: small_model().predict(X, value),
        lambda value: small_model().evaluate(X, Y, value),
    ],
    "epochs": [lambda value: training(epochs=value)],
    "validation_split": [lambda value: training(validation_split=value)],
    "validation_data": [lambda value: training(validation_data=value)],
    "callbacks": [lambda value: training(callbacks=value)],
    "optimizer": [small_model],
    "loss": [lambda value: small_model(loss=value)],
    "metrics?": [lambda value: small_model(metrics=value)],
    "layers?": [nn.Sequential, lambda value: small_model().add(value)],
    "input_shape": [lambda value: nn.Sequential([nn.Dropout(0.5)]).build(value)],
    "weights?": [lambda value: small_model().set_weights(value)],
    "filepath|name of a weights file": [lambda value: small_model().save_weights(value)],
    "learning_rate": optimizing(*EVERY, setting="learning_rate"),
    "clipnorm": optimizing(*EVERY, setting="clipnorm"),
    "clipvalue": optimizing(*EVERY, setting="clipvalue"),
    "global_clipnorm": optimizing(*EVERY, setting="global_clipnorm"),
    "momentum": optimizing(nn.SGD, nn.RMSprop, setting="momentum"),
    "rho": optimizing(nn.RMSprop, setting="rho"),
    "beta_1": optimizing(nn.Adam, setting="beta_1"),
    "beta_2": optimizing(nn.Adam, setting="beta_2"),
    "epsilon": optimizing(nn.RMSprop, nn.Adam, setting="epsilon"),
    "monitor": [lambda value: stopping(monitor=value)],
    "min_delta": [lambda value: stopping(min_delta=value)],
    "mode": [lambda value: stopping(mode=value)],
}
TAKERS = {
    "units": [nn.Dense, nn.GRU, nn.LSTM, nn.SimpleRNN, nn.GRUCell, nn.LSTMCell],
    "rate": [nn.Dropout, nn.SpatialDropout1D],
    "input_dim": [lambda value: nn.Embedding(value, 2)],
    "output_dim": [lambda value: nn.Embedding(2, value)],
    "shape": [nn.Input],
    "axis of shape": [lambda value: nn.Input((value, 2)), lambda value: nn.Input((2, value))],
    "name": [lambda value: nn.Dense(2, name=value), lambda value: nn.GRU(2, name=value)],
    "dtype": [lambda value: nn.Dense(2, dtype=value), lambda value: nn.GRU(2, dtype=value)],
    "activation": [lambda value: nn.Dense(2, value)],
    "merge_mode": [lambda value: nn.Bidirectional(nn.GRU(2), value)],
    "layer": [nn.Bidirectional],
    "cell": [nn.RNN],
    "seed": [nn.set_random_seed],
}
# What is more than refused; Keras takes it as well.
TAKEN = {
    "units": {"number of NumPy"},
    "rate": {"zero"},
    "input_dim": {"number of NumPy"},
    "output_dim": {"number of NumPy"},
    "shape": {"list"},
    "axis of shape": {"None", "number of NumPy"},
    "name": {"text", "None"},
    "dtype": {"None"},
    "activation": {"None"},
    "merge_mode": {"None"},
    "seed": {"True", "zero", "number of NumPy"},
}


@pytest.mark.parametrize("setting", TAKERS)
def test_of_settings(setting):
    for take in TAKERS[setting]:
        taken = {
            name
            for name, value in SETTINGS.items()
            if not isinstance(outcome(take, value, names=setting), Exception)
        }
        assert taken == TAKEN.get(setting, set())


@pytest.mark.parametrize("setting", OF_TRAINING)
def test_of_settings_of_training(setting):
    for take in OF_TRAINING[setting]:
        for value in SETTINGS.values():
            with contextlib.suppress(FloatingPointError):  # a loss that is no longer finite
                outcome(take, value, names=setting)


def numeric_model(layers, sequential):
    rest = [layers.Dropout(0.2), layers.Dense(2, "sigmoid")]
    return sequential([layers.Input((5, 4)), layers.GRU(3), *rest])


def word_model(layers, sequential):
    start = [layers.Input((5,)), layers.Embedding(9, 3, mask_zero=True)]
    return sequential([*start, layers.LSTM(2), layers.Dense(2, "softmax")])


CLASSES = RNG.integers(0, 2, size=3)
MODELS = {
    "numbers": (numeric_model, "binary_crossentropy", SEQUENCES, TARGETS),
    "words": (word_model, "sparse_categorical_crossentropy", IDS, CLASSES),
}


def fresh(name):
    """Return a model that is the same each time, and so is what is drawn next."""
    make, loss, x, y = MODELS[name]
    nn.set_random_seed(1)
    model = make(nn, nn.Sequential)
    model.compile(optimizer=nn.Adam(), loss=loss, metrics=["accuracy"])
    return model, x, y


WEIGHT = np.array([1, 0, 2], "float32")


def fit(model, x, y, weight):
    history = model.fit(x, y, 2, sample_weight=weight, verbose=0).history
    return [*map(np.array, history.values())]


def validate(model, x, y, weight):
    *_, good_x, good_y = MODELS["words" if model.layers[0].reads_ids else "numbers"]
    validation = {"validation_data": (x, y, weight), "verbose": 0}
    return [*map(np.array, model.fit(good_x, good_y, 2, **validation).history.values())]


METHODS = {  # with how many of x, y and sample_weight they use
    "fit": (fit, 3),
    "validation": (validate, 3),
    "train_on_batch": (lambda model, *rows: model.train_on_batch(*rows), 3),
    "evaluate": (lambda model, x, y, w: model.evaluate(x, y, 2, sample_weight=w), 3),
    "gradients": (lambda model, *rows: model.gradients(*rows)[1], 3),
    "gradient_norms": (lambda model, x, y: nn.gradient_norms(model, x, y), 2),
    "predict": (lambda model, x: model.predict(x, 2), 1),
    "a call": (lambda model, x: model(x), 1),
    "trace": (lambda model, x: [*nn.trace(model, x)], 1),
}
NAMES = {
    "x": r"x|an input|an empty input|given id|given \S+ in row",
    "y": "y",
    "sample_weight": "sample_weight",
}


def results(name, method, rows):
    """Return what a method gives, and the weights that it leaves, of a fresh model."""
    model, *_ = fresh(name)
    result = METHODS[method][0](model, *rows)
    return [*(result if isinstance(result, list) else [result]), *model.weights]


@pytest.mark.usefixtures("eager")
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("name", MODELS)
def test_of_models(name, method):
    rows = (*MODELS[name][2:], WEIGHT)[: METHODS[method][1]]
    arguments = dict(zip(NAMES, rows, strict=False))
    expected = results(name, method, arguments.values())
    taken = {}
    for argument, good in arguments.items():
        for form, value in forms(good, SAME | ODD):
            rows = (arguments | {argument: value}).values()
            result = outcome(
                lambda *rows: results(name, method, rows), *rows, names=NAMES[argument]
            )
            if form in SAME:
                assert_same(result, expected, form)
            elif not isinstance(result, Exception):
                plain = value if value is None else np.array(value, "float32")
                again = results(name, method, (arguments | {argument: plain}).values())
                assert_same(result, again, form)
                taken[argument, form] = value
    if method in ("evaluate", "predict"):
        compare_with_keras(name, method, arguments, taken)


def compare_with_keras(name, method, arguments, taken):
    """See that odd input that is taken means the same to Keras."""
    ours, *_ = fresh(name)
    theirs = MODELS[name][0](keras.layers, keras.Sequential)
    theirs.compile(loss=ours.loss.name, metrics=["accuracy"])
    theirs.set_weights(ours.get_weights())
    for (argument, form), value in taken.items():
        plain = value if value is None else np.array(value, "float32")
        rows = {**arguments, argument: plain, "batch_size": None, "verbose": 0}
        result, yours = (getattr(model, method)(**rows) for model in (ours, theirs))
        assert_same(result, yours, f"{argument}, {form}")


def test_of_several_odd_arguments_at_once():
    draw = np.random.default_rng(8)
    for name in MODELS:
        rows = [*MODELS[name][2:], WEIGHT]
        expected = {method: results(name, method, rows) for method in ("fit", "gradients")}
        for _ in range(40):
            every = [[*forms(row, SAME)] for row in rows]
            odd = [some[draw.integers(len(some))] for some in every]
            for method, wanted in expected.items():
                result = results(name, method, [value for _, value in odd])
                assert_same(result, wanted, str([form for form, _ in odd]))


TABLE = RNG.integers(-2, 3, size=(9, 2)).astype("float32")
PARAMS = {
    size: [RNG.integers(-2, 3, size=shape).astype("float32") / 4 for shape in shapes]
    for size, shapes in {
        1: [(4, 3), (3, 3), (3,)],
        3: [(4, 9), (3, 9), (2, 9)],
        4: [(4, 12), (3, 12), (12,)],
    }.items()
}


def sequence(function, params):
    """Return a function of inputs and first state that runs over all steps."""
    is_lstm = len(params[2]) == 12
    return lambda x, h0: [*function(x, (h0, h0) if is_lstm else h0, params)[:1]]


CELLS = {
    "rnn": rnn.RNNParams(*PARAMS[1]),
    "gru": gru.GRUParams(*PARAMS[3]),
    "lstm": lstm.LSTMParams(*PARAMS[4]),
}
FUNCTIONS = {
    **{
        f"{kind.__name__}.{name}_forward": (
            sequence(getattr(kind, f"{name}_forward"), params),
            [SEQUENCES, STATE],
        )
        for name, params in CELLS.items()
        for kind in (getattr(numpy_nn, name), fast)
    },
    **{
        name: (forward, [SEQUENCES])
        for name, (forward, _) in activations.FORWARD_AND_BACKWARD.items()
    },
    **{
        f"{name} from_logits={logits}": (
            lambda y, p, loss=loss, logits=logits: loss().functions(logits)[0](y, p)[0],
            [CLASSES if name.startswith("sparse") else TARGETS, (TARGETS + 1) / 4],
        )
        for name, loss in losses.LOSSES.items()
        for logits in ([False, True] if loss.activation else [False])
    },
    **{
        name: (metric, [CLASSES if name.startswith("sparse") else TARGETS, STATE[:, :2]])
        for name, metric in metrics.METRICS.items()
    },
    "dense": (
        lambda x: dense.dense_forward(x, dense.DenseParams(PARAMS[1][0], PARAMS[1][2]))[0],
        [SEQUENCES],
    ),
    "embedding": (
        lambda ids: embedding.embedding_forward(ids, embedding.EmbeddingParams(TABLE))[0],
        [IDS],
    ),
    "maximum": (lambda x: pooling.max_over_steps_forward(x)[0], [SEQUENCES]),
    "mean": (lambda x, m: pooling.mean_over_steps_forward(x, m)[0], [SEQUENCES, MASK]),
}


def test_of_weights_files(tmp_path):
    path = tmp_path / "weights.npz"

    def written(value):
        numpy_nn.write_weights(path, [STATE, value])
        return numpy_nn.read_weights(path)[1]

    for form, value in forms(TABLE, SAME | ODD):
        result = outcome(written, value, names="weights")
        if form in SAME and not isinstance(result, Exception):
            assert_same(result, TABLE, form)
        elif not isinstance(result, Exception):
            np.testing.assert_array_equal(result, np.asarray(value, float))
        assert form not in ARRAYS or not isinstance(result, Exception), form
    assert [*tmp_path.iterdir()] == [path]
    for value in SETTINGS.values():
        result = outcome(numpy_nn.read_weights, value, names="filepath|name of a weights file")
        assert isinstance(result, Exception)


def test_of_check_vjp():
    params = rnn.RNNParams(*(array.astype(float) for array in PARAMS[1]))
    arguments = {"x": SEQUENCES[:, 0].astype(float), "h_prev": STATE.astype(float)}

    def check(*changed):
        steps = rnn.rnn_step_forward, rnn.rnn_step_backward
        try:
            errors = nn.check_vjp(*steps, (*changed, params), np.random.default_rng(3))
        except AssertionError as error:
            raise ValueError(error) from error
        return [*errors.values()]

    expected = check(*arguments.values())
    for argument, good in arguments.items():
        for form, value in forms(good, ARRAYS):
            changed = (arguments | {argument: value}).values()
            result = outcome(check, *changed, names="x|h_prev|float64")
            assert isinstance(result, Exception) == (value.dtype != float), form
            if not isinstance(result, Exception):
                assert_same(result, expected, form)


@pytest.mark.parametrize("cell", ["SimpleRNN", "GRU", "LSTM"])
def test_of_state_gradients(cell):
    layer = getattr(nn, cell)(3, return_sequences=True)
    layer(SEQUENCES)
    arrays = SEQUENCES, np.repeat(STATE[:, None], 5, axis=1), MASK.astype(bool)
    expected = [*layer.state_gradients(*arrays)]
    for place, good in enumerate(arrays):
        for form, value in forms(good, ARRAYS):
            if (value != good).any():
                continue
            changed = [*arrays]
            changed[place] = value
            result = outcome(lambda *a: [*layer.state_gradients(*a)], *changed, names="array")
            if not isinstance(result, Exception) and value.dtype != "float16":
                assert_same(result, expected, form)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_of_functions(name):
    """The functions below the layers take arrays, of any type and order."""
    function, arrays = FUNCTIONS[name]
    expected = function(*arrays)
    for place, good in enumerate(arrays):
        for form, value in forms(good, ARRAYS if good.dtype.kind == "f" else INTEGERS):
            if value.dtype == "float16" or (value != good).any():
                continue  # less precise, or without the fractions
            arguments = [*arrays]
            arguments[place] = value
            result = outcome(function, *arguments, names="array")
            if not isinstance(result, Exception):
                assert_same(result, expected, form)
