"""`RNN(cell)`: ready cells and cells of one's own, each beside Keras' `RNN`."""

import keras
import numpy as np
import pytest
from keras_models import assert_equals_keras_layer

from coursepkg import numpy_nn as nn
from coursepkg.numpy_nn.activations import sigmoid

BATCH, STEPS, FEATURES, UNITS, SLOW = 3, 5, 4, 6, 2
MASK = np.array([[1, 1, 1, 0, 0], [0, 1, 1, 0, 1], [1, 1, 1, 1, 1]], bool)


@pytest.fixture
def rng():
    return np.random.default_rng(50)


def leaky_forward(x, h, params):
    """A unit that leaks: how much of it stays is learned, one number for each unit."""
    kernel, recurrent_kernel, rate = params
    keep = sigmoid(rate)
    candidate = np.tanh(x @ kernel + h @ recurrent_kernel)
    return keep * h + (1 - keep) * candidate, (x, h, candidate, keep, params)


def leaky_backward(dh, cache):
    x, h, candidate, keep, (kernel, recurrent_kernel, _) = cache
    da = dh * (1 - keep) * (1 - candidate**2)
    d_rate = (dh * (h - candidate)).sum(axis=0) * keep * (1 - keep)
    dh_prev = dh * keep + da @ recurrent_kernel.T
    return da @ kernel.T, dh_prev, (x.T @ da, h.T @ da, d_rate)


def leaky_params(features, rng):
    shapes = (features, UNITS), (UNITS, UNITS), (UNITS,)
    return tuple(rng.normal(size=shape) for shape in shapes)


def leaky_cell():
    return nn.Cell(UNITS, leaky_forward, leaky_backward, leaky_params)


class KerasLeaky(keras.layers.Layer):
    state_size = UNITS

    def build(self, shape):
        self.kernel = self.add_weight(shape=(shape[-1], UNITS))
        self.recurrent_kernel = self.add_weight(shape=(UNITS, UNITS))
        self.rate = self.add_weight(shape=(UNITS,))

    def call(self, inputs, states):
        keep = keras.ops.sigmoid(self.rate)
        candidate = keras.ops.tanh(inputs @ self.kernel + states[0] @ self.recurrent_kernel)
        h = keep * states[0] + (1 - keep) * candidate
        return h, [h]


def two_speeds_forward(x, state, params):
    """A slow sum of the inputs, of a size of its own, read by a fast output."""
    h, slow = state
    into, out, recurrent = params
    slow_new = 0.9 * slow + x @ into
    h_new = np.tanh(slow_new @ out + h @ recurrent)
    return (h_new, slow_new), (x, h, slow_new, h_new, params)


def two_speeds_backward(d_state, cache):
    dh, d_slow = d_state
    x, h, slow_new, h_new, (into, out, recurrent) = cache
    da = dh * (1 - h_new**2)
    d_slow = d_slow + da @ out.T
    return (
        d_slow @ into.T,
        (da @ recurrent.T, 0.9 * d_slow),
        (x.T @ d_slow, slow_new.T @ da, h.T @ da),
    )


def two_speeds_params(features, rng):
    shapes = (features, SLOW), (SLOW, UNITS), (UNITS, UNITS)
    return tuple(rng.normal(size=shape) for shape in shapes)


def two_speeds_cell():
    steps = two_speeds_forward, two_speeds_backward
    return nn.Cell(UNITS, *steps, two_speeds_params, state_size=[UNITS, SLOW])


class KerasTwoSpeeds(keras.layers.Layer):
    state_size = [UNITS, SLOW]  # noqa: RUF012 (Keras wants a list)
    output_size = UNITS

    def build(self, shape):
        self.into = self.add_weight(shape=(shape[-1], SLOW))
        self.out = self.add_weight(shape=(SLOW, UNITS))
        self.recurrent = self.add_weight(shape=(UNITS, UNITS))

    def call(self, inputs, states):
        slow = 0.9 * states[1] + inputs @ self.into
        h = keras.ops.tanh(slow @ self.out + states[0] @ self.recurrent)
        return h, [h, slow]


CELLS = {
    "SimpleRNNCell": (
        lambda: nn.SimpleRNNCell(UNITS),
        lambda: keras.layers.SimpleRNNCell(UNITS),
    ),
    "GRUCell": (lambda: nn.GRUCell(UNITS), lambda: keras.layers.GRUCell(UNITS)),
    "LSTMCell": (lambda: nn.LSTMCell(UNITS), lambda: keras.layers.LSTMCell(UNITS)),
    "leaky": (leaky_cell, KerasLeaky),
    "two speeds": (two_speeds_cell, KerasTwoSpeeds),
}


@pytest.mark.parametrize("name", CELLS)
@pytest.mark.parametrize("mask", [None, MASK], ids=["unmasked", "masked"])
@pytest.mark.parametrize(
    ("sequences", "backwards", "zeros"),
    [(True, False, False), (False, False, False), (True, True, True), (False, True, True)],
)
def test_equals_the_rnn_of_keras(name, mask, sequences, backwards, zeros, rng):
    options = {"return_sequences": sequences, "go_backwards": backwards, "return_state": True}
    options["zero_output_for_mask"] = zeros
    our_cell, their_cell = (make() for make in CELLS[name])
    ours, theirs = nn.RNN(our_cell, **options), keras.layers.RNN(their_cell, **options)
    ours.build((STEPS, FEATURES))
    theirs.build((BATCH, STEPS, FEATURES))
    weights = [rng.normal(scale=0.7, size=weight.shape) for weight in ours.get_weights()]
    ours.set_weights(weights)
    theirs.set_weights(weights)
    x = rng.normal(size=(BATCH, STEPS, FEATURES)).astype("float32")
    sizes = our_cell.state_size if isinstance(our_cell.state_size, list) else [UNITS]
    initial = [rng.normal(size=(BATCH, size)).astype("float32") for size in sizes]
    assert_equals_keras_layer(ours, theirs, x, initial, mask, rng)


@pytest.mark.parametrize(
    ("cell", "layer"),
    [(nn.SimpleRNNCell, nn.SimpleRNN), (nn.GRUCell, nn.GRU), (nn.LSTMCell, nn.LSTM)],
)
def test_a_ready_layer_is_its_cell_with_a_fast_path(cell, layer, rng):
    x = rng.normal(size=(BATCH, STEPS, FEATURES))
    results = []
    for one in (nn.RNN(cell(UNITS), dtype="float64"), layer(UNITS, dtype="float64")):
        nn.set_random_seed(3)
        one.build((STEPS, FEATURES))
        outputs, cache = one.forward(x, mask=MASK)
        d_inputs, grads = one.backward(np.ones_like(outputs), cache)
        results.append([outputs, d_inputs, *grads, *one.trace(x, MASK)])
    for slow, fast in zip(*results, strict=True):
        np.testing.assert_allclose(fast, slow, atol=1e-12)


def test_the_trace_of_an_own_cell_is_its_states(rng):
    layer = nn.RNN(two_speeds_cell(), return_sequences=True)
    x = rng.normal(size=(BATCH, STEPS, FEATURES)).astype("float32")
    outputs = layer(x)
    h, slow = layer.trace(x)
    np.testing.assert_array_equal(h, outputs)
    assert slow.shape == (BATCH, STEPS, SLOW)


def test_an_own_cell_learns_in_a_model_in_both_directions(rng):
    """Tell whether the sum of the first feature is positive."""
    nn.set_random_seed(1)
    x = rng.normal(size=(200, STEPS, FEATURES)).astype("float32")
    y = (x[:, :, 0].sum(axis=1) > 0).astype("float32")
    model = nn.Sequential([nn.Bidirectional(nn.RNN(leaky_cell())), nn.Dense(1, "sigmoid")])
    model.compile(nn.Adam(0.03), "binary_crossentropy", metrics=["accuracy"])
    history = model.fit(x, y, epochs=15, verbose=0).history
    assert history["accuracy"][-1] > 0.9
    norms = nn.gradient_norms(nn_of_one_direction(), x[:4], y[:4])
    assert norms.shape == (4, STEPS)
    assert (norms > 0).all()


def nn_of_one_direction():
    model = nn.Sequential([nn.RNN(leaky_cell()), nn.Dense(1, "sigmoid")])
    model.compile("adam", "binary_crossentropy")
    return model


def without_recurrence(dh, cache):
    dx, _, grads = leaky_backward(dh, cache)
    return dx, np.zeros_like(dh), grads


def without_rate(dh, cache):
    dx, dh_prev, grads = leaky_backward(dh, cache)
    return dx, dh_prev, (*grads[:2], 0 * grads[2])


@pytest.mark.parametrize(
    ("wrong", "name"), [(without_recurrence, "h "), (without_rate, r"params\[2\]")]
)
def test_a_wrong_gradient_is_refused_by_name(wrong, name):
    layer = nn.RNN(nn.Cell(UNITS, leaky_forward, wrong, leaky_params))
    with pytest.raises(ValueError, match=f"disagrees with central differences on {name}"):
        layer.build((STEPS, FEATURES))
    assert not layer.built
    nn.RNN(nn.Cell(UNITS, leaky_forward, wrong, leaky_params, checked=False)).build((5, 4))


def test_a_state_of_another_shape_is_refused():
    def step_forward(x, h, params):
        return np.concatenate([h, h], axis=1), None

    layer = nn.RNN(nn.Cell(UNITS, step_forward, leaky_backward, leaky_params))
    with pytest.raises(ValueError, match=r"returned \[\(2, 12\)\]; expected the same shapes"):
        layer.build((STEPS, FEATURES))


def test_the_check_draws_no_number_of_the_course():
    """Weights begin the same, whether the cell is checked or not."""
    first = []
    for checked in (True, False):
        nn.set_random_seed(4)
        layer = nn.RNN(
            nn.Cell(UNITS, leaky_forward, leaky_backward, leaky_params, checked=checked)
        )
        layer.build((STEPS, FEATURES))
        first.append(layer.get_weights())
    for one, other in zip(*first, strict=True):
        np.testing.assert_array_equal(one, other)


def test_what_is_no_cell_is_refused():
    with pytest.raises(TypeError, match=r"expected a cell, such as GRUCell\(8\)"):
        nn.RNN(8)
    with pytest.raises(ValueError, match="units should be a positive integer"):
        nn.GRUCell(0)


def test_two_layers_around_one_cell_are_refused():
    """In Keras they would have the same weights."""
    cell = nn.GRUCell(2)
    with pytest.raises(TypeError, match="does not take 'input_shape'"):
        nn.RNN(cell, input_shape=(3, 2))
    nn.Sequential([nn.Input((3, 2)), nn.Bidirectional(nn.RNN(cell))])
    with pytest.raises(ValueError, match="this GRUCell is in another layer already"):
        nn.RNN(cell)
