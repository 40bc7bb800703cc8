"""The contract of `fast`: the results of the plain loops, and nothing lent is changed."""

import numpy as np
import pytest
from keras_recurrence import assert_same_results
from recurrence_cases import GRU, LSTM, RNN, make_case, masks, run_backward, run_sequence

CELLS = pytest.mark.parametrize("cell", [RNN, LSTM, GRU], ids=lambda cell: cell.keras_name)
PRECISIONS = pytest.mark.parametrize(
    ("dtype", "tolerance"), [("float64", 1e-12), ("float32", 1e-5)]
)


def assert_fast_equals_plain(cell, case, mask, tolerance):
    fast, plain = (run_sequence(one, case, mask) for one in (cell.fast, cell))
    assert_same_results(fast, plain, tolerance)


@CELLS
@PRECISIONS
@pytest.mark.parametrize("name", masks())
def test_fast_equals_plain_for_every_mask(cell, name, dtype, tolerance):
    assert_fast_equals_plain(cell, make_case(cell, dtype=dtype), masks()[name], tolerance)


@CELLS
@PRECISIONS
@pytest.mark.parametrize(
    ("n", "steps", "inputs", "units"),
    [
        (1, 1, 3, 4),
        (1, 6, 2, 5),
        (4, 1, 2, 3),
        (3, 12, 1, 2),
        (40, 90, 24, 40),  # several stretches of steps (see `fast/sequences.py`)
    ],
)
def test_fast_equals_plain_for_every_size(cell, n, steps, inputs, units, dtype, tolerance):
    case = make_case(cell, n, steps, inputs, units, dtype)
    if units > 9:  # keep the state from chaos, which would magnify rounding
        case = case._replace(params=type(case.params)(*(w / 8 for w in case.params)))
    mask = np.random.default_rng(1).random((n, steps)) < 0.7
    for this in (None, mask):
        assert_fast_equals_plain(cell, case, this, tolerance)


@CELLS
def test_fast_equals_plain_where_only_the_last_output_counts(cell):
    """The layers send back one zero in place of all the gradients of earlier outputs."""
    case = make_case(cell)
    case = case._replace(dh=np.broadcast_to(np.zeros(()), case.dh.shape))
    assert_fast_equals_plain(cell, case, masks()["mixed"], 1e-12)


@CELLS
def test_fast_equals_plain_for_states_of_zero_and_for_large_ones(cell):
    for scale in (0.0, 1e3):
        case = make_case(cell)
        initial = cell.state_type(*(scale * part for part in cell.parts(case.initial)))
        case = case._replace(initial=initial)
        assert_fast_equals_plain(cell, case, masks()["left"], 1e-12)


@CELLS
def test_first_cache_survives_a_second_forward(cell):
    cell, case, other = cell.fast, make_case(cell), make_case(cell, seed=1)
    expected = run_sequence(cell, case)
    h, last, cache = cell.forward(case.x, case.initial, case.params)
    run_sequence(cell, other)
    first = run_backward(cell, case, h, last, cache)
    run_sequence(cell, other)
    assert_same_results(first, expected, 0)


@CELLS
def test_arguments_stay_as_they_are(cell):
    case, mask = make_case(cell), masks()["mixed"]
    for array in (case.x, case.dh, mask, *case.params):
        array.flags.writeable = False
    for array in (*cell.parts(case.initial), *cell.parts(case.d_last)):
        array.flags.writeable = False
    run_sequence(cell.fast, case, mask)


def arrays_of(cache):
    """Return the arrays of a cache, those inside its tuples aside."""
    return [value for value in cache if isinstance(value, np.ndarray)]


@CELLS
@pytest.mark.parametrize("name", ["none", "mixed"])
def test_backward_leaves_the_cache_as_it_is(cell, name):
    cell, case = cell.fast, make_case(cell)
    h, last, cache = cell.forward(case.x, case.initial, case.params, masks()[name])
    before = [array.copy() for array in arrays_of(cache)]
    run_backward(cell, case, h, last, cache)
    for array, expected in zip(arrays_of(cache), before, strict=True):
        np.testing.assert_array_equal(array, expected)


@CELLS
def test_results_cannot_spoil_the_cache(cell):
    cell, case = cell.fast, make_case(cell)
    expected = run_sequence(cell, case)
    h, last, cache = cell.forward(case.x, case.initial, case.params)
    with pytest.raises(ValueError, match="read-only"):
        h += 1
    for array in cell.parts(last):
        assert not any(np.shares_memory(array, kept) for kept in arrays_of(cache))
        array[...] = np.nan
    assert_same_results(h, expected.h, 0)
    after = run_backward(cell, case, h, last, cache)
    assert_same_results(after[2:], expected[2:], 0)


@CELLS
@pytest.mark.parametrize(("n", "steps"), [(1, 1), (1, 5), (4, 1), (3, 4)])
def test_inputs_that_change_later_change_no_gradient(cell, n, steps):
    """A buffer may be filled again between the passes, whatever the shape."""
    cell, case = cell.fast, make_case(cell, n, steps)
    expected = run_sequence(cell, case)
    h, last, cache = cell.forward(case.x, case.initial, case.params)
    case.x[...] = np.nan
    after = run_backward(cell, case, h, last, cache)
    assert_same_results(after, expected, 0)


@CELLS
def test_inputs_may_be_views(cell):
    case = make_case(cell)
    backwards = case._replace(x=case.x[:, ::-1], dh=case.dh[:, ::-1])
    copied = case._replace(x=backwards.x.copy(), dh=backwards.dh.copy())
    views, copies = run_sequence(cell.fast, backwards), run_sequence(cell.fast, copied)
    assert_same_results(views, copies, 1e-13)
