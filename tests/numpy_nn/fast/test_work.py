"""How the sequence pairs share out their work: the count they give, types, what they keep."""

import numpy as np
import pytest
from recurrence_cases import GRU, LSTM, RNN, make_case, masks, run_sequence

from coursepkg.numpy_nn.fast import gru, lstm, sequences

CELLS = pytest.mark.parametrize(
    "cell", [RNN.fast, LSTM.fast, GRU.fast], ids=lambda cell: cell.keras_name
)
N, STEPS, INPUTS, UNITS = 5, 7, 3, 4  # as in `make_case`


@CELLS
def test_multiplications_are_counted(cell, monkeypatch):
    """Threads are used by this count (see `machine.py`): forward one product, backward two."""
    counts, real = [], sequences.background

    def counting(multiplications):
        counts.append(multiplications)
        return real(multiplications)

    monkeypatch.setattr(sequences, "background", counting)
    run_sequence(cell, make_case(cell))
    products = STEPS * N * (INPUTS + UNITS) * cell.blocks * UNITS
    assert counts == [products, 2 * products]


@CELLS
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_every_array_is_of_the_type_of_the_inputs(cell, dtype):
    case, mask = make_case(cell, dtype=dtype), masks()["mixed"]
    h, last, cache = cell.forward(case.x, case.initial, case.params, mask)
    dx, d_initial, grads = cell.backward(case.dh, case.d_last, cache)
    arrays = [h, *cell.parts(last), dx, *cell.parts(d_initial), *grads]
    arrays += [value for value in cache if isinstance(value, np.ndarray)]
    assert {array.dtype.name for array in arrays} == {dtype}


@CELLS
def test_arrays_lie_side_by_side(cell):
    """What a step reads and writes is contiguous, or the fast path is slow."""
    case = make_case(cell)
    _, _, cache = cell.forward(case.x, case.initial, case.params)
    for value in cache:
        assert not isinstance(value, np.ndarray) or value.flags.c_contiguous


@CELLS
def test_large_sums_are_no_error(cell):
    """Inputs far beyond what saturates a gate: no warning of any kind, in either direction."""
    case = make_case(cell)
    with np.errstate(all="raise", under="ignore"):
        result = run_sequence(cell, case._replace(x=case.x * 1e4))
    assert all(np.isfinite(array).all() for array in (result.h, result.dx, *result.grads))


def test_weights_of_a_gru_by_gate():
    params = GRU.random_params(np.random.default_rng(91), INPUTS, UNITS, "float32")
    before = [array.copy() for array in params]
    weights = gru._weights_by_gate(params)
    signs = np.array([-1, -1, 1])[:, None, None]
    kernels = (signs * np.stack(np.split(kernel, 3, axis=1)) for kernel in params[:2])
    for by_gate, expected in zip((weights.kernel[:, :-1], weights[1]), kernels, strict=True):
        np.testing.assert_array_equal(by_gate, expected)
    (z, r, candidate), (z_state, r_state, of_state) = (np.split(b, 3) for b in params.bias)
    expected = [-z - z_state, -r - r_state, candidate]
    np.testing.assert_array_equal(weights.kernel[:, -1], expected)
    np.testing.assert_array_equal(weights.candidate_bias, of_state)
    for array, copied in zip(params, before, strict=True):
        np.testing.assert_array_equal(array, copied)


def test_weights_of_an_lstm_by_gate():
    params = LSTM.random_params(np.random.default_rng(92), INPUTS, UNITS, "float32")
    with_bias = np.concatenate([params.kernel, params.bias[None]])
    weights = lstm._weights_by_gate(params)
    for by_gate, weight in zip(weights, (with_bias, params.recurrent_kernel), strict=True):
        i, f, candidate, o = np.split(weight, 4, axis=1)
        np.testing.assert_array_equal(by_gate, np.stack([-i, -f, -o, candidate]))
