"""The GRU: what every cell must do, and what only this one does."""

import numpy as np
import pytest
from keras_recurrence import assert_same_results
from recurrence_cases import GRU, keras_twin, make_case, masks, run_sequence
from recurrence_contract import RecurrenceContract

from coursepkg.numpy_nn import gru
from coursepkg.numpy_nn.activations import sigmoid
from coursepkg.numpy_nn.gradcheck import check_vjp
from coursepkg.numpy_nn.recurrence import sequence_forward


class TestGRU(RecurrenceContract):
    cell = GRU


@pytest.mark.parametrize("name", masks())
def test_state_stays_in_its_bound(name):
    case = make_case(GRU, steps=7)
    h, last, _ = gru.gru_forward(case.x * 20, case.initial * 3, case.params, masks()[name])
    bound = np.maximum(np.abs(case.initial * 3), 1) + 1e-12
    assert (np.abs(h) <= bound[:, None]).all()
    assert (np.abs(last) <= bound).all()


def test_saturated_gates_are_exact_and_silent():
    params = gru.GRUParams(np.zeros((1, 3)), np.zeros((1, 3)), np.zeros((2, 3)))
    params.bias[0] = [800, -800, 0.5]
    with np.errstate(over="raise", divide="raise", invalid="raise"):
        _, last, cache = gru.gru_forward(np.ones((1, 4, 1)), np.array([[0.25]]), params)
    z, r, _, _ = gru.gru_trace(cache)
    assert abs(last - 0.25) < 1e-15
    assert (z == 1).all()
    assert (r == 0).all()


def broken_step(x, h_prev, params, error):
    """One step of a GRU, written once more, with one error of those seen in the wild."""
    x_z, x_r, x_candidate = np.split(x @ params.kernel + params.bias[0], 3, axis=1)
    bias = np.zeros_like(params.bias[1]) if error == "no second bias" else params.bias[1]
    h_z, h_r, h_candidate = np.split(h_prev @ params.recurrent_kernel + bias, 3, axis=1)
    z, r = sigmoid(x_z + h_z), sigmoid(x_r + h_r)
    if error == "gates swapped":
        z, r = r, z
    if error == "reset before the product":
        blocks = np.split(params.recurrent_kernel, 3, axis=1)
        candidate = np.tanh(x_candidate + (r * h_prev) @ blocks[2] + np.split(bias, 3)[2])
    else:
        candidate = np.tanh(x_candidate + r * h_candidate)
    if error == "blend exchanged":
        z = 1 - z
    h = z * h_prev + (1 - z) * candidate
    return h, gru.GRUStepCache(x, h_prev, z, r, candidate, h_candidate, params)


ERRORS = ["gates swapped", "blend exchanged", "reset before the product", "no second bias"]


@pytest.mark.parametrize("error", [*ERRORS, None])
def test_comparison_with_keras_catches(error):
    case = make_case(GRU)

    def step(x, h_prev, params):
        return broken_step(x, h_prev, params, error)

    ours, *_ = sequence_forward(step, case.x, case.initial, case.params)
    theirs = keras_twin(GRU, case).h
    if error is None:
        assert_same_results(ours, theirs, 1e-9)
    else:
        with pytest.raises(AssertionError):
            assert_same_results(ours, theirs, 1e-2)  # not by a hair


def test_resetting_before_is_the_same_at_one_step_from_zeros():
    """Why T is never 1 above: there the two conventions cannot be told apart."""
    case = make_case(GRU, steps=1)
    x, h0, params = case.x[:, 0], np.zeros_like(case.initial), case.params
    params.bias[1] = 0
    before, _ = broken_step(x, h0, params, "reset before the product")
    after, _ = gru.gru_step_forward(x, h0, params)
    np.testing.assert_array_equal(before, after)
    params.bias[1] = 1
    before, _ = broken_step(x, h0, params, "reset before the product")
    after, _ = gru.gru_step_forward(x, h0, params)
    assert np.abs(before - after).max() > 0.01


def test_resetting_before_is_the_same_where_all_gates_of_a_row_are_equal():
    case = make_case(GRU, steps=1)
    x, h0, params = case.x[:, 0], case.initial, case.params
    units = h0.shape[1]
    params.bias[1] = 0
    for weight in (params.kernel, params.recurrent_kernel):
        of_reset = weight[:, units : 2 * units]
        of_reset[:] = of_reset[:, :1]
    params.bias[0, units : 2 * units] = 0.3
    before, _ = broken_step(x, h0, params, "reset before the product")
    after, cache = gru.gru_step_forward(x, h0, params)
    np.testing.assert_allclose(before, after, rtol=1e-12)
    assert np.ptp(cache.r, axis=1).max() < 1e-12 < np.ptp(cache.r)


def zero_reset_gradient(dh, cache):
    """The backward step, with the reset gate's gradient forgotten."""
    still = cache._replace(recurrent_candidate=np.zeros_like(cache.recurrent_candidate))
    return gru.gru_step_backward(dh, still)


def test_gradient_check_catches_a_forgotten_gate():
    case = make_case(GRU)
    arguments = (case.x[:, 0], case.initial, case.params)
    with pytest.raises(AssertionError, match=r"params\.kernel"):
        check_vjp(
            gru.gru_step_forward, zero_reset_gradient, arguments, np.random.default_rng(0)
        )


def test_sequence_of_one_row_equals_its_row_in_a_batch():
    case = make_case(GRU)
    one = case._replace(
        x=case.x[2:3], initial=case.initial[2:3], dh=case.dh[2:3], d_last=case.d_last[2:3]
    )
    alone, together = run_sequence(GRU, one), run_sequence(GRU, case)
    assert_same_results(alone.h, together.h[2:3], 1e-13)
    assert_same_results(alone.dx, together.dx[2:3], 1e-12)
