"""The mathematics in JavaScript gives what `numpy_nn` gives, for random weights."""

import numpy as np
import pytest

from coursepkg.numpy_nn import activations, gru, lstm, rnn, state_gradients

STEPS, FEATURES, UNITS = 6, 3, 4
# Module, weights, blocks, rows of biases, and how many vectors the state is made of.
CELLS = {
    "gru": (gru, gru.GRUParams, 3, 2, 1),
    "lstm": (lstm, lstm.LSTMParams, 4, 1, 2),
    "rnn": (rnn, rnn.RNNParams, 1, 1, 1),
}
NUMBERS = {"rtol": 1e-5, "atol": 1e-10}
RUN = """
const { matrix } = await import('/widgets/matrix.js');
const params = Object.fromEntries(Object.entries(given.params).map(
  ([name, rows]) => [name, matrix(rows.length, rows[0].length, rows.flat())]));
const plain = (value) => value instanceof Float64Array ? [...value] : value.map(plain);
const { forward, stateGradients } = await import('/widgets/sequences.js');
const run = forward(m[given.cell + 'StepForward'], given.x, given.h0, params);
const back = stateGradients(m[given.cell + 'StepBackward'], given.dhLast, run.caches);
return { h: plain(run.h), dStates: plain(back),
         dh0: plain(m[given.cell + 'StepBackward'](back[0], run.caches[0])),
         trace: m.gruTrace && Object.fromEntries(Object.entries(m.gruTrace(run)).map(
           ([name, steps]) => [name, plain(steps)])) };
"""


@pytest.fixture
def rng():
    return np.random.default_rng(20)


def made_up(rng, cell):
    """Return random weights and arguments without any symmetry."""
    _, kind, gates, biases, vectors = CELLS[cell]
    bias = rng.normal(size=(biases, gates * UNITS))
    params = kind(
        rng.normal(size=(FEATURES, gates * UNITS)),
        rng.normal(size=(UNITS, gates * UNITS)),
        bias if biases > 1 else bias[0],
    )
    state = vectors * UNITS
    shapes = {"x": (STEPS, FEATURES), "h0": state, "dhLast": state}
    return params, {name: rng.normal(size=shape) for name, shape in shapes.items()}


@pytest.mark.parametrize("cell", CELLS)
def test_a_sequence_forward_and_backward(call, rng, cell):
    module, *_, vectors = CELLS[cell]
    params, given = made_up(rng, cell)
    x, h0, dh_last = (given[name][None] for name in ("x", "h0", "dhLast"))
    # A pair of states is one vector in JavaScript, the second half after the first.
    apart = (lambda state: np.split(state, 2, axis=1)) if vectors == 2 else lambda state: state
    together = (lambda pair: np.concatenate(pair, -1)) if vectors == 2 else lambda state: state
    h, h_last, cache = getattr(module, f"{cell}_forward")(x, apart(h0), params)
    arguments = np.zeros_like(h), apart(dh_last), cache
    _, dh0, _ = getattr(module, f"{cell}_backward")(*arguments)
    reaching = state_gradients(getattr(module, f"{cell}_step_backward"), *arguments)

    names = ("kernel", "recurrentKernel", "bias")
    weights = {n: np.atleast_2d(w).tolist() for n, w in zip(names, params, strict=True)}
    lists = {name: value.tolist() for name, value in given.items()}
    found = call(cell, RUN, {"cell": cell, "params": weights, **lists})

    states = np.array(found["h"])
    np.testing.assert_allclose(states[:, :UNITS], h[0], **NUMBERS)
    np.testing.assert_allclose(states[-1], together(h_last)[0], **NUMBERS)
    for name, array in {"dStates": together(reaching), "dh0": together(dh0)}.items():
        np.testing.assert_allclose(found[name], array[0], err_msg=name, **NUMBERS)
    if cell == "gru":
        for name, steps in gru.gru_trace(cache)._asdict().items():
            np.testing.assert_allclose(found["trace"][name], steps[0], err_msg=name, **NUMBERS)


@pytest.mark.parametrize("name", ["sigmoid", "relu", "softmax"])
def test_activations(call, name):
    values = np.array([-800.0, -2.5, -0.0, 0.3, 2.0, 800.0])
    found = call(
        "activations", "return [...m.ACTIVATIONS[given[0]](given[1])]", [name, values.tolist()]
    )
    with np.errstate(over="ignore"):
        expected = activations.FORWARD_AND_BACKWARD[name][0](values)
    np.testing.assert_allclose(found, expected, **NUMBERS)


def test_a_shape_that_does_not_fit_is_refused(call):
    body = "try { m.product([1, 2], m.matrix(3, 1)) } catch (error) { return error.message }"
    assert "vector of 2 cannot meet a matrix of 3 rows" in call("matrix", body)
    body = "try { m.matrix(2, 2, [1]) } catch (error) { return error.message }"
    assert "needs 4 numbers, but was given 1" in call("matrix", body)
