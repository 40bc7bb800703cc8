"""The mathematics in JavaScript gives what `numpy_nn` gives, for random weights and masks."""

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
MASKS = {
    "none": None,
    "after": [True] * 4 + [False] * 2,
    "before": [False] * 2 + [True] * 4,
    "gaps": [False, True, False, True, True, False],
    "nothing": [False] * 6,
}
NUMBERS = {"rtol": 1e-5, "atol": 1e-10}
RUN = """
const { matrix } = await import('/widgets/matrix.js');
const params = Object.fromEntries(Object.entries(given.params).map(
  ([name, rows]) => [name, matrix(rows.length, rows[0].length, rows.flat())]));
const plain = (value) => value instanceof Float64Array ? [...value] : value.map(plain);
const unmatrix = (grads) => Object.fromEntries(Object.entries(grads).map(
  ([name, weight]) => [name, [...weight.values]]));
const { h, hLast, cache } = m[given.cell + 'Forward'](given.x, given.h0, params, given.mask);
const back = m[given.cell + 'Backward'](given.dh, given.dhLast, cache);
return { h: plain(h), hLast: plain(hLast), dx: plain(back.dx), dh0: plain(back.dh0),
         dStates: plain(back.dStates), grads: unmatrix(back.grads),
         trace: m.gruTrace && Object.fromEntries(Object.entries(m.gruTrace(cache)).map(
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
    shapes = {"x": (STEPS, FEATURES), "h0": state, "dh": (STEPS, UNITS), "dhLast": state}
    return params, {name: rng.normal(size=shape) for name, shape in shapes.items()}


@pytest.mark.parametrize("mask", MASKS.values(), ids=MASKS.keys())
@pytest.mark.parametrize("cell", CELLS)
def test_a_sequence_forward_and_backward(call, rng, cell, mask):
    module, *_, vectors = CELLS[cell]
    params, given = made_up(rng, cell)
    x, h0, dh, dh_last = (given[name][None] for name in ("x", "h0", "dh", "dhLast"))
    numpy_mask = None if mask is None else np.array([mask])
    # A pair of states is one vector in JavaScript, the second half after the first.
    apart = (lambda state: np.split(state, 2, axis=1)) if vectors == 2 else lambda state: state
    together = (lambda pair: np.concatenate(pair, -1)) if vectors == 2 else lambda state: state
    h, h_last, cache = getattr(module, f"{cell}_forward")(x, apart(h0), params, numpy_mask)
    arguments = dh, apart(dh_last), cache
    dx, dh0, grads = getattr(module, f"{cell}_backward")(*arguments)
    reaching = state_gradients(getattr(module, f"{cell}_step_backward"), *arguments)
    h_last, reaching, dh0 = map(together, (h_last, reaching, dh0))

    names = ("kernel", "recurrentKernel", "bias")
    weights = {n: np.atleast_2d(w).tolist() for n, w in zip(names, params, strict=True)}
    lists = {name: value.tolist() for name, value in given.items()}
    found = call(cell, RUN, {"cell": cell, "params": weights, "mask": mask, **lists})

    expected = {"h": h, "dx": dx, "dStates": reaching, "hLast": h_last, "dh0": dh0}
    for name, array in expected.items():
        np.testing.assert_allclose(found[name], array[0], err_msg=name, **NUMBERS)
    for name, grad in zip(names, grads, strict=True):
        np.testing.assert_allclose(found["grads"][name], grad.ravel(), err_msg=name, **NUMBERS)
    if cell == "gru":
        real = slice(None) if mask is None else np.array(mask)
        for name, steps in gru.gru_trace(cache)._asdict().items():
            shown = np.array(found["trace"][name])
            np.testing.assert_allclose(shown[real], steps[0][real], err_msg=name, **NUMBERS)


@pytest.mark.parametrize("name", ["sigmoid", "relu", "tanh", "softmax", "linear"])
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
