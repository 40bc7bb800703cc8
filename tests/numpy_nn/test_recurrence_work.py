"""How the sequence pairs share out their work: the count they give, types, what they keep."""

import importlib

import numpy as np
import pytest
from recurrence_cases import GRU, LSTM, RNN, make_case, masks, run_sequence

from coursepkg.numpy_nn import gru_fast, lstm_fast, sequences

CELLS = pytest.mark.parametrize("cell", [RNN, LSTM, GRU], ids=lambda cell: cell.keras_name)
N, STEPS, INPUTS, UNITS = 5, 7, 3, 4  # as in `make_case`


def module_of(cell):
    return importlib.import_module(cell.forward.__module__)


@CELLS
def test_multiplications_are_counted(cell, monkeypatch):
    """Threads are used by this count (see `aside.py`): forward one product, backward two."""
    counts, module = [], module_of(cell)
    real = module.work_aside

    def counting(multiplications):
        counts.append(multiplications)
        return real(multiplications)

    monkeypatch.setattr(module, "work_aside", counting)
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


def test_gradients_of_lstm_states_are_of_the_same_type():
    case = make_case(LSTM, dtype="float32")
    _, _, cache = LSTM.forward(case.x, case.initial, case.params)
    cut, (_, recurrent_kernel_t) = slice(0, STEPS), sequences.transposed_kernels(case.params)
    factors = lstm_fast.factors(cache, cut)
    reaching = lstm_fast.take_steps_back(
        cache, cut, case.d_last, case.dh.swapaxes(0, 1), recurrent_kernel_t, *factors
    )
    assert reaching.dtype == np.float32


@CELLS
def test_arrays_lie_side_by_side(cell):
    """What a step reads and writes is contiguous, or the fast path is slow."""
    case = make_case(cell)
    _, _, cache = cell.forward(case.x, case.initial, case.params)
    for value in cache:
        assert not isinstance(value, np.ndarray) or value.flags.c_contiguous


@CELLS
@pytest.mark.parametrize("name", ["none", "mixed"])
def test_gradients_of_states_need_not_be_asked_for(cell, name, monkeypatch):
    monkeypatch.setattr(sequences, "STRETCH_SIZE", 2 * N * UNITS)
    case, mask = make_case(cell), masks()[name]
    with_states = run_sequence(cell, case, mask)
    _, _, cache = cell.forward(case.x, case.initial, case.params, mask)
    dx, d_initial, grads = cell.backward(case.dh, case.d_last, cache)
    np.testing.assert_array_equal(dx, with_states.dx)
    for found, expected in zip(grads, with_states.grads, strict=True):
        np.testing.assert_array_equal(found, expected)
    for found, expected in zip(cell.parts(d_initial), with_states.d_initial, strict=True):
        np.testing.assert_array_equal(found, expected)


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
    weights = gru_fast.weights_by_gate(params)
    signs = np.array([-1, -1, 1])[:, None, None]
    np.testing.assert_array_equal(
        weights.kernel, signs * np.stack(np.split(params.kernel, 3, axis=1))
    )
    np.testing.assert_array_equal(
        weights.recurrent_kernel, signs * np.stack(np.split(params.recurrent_kernel, 3, axis=1))
    )
    (z, r, candidate), (z_state, r_state, of_state) = (np.split(b, 3) for b in params.bias)
    expected = [[-z - z_state], [-r - r_state], [candidate]]
    np.testing.assert_array_equal(weights.bias, expected)
    np.testing.assert_array_equal(weights.candidate_bias, of_state)
    for array, copied in zip(params, before, strict=True):
        np.testing.assert_array_equal(array, copied)


def test_weights_of_an_lstm_by_gate():
    params = LSTM.random_params(np.random.default_rng(92), INPUTS, UNITS, "float32")
    weights = lstm_fast.weights_by_gate(params)
    for found, given in zip(weights, params, strict=True):
        i, f, candidate, o = np.split(np.atleast_2d(given), 4, axis=1)
        np.testing.assert_array_equal(found, np.stack([-i, -f, -o, candidate]))
