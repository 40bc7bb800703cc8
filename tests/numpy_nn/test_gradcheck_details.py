"""The numbers and the words of `check_vjp`."""

from functools import partial

import numpy as np
import pytest
from test_gradcheck import Line, line_backward, line_forward

from coursepkg.numpy_nn.gradcheck import check_vjp


def scaled(x):
    return 3 * x, None


def scaled_backward(dy, cache, factor=3.0):
    return factor * dy


@pytest.mark.parametrize("seed", range(6))
def test_the_error_is_relative_to_the_larger_of_norm_and_slope(seed):
    """Of one entry, so that everything can be written down; v is now small and now large."""
    wrong = partial(scaled_backward, factor=4.0)
    found = check_vjp(scaled, wrong, [np.ones(1)], np.random.default_rng(seed), tolerance=9)
    rng = np.random.default_rng(seed)
    (u,), (v,) = rng.normal(size=1), rng.normal(size=1)
    scale = max(abs(4 * u), abs(3 * u * v))
    assert found["x"] == pytest.approx(abs(4 * u * v - 3 * u * v) / scale, rel=1e-8)


def test_the_error_of_several_entries_uses_their_norm():
    wrong = partial(scaled_backward, factor=2.5)
    x = np.zeros((2, 3))
    found = check_vjp(scaled, wrong, [x], np.random.default_rng(7), tolerance=9)
    rng = np.random.default_rng(7)
    u, v = rng.normal(size=(2, 3)), rng.normal(size=(2, 3))
    scale = max(2.5 * np.sqrt((u * u).sum()), abs(3 * (u * v).sum()))
    assert found["x"] == pytest.approx(abs(0.5 * (u * v).sum()) / scale, rel=1e-8)


def test_the_default_tolerance():
    check_vjp(scaled, partial(scaled_backward, factor=3 + 1e-8), [np.ones(4)], generator())
    check_vjp(
        scaled, partial(scaled_backward, factor=3.3), [np.ones(4)], generator(), tolerance=0.2
    )
    with pytest.raises(AssertionError, match="at most 1e-07 was expected"):
        check_vjp(scaled, partial(scaled_backward, factor=3 + 1e-5), [np.ones(1)], generator())


def test_an_error_as_large_as_the_tolerance_passes():
    wrong = partial(scaled_backward, factor=4.0)
    error = check_vjp(scaled, wrong, [np.ones(2)], generator(), tolerance=9)["x"]
    check_vjp(scaled, wrong, [np.ones(2)], generator(), tolerance=error)
    with pytest.raises(AssertionError):
        check_vjp(scaled, wrong, [np.ones(2)], generator(), tolerance=error * (1 - 1e-12))


def generator():
    return np.random.default_rng(11)


def test_the_step_goes_to_both_sides():
    seen = []

    def forward(x):
        seen.append(x)
        return 3 * x, None

    check_vjp(forward, scaled_backward, [np.full(3, 2.0)], generator(), step=0.5)
    rng = generator()
    _, direction = rng.normal(size=3), rng.normal(size=3)
    first, ahead, behind = seen
    np.testing.assert_array_equal(first, [2, 2, 2])
    np.testing.assert_allclose(ahead, 2 + 0.5 * direction)
    np.testing.assert_allclose(behind, 2 - 0.5 * direction)


def test_the_default_step_suits_double_precision():
    """Of a cube, whose central difference is wrong by ε² v³: 1e-10 for the default."""

    def cube(x):
        return x**3, x

    errors = check_vjp(cube, lambda dy, x: dy * 3 * x**2, [np.array([2.0])], generator())
    assert errors["x"] < 1e-9
    seen = []
    check_vjp(
        lambda x: (seen.append(x), scaled(x))[1], scaled_backward, [np.zeros(1)], generator()
    )
    rng = generator()
    _, direction = rng.normal(size=1), rng.normal(size=1)
    np.testing.assert_allclose(seen[1], 1e-5 * direction)


def test_a_gradient_of_zero_is_right_for_a_constant():
    errors = check_vjp(
        lambda x: (np.ones(2), None), lambda dy, cache: np.zeros(3), [np.ones(3)], generator()
    )
    assert errors == {"x": 0.0}


def test_what_is_not_a_number_is_wrong():
    with pytest.raises(AssertionError, match=r"x .relative error nan"):
        check_vjp(scaled, lambda dy, cache: dy * np.nan, [np.ones(2)], generator())


def test_the_message_names_every_wrong_array():
    def wrong(dy, cache):
        dx, grads = line_backward(dy, cache)
        return 2 * dx, Line(grads.slope, -grads.offset)

    rng = generator()
    arguments = (rng.normal(size=(4, 3)), Line(rng.normal(size=3), rng.normal(size=3)))
    with pytest.raises(AssertionError) as caught:
        check_vjp(line_forward, wrong, arguments, rng, tolerance=1e-3)
    found = str(caught.value)
    assert found.startswith("wrong disagrees with central differences on x (relative error ")
    assert "), params.offset (relative error " in found
    assert found.endswith("; at most 1e-03 was expected")
    assert found.count("relative error") == 2


def test_a_function_without_a_name():
    with pytest.raises(AssertionError, match=r"^backward disagrees"):
        check_vjp(scaled, partial(scaled_backward, factor=1.0), [np.ones(2)], generator())
