import numpy as np
import pytest

from coursepkg import numpy_nn as nn
from coursepkg.numpy_nn.gru import gru_step_forward
from coursepkg.numpy_nn.lstm import lstm_step_forward

NAMES = {"SimpleRNN": ("h",), "GRU": ("z", "r", "candidate", "h")}
NAMES["LSTM"] = ("i", "f", "candidate", "o", "c", "h")


def build(cell, wrap=lambda layer: layer, **arguments):
    nn.set_random_seed(3)
    layers = [nn.Input((6,)), nn.Embedding(9, 4, mask_zero=True)]
    model = nn.Sequential(
        [*layers, wrap(getattr(nn, cell)(5, name="cell", **arguments)), nn.Dense(2)]
    )
    rng = np.random.default_rng(4)
    model.set_weights([rng.normal(size=weight.shape) for weight in model.get_weights()])
    model.compile(loss="mse")
    return model


@pytest.fixture
def ids():
    ids = np.random.default_rng(5).integers(1, 9, size=(3, 6))
    ids[1, 4:] = 0
    return ids


@pytest.mark.parametrize("cell", NAMES)
def test_names_and_last_state(cell, ids):
    model = build(cell)
    seen = nn.trace(model, ids)
    assert seen._fields == NAMES[cell]
    assert {array.shape for array in seen} == {(3, 6, 5)}
    expected = model.layers[1](model.layers[0](ids), mask=ids != 0)
    np.testing.assert_allclose(seen.h[:, -1], expected, rtol=1e-6)
    # A masked step carries the state over.
    np.testing.assert_array_equal(seen.h[1, 3], seen.h[1, 5])


def test_gates_of_a_gru_are_those_of_its_steps(ids):
    model = build("GRU")
    seen, vectors = nn.trace(model, ids), model.layers[0](ids)
    h = np.zeros((3, 5), "float32")
    for t in range(4):  # no step before the fifth is masked
        h, step = gru_step_forward(vectors[:, t], h, model.layers[1].params)
        for name in ("z", "r", "candidate"):
            np.testing.assert_allclose(
                getattr(seen, name)[:, t], getattr(step, name), atol=1e-6
            )


def test_gates_of_an_lstm_are_those_of_its_steps(ids):
    model = build("LSTM")
    seen, vectors = nn.trace(model, ids), model.layers[0](ids)
    state = np.zeros((2, 3, 5), "float32")
    for t in range(4):
        state, step = lstm_step_forward(vectors[:, t], state, model.layers[1].params)
        np.testing.assert_allclose(seen.c[:, t], state.c, atol=1e-6)
        for name in ("i", "f", "candidate", "o"):
            np.testing.assert_allclose(
                getattr(seen, name)[:, t], getattr(step, name), atol=1e-6
            )


def test_both_directions_are_in_the_order_of_the_steps(ids):
    model = build("GRU", nn.Bidirectional)
    there, back = nn.trace(model, ids)
    outputs = model.layers[1](model.layers[0](ids), mask=ids != 0)
    np.testing.assert_allclose(outputs, np.hstack([there.h[:, -1], back.h[:, 0]]), rtol=1e-5)


@pytest.mark.parametrize("cell", NAMES)
def test_gradient_norms_by_finite_differences(cell):
    """Nudge the state between two halves of a sequence: the loss moves by the gradient."""
    nn.set_random_seed(6)
    layer, head = getattr(nn, cell)(4, dtype="float64"), nn.Dense(2, dtype="float64")
    model = nn.Sequential([nn.Input((6, 3)), layer, head])
    model.compile(loss="mse")
    rng = np.random.default_rng(7)
    x, y = rng.normal(size=(1, 6, 3)), rng.normal(size=(1, 2))
    norms = nn.gradient_norms(model, x, y)
    assert norms.shape == (1, 6)

    layer.return_state = True
    for t in range(1, 6):
        _, *states = layer(x[:, :t])
        gradient = np.zeros(4)
        for unit in range(4):
            losses = []
            for nudge in (1e-6, -1e-6):
                moved = [state.copy() for state in states]
                moved[0][0, unit] += nudge
                last, *_ = layer(x[:, t:], initial_state=moved)
                losses.append(np.mean((head(last) - y) ** 2))
            gradient[unit] = (losses[0] - losses[1]) / 2e-6
        assert norms[0, t - 1] == pytest.approx(np.linalg.norm(gradient), rel=1e-6)


def test_unknown_layer_lists_the_recurrent_ones(ids):
    model = build("GRU")
    with pytest.raises(ValueError, match=r"no recurrent layer 'dense' .*there are: cell"):
        nn.trace(model, ids, "dense")
    with pytest.raises(ValueError, match="there are: none"):
        nn.trace(nn.Sequential([nn.Dense(2)]), np.ones((1, 2)))


def test_gradients_of_two_directions_are_refused(ids):
    with pytest.raises(ValueError, match="two directions"):
        nn.gradient_norms(build("GRU", nn.Bidirectional), ids, np.ones((3, 2)))
