"""The minimal GRU: its equations, its gradients, and the sequence against a loop of steps."""

import numpy as np
import pytest

from coursepkg.numpy_nn.gradcheck import check_vjp
from coursepkg.numpy_nn.gru import GRUParams, gru_forward
from coursepkg.variants.min_gru import (
    MinGRUParams,
    min_gru_backward,
    min_gru_forward,
    min_gru_step_backward,
    min_gru_step_forward,
)

SIZES = [(4, 1), (1, 6), (3, 5), (2, 8), (3, 13)]


def a_case(n=3, steps=5, inputs=2, units=4, dtype="float64"):
    rng = np.random.default_rng(8)
    params = MinGRUParams(
        kernel=rng.normal(size=(inputs, 2 * units)), bias=rng.normal(size=2 * units)
    )
    x, h0 = rng.normal(size=(n, steps, inputs)), rng.normal(size=(n, units))
    return x.astype(dtype), h0.astype(dtype), MinGRUParams(*(w.astype(dtype) for w in params))


def test_a_step_by_hand():
    params = MinGRUParams(np.array([[0.0, 2.0]]), np.array([np.log(3), 1.0]))
    h, cache = min_gru_step_forward(np.array([[5.0]]), np.array([[-1.0]]), params)
    assert cache.z == pytest.approx(0.75)
    assert cache.candidate == pytest.approx(11)
    assert h == pytest.approx(0.75 * -1 + 0.25 * 11)


@pytest.mark.parametrize("n", [1, 3])
def test_gradients_of_a_step(n):
    x, h0, params = a_case(n)
    arguments = (x[:, 0], h0, params)
    rng = np.random.default_rng(1)
    check_vjp(min_gru_step_forward, min_gru_step_backward, arguments, rng)


@pytest.mark.parametrize(("n", "steps"), SIZES)
def test_gradients_of_a_sequence(n, steps):
    check_vjp(min_gru_forward, min_gru_backward, a_case(n, steps), np.random.default_rng(2))


@pytest.mark.parametrize(("n", "steps"), SIZES)
@pytest.mark.parametrize(("dtype", "tolerance"), [("float64", 1e-11), ("float32", 1e-4)])
def test_a_sequence_equals_its_steps(n, steps, dtype, tolerance):
    x, h0, params = a_case(n, steps, dtype=dtype)
    rng = np.random.default_rng(3)
    dh, d_state = rng.normal(size=(n, steps, 4)), rng.normal(size=(n, 4))
    dh, d_state = dh.astype(dtype), d_state.astype(dtype)
    h, last, cache = min_gru_forward(x, h0, params)
    results = h, last, *min_gru_backward(dh, d_state, cache)

    state, states, caches = h0, [], []
    for t in range(steps):
        state, step = min_gru_step_forward(x[:, t], state, params)
        states.append(state)
        caches.append(step)
    dxs, total = [], [0, 0]
    for t in reversed(range(steps)):
        dx, d_state, grads = min_gru_step_backward(d_state + dh[:, t], caches[t])
        dxs.append(dx)
        total = [one + more for one, more in zip(total, grads, strict=True)]
    expected = np.stack(states, 1), state, np.stack(dxs[::-1], 1), d_state, tuple(total)
    for ours, theirs in zip(results[:-1], expected[:-1], strict=True):
        assert ours.dtype == dtype
        np.testing.assert_allclose(ours, theirs, rtol=tolerance, atol=tolerance)
    for ours, theirs in zip(results[-1], expected[-1], strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=tolerance, atol=tolerance)


def test_it_is_a_gru_with_the_state_taken_out():
    """Where candidates are so small that the GRU's tanh does not bend them."""
    x, h0, params = a_case(units=3)
    for weight in params:
        weight[..., 3:] *= 1e-4
    kernel, bias = np.zeros((2, 9)), np.zeros((2, 9))
    for ours, theirs in ((params.kernel, kernel), (params.bias, bias[0])):
        theirs[..., :3], theirs[..., 6:] = ours[..., :3], ours[..., 3:]
    results, _, _ = min_gru_forward(x, 1e-4 * h0, params)
    expected, _, _ = gru_forward(x, 1e-4 * h0, GRUParams(kernel, np.zeros((3, 9)), bias))
    np.testing.assert_allclose(results, expected, rtol=1e-5, atol=1e-10)


def test_gates_do_not_look_at_the_state():
    x, h0, params = a_case()
    one, two = (min_gru_forward(x, start, params)[2] for start in (h0, h0 + 3))
    np.testing.assert_array_equal(one.z, two.z)
    np.testing.assert_array_equal(one.candidate, two.candidate)


def test_arguments_stay_as_they_are_and_the_cache_is_a_copy():
    x, h0, params = a_case()
    for array in (h0, *params):
        array.flags.writeable = False
    h, last, cache = min_gru_forward(x, h0, params)
    expected = min_gru_backward(np.ones_like(h), np.ones_like(last), cache)
    x[...] = last[...] = np.nan
    assert np.isfinite(h).all()
    results = min_gru_backward(np.ones_like(h), np.ones_like(last), cache)
    for ours, theirs in zip(
        (*results[:2], *results[2]), (*expected[:2], *expected[2]), strict=True
    ):
        np.testing.assert_array_equal(ours, theirs)
