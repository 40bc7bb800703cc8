"""The check that all gradients rest on must itself be able to fail."""

from typing import NamedTuple

import numpy as np
import pytest

from coursepkg.numpy_nn.gradcheck import check_vjp


class Line(NamedTuple):
    slope: np.ndarray
    offset: np.ndarray


def line_forward(x, params, mask=None):
    return x * params.slope + params.offset, (x, params)


def line_backward(dy, cache):
    x, params = cache
    return dy * params.slope, Line((dy * x).sum(axis=0), dy.sum(axis=0))


@pytest.fixture
def rng():
    return np.random.default_rng(9)


@pytest.fixture
def arguments(rng):
    return rng.normal(size=(4, 3)), Line(rng.normal(size=3), rng.normal(size=3))


def test_right_gradients_pass_and_are_named(rng, arguments):
    errors = check_vjp(line_forward, line_backward, arguments, rng)
    assert list(errors) == ["x", "params.slope", "params.offset"]
    assert max(errors.values()) < 1e-8


def test_what_is_not_floating_is_passed_on(rng, arguments):
    mask = np.ones((4, 3), bool)
    assert len(check_vjp(line_forward, line_backward, (*arguments, mask), rng)) == 3


def zero_gradients(dy, cache):
    return np.zeros_like(dy), Line(np.zeros(3), np.zeros(3))


def one_wrong_entry(dy, cache):
    dx, grads = line_backward(dy, cache)
    grads.slope[1] *= 1.001
    return dx, grads


def summed_too_much(dy, cache):
    dx, grads = line_backward(dy, cache)
    return dx, Line(np.full(3, grads.slope.sum()), grads.offset)


@pytest.mark.parametrize("wrong", [zero_gradients, one_wrong_entry, summed_too_much])
def test_wrong_gradients_fail(rng, arguments, wrong):
    with pytest.raises(AssertionError, match=rf"{wrong.__name__} disagrees .*params\.slope"):
        check_vjp(line_forward, wrong, arguments, rng)


def test_only_the_wrong_array_is_named(rng, arguments):
    with pytest.raises(AssertionError) as caught:
        check_vjp(line_forward, one_wrong_entry, arguments, rng)
    assert "offset" not in str(caught.value)


def test_wrong_shape_fails(rng, arguments):
    def forgets_the_batch(dy, cache):
        dx, grads = line_backward(dy, cache)
        return dx, Line(grads.slope[None], grads.offset)

    with pytest.raises(AssertionError, match=r"params\.slope has shape \(1, 3\)"):
        check_vjp(line_forward, forgets_the_batch, arguments, rng)


def test_missing_gradient_fails(rng, arguments):
    with pytest.raises(
        AssertionError, match=r"returned 1 gradients, expected one each for: x, p"
    ):
        check_vjp(line_forward, lambda dy, cache: line_backward(dy, cache)[0], arguments, rng)
    with pytest.raises(AssertionError, match=r"no gradient of params\.offset"):
        check_vjp(
            line_forward,
            lambda dy, cache: (line_backward(dy, cache)[0], (np.ones(3),)),
            arguments,
            rng,
        )


def test_low_precision_is_refused(rng, arguments):
    with pytest.raises(TypeError, match="needs float64 arrays, but was given float32"):
        check_vjp(
            line_forward, line_backward, (arguments[0].astype("float32"), arguments[1]), rng
        )


def test_pairs_of_states(rng):
    def forward(state):
        a, b = state
        return (a * b, a + b), state

    def backward(d_state, cache):
        (d_product, d_sum), (a, b) = d_state, cache
        return ((d_product * b + d_sum, d_product * a + d_sum),)

    state = (rng.normal(size=3), rng.normal(size=3))
    assert list(check_vjp(forward, backward, [state], rng)) == ["state[0]", "state[1]"]
