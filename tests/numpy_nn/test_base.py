"""What all layers take and refuse: settings, shapes, numbers, masks."""

import numpy as np
import pytest

from coursepkg import numpy_nn as nn
from coursepkg.numpy_nn.layers.base import Layer, real_array, require_positive

X = np.arange(24.0).reshape(2, 3, 4)


class Taking(Layer):
    """A layer that notes what its `build` and its `forward` were given."""

    def build(self, input_shape):
        self.shape = input_shape

    def forward(self, inputs, training=False, mask=None, more=None):
        self.given = inputs, training, mask, more
        return inputs, None


def test_what_is_given_arrives():
    layer = Taking()
    mask = np.ones((2, 3), bool)
    assert layer(X).dtype == np.float32
    assert layer.shape == (3, 4)
    np.testing.assert_array_equal(layer.given[0], X)
    assert layer.given[1:] == (False, None, None)
    layer(X, training=True, mask=mask, more=5)
    assert layer.given[1] is True
    assert layer.given[2] is mask
    assert layer.given[3] == 5


def test_outside_of_a_training_nothing_is_dropped():
    layer = Taking()
    layer.outputs(X)
    assert layer.given[1] is False


def test_what_is_inside_is_built_and_reset():
    layer = nn.Bidirectional(nn.GRU(2, stateful=True))
    layer.build((3, 4))
    assert [inner.features for inner in layer.layers] == [4, 4]
    layer(X)
    layer.reset_state()
    assert [inner.states for inner in layer.layers] == [None, None]
    without_weights = nn.Dropout(0.5)
    assert not without_weights.built
    without_weights(X)
    assert without_weights.built


def test_weights_lie_in_rows():
    made = Layer()._initial(lambda shape, rng: np.ones(shape[::-1]).T, (2, 3))
    assert made.flags.c_contiguous
    assert made.dtype == np.float32


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64", np.float64, None])
def test_types(dtype):
    layer = nn.Dense(2, dtype=dtype)
    assert layer(X).dtype == layer.dtype == (dtype or "float32")


@pytest.mark.parametrize("dtype", ["int32", int, "bool", "f", "words", "complex64", 3])
def test_other_types(dtype):
    with pytest.raises(ValueError, match="dtype should be 'float32' or 'float64'"):
        nn.Dense(2, dtype=dtype)


def test_names():
    assert str(nn.Dense(2)) == "Dense"
    assert str(nn.Dense(2, name="out")) == "out"
    with pytest.raises(ValueError, match="name should be a string, but was 5"):
        nn.Dense(2, name=5)


def test_trainable():
    assert nn.Dense(2).trainable
    assert not nn.Dense(2, trainable=False).trainable


@pytest.mark.parametrize("shape", [(3,), [4, 2], (None, 2), (None,), (np.int64(3),), ()])
def test_shapes_of_an_input(shape):
    assert nn.Input(shape).shape == tuple(shape)


@pytest.mark.parametrize("shape", [(0,), (2, -1), (2.0,), ("a",), (True,), (None, 0, 3)])
def test_shapes_that_no_input_has(shape):
    with pytest.raises(ValueError, match="every axis of shape should be a positive integer"):
        nn.Input(shape)


@pytest.mark.parametrize("shape", [3, None, np.array([3])])
def test_a_shape_is_a_tuple(shape):
    with pytest.raises(TypeError, match=r"should be a tuple such as \(10, 1\)"):
        nn.Input(shape)


@pytest.mark.parametrize(
    ("argument", "value", "instead"),
    [
        ("input_shape", (10, 1), r"begin the model with Input\(\(10, 1\)\)"),
        ("input_dim", 8, r"begin the model with Input\(\(8,\)\)"),
        ("seed", 3, "call set_random_seed"),
        ("kernel_initializer", "zeros", "call set_weights with weights of your own"),
        ("lora_rank", 2, "there is no such thing here; Keras' own may have it"),
    ],
)
def test_arguments_of_keras(argument, value, instead):
    with pytest.raises(TypeError, match=rf"Dense does not take '{argument}': {instead}"):
        nn.Dense(2, **{argument: value})


SENTENCES = (
    "activation backward_layer batch_input_shape batch_shape batch_size data_format dropout "
    "input_dim input_length input_shape keepdims noise_shape recurrent_activation seed unroll "
    "use_bias use_cudnn weights"
)


@pytest.mark.parametrize("argument", SENTENCES.split())
def test_arguments_with_a_sentence_of_their_own(argument):
    with pytest.raises(TypeError, match=f"Input does not take '{argument}': ") as caught:
        nn.Input((3,), **{argument: 5})
    assert "there is no such thing here" not in str(caught.value)


@pytest.mark.parametrize(
    ("argument", "value"),
    [
        *(("activation", "tanh"), ("recurrent_activation", "sigmoid"), ("use_bias", True)),
        *(("dropout", 0), ("recurrent_dropout", 0), ("unroll", False)),
    ],
)
def test_what_recurrent_layers_have_in_any_case(argument, value):
    assert nn.LSTM(3, **{argument: value}).units == 3
    with pytest.raises(TypeError, match=argument):
        nn.LSTM(3, **{argument: "another"})


def test_arguments_that_change_nothing():
    with pytest.raises(TypeError, match="'activation': this cell has tanh"):
        nn.GRU(3, activation="relu")
    assert nn.GRU(3, activation="tanh", use_bias=True, dropout=0.0).units == 3
    with pytest.raises(TypeError, match="'use_bias': the bias is always there"):
        nn.Dense(3, use_bias=False)


def test_numbers_that_are_none_are_named():
    with pytest.raises(ValueError, match=r"^inputs should be numbers"):
        nn.Dense(2)([["a"]])


def test_a_layer_is_not_called_with_an_input():
    with pytest.raises(TypeError, match=r"Sequential\(\[Input\(shape\), layer, layer\]\)"):
        nn.Dense(2)(nn.Input((3,)))


REAL = [
    X.tolist(),
    X.astype("int8"),
    X > 3,
    X.astype(object),
    np.array([[1, 2.5, True, np.bool_(False), np.float32(3)]], object),
    np.ma.masked_array(X),
]


@pytest.mark.parametrize("values", REAL)
def test_real_numbers(values):
    array = real_array(values, "x")
    assert type(array) is np.ndarray
    assert array.dtype.kind in "bif"
    np.testing.assert_array_equal(array, np.array(values, array.dtype))
    assert real_array(values, "x", "float32").dtype == np.float32


def test_an_array_is_not_copied():
    assert real_array(X, "x") is X
    assert real_array(X, "x", "float64") is X


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ([[1, 2], [3]], "x should be numbers in a regular array: "),
        (["1", "2"], "x should be numbers in a regular array, but this list holds '?1"),
        ([1, None], "x should be numbers in a regular array, but this list holds None"),
        ([1, "2"], "x should be numbers"),
        (
            np.array([1, "2"], object),
            "x should be numbers.* ndarray holds '2'",
        ),
        ({"a": 1}, "x should be numbers.* but was {'a': 1}"),
        (np.ma.masked_array([1, 2], [0, 1]), "x is a masked array with 1 entries masked"),
        ([1j], "x holds complex128; expected real numbers"),
        (np.zeros(2, "datetime64[D]"), r"x holds datetime64\[D\]; expected real numbers"),
        (np.zeros(2, "timedelta64[s]"), r"x holds timedelta64\[s\]; expected real numbers"),
    ],
)
def test_what_is_no_real_number(values, message):
    with pytest.raises(ValueError, match=message.replace("'?1", "(np.str_.)?'1")):
        real_array(values, "x")


@pytest.mark.parametrize(
    "mask",
    [[[1, 1, 0], [0, 1, 0]], np.array([[1, 1, 0], [0, 1, 0]], bool), [[1.0, 1, 0], [0, 1, 0]]],
)
def test_masks(mask):
    checked = Layer().check_mask(mask, X.shape)
    assert checked.dtype == bool
    np.testing.assert_array_equal(checked, np.array(mask, bool))
    assert Layer().check_mask(checked, X.shape) is checked
    assert Layer().check_mask(None, X.shape) is None


@pytest.mark.parametrize(
    ("mask", "message"),
    [
        (np.ones((2, 2)), r"Layer was given a mask of shape \(2, 2\) .*expected \(2, 3\)"),
        (np.ones(X.shape), r"mask of shape \(2, 3, 4\)"),
        ([[1, 0, 2], [1, 1, 1]], "other entries than True and False"),
        ([[1, 0, -1], [1, 1, 1]], "other entries than True and False"),
        ([[1, 0, 0.5], [1, 1, 1]], "other entries than True and False"),
        ([["a"] * 3] * 2, "mask should be numbers"),
    ],
)
def test_masks_that_do_not_fit(mask, message):
    with pytest.raises(ValueError, match=message):
        Layer().check_mask(mask, X.shape)


@pytest.mark.parametrize("layer", [nn.Dense(2), nn.GRU(2), nn.LSTM(2)])
@pytest.mark.parametrize("shape", [(None,), (3, None), (3, 0)])
def test_weights_need_a_number_of_features(layer, shape):
    with pytest.raises(ValueError, match="the last axis of input_shape should be a positive"):
        layer.build(shape)


def test_positive_numbers():
    require_positive(units=1, more=np.int64(3))
    for value in (0, -1, 1.0, True, "1", None):
        with pytest.raises(
            ValueError, match=f"more should be a positive integer, but was {value!r}"
        ):
            require_positive(units=1, more=value)
