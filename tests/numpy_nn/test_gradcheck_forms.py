"""All the forms that arguments and gradients of `check_vjp` may take."""

import numpy as np
import pytest
from test_gradcheck import Line
from test_gradcheck_details import generator, scaled, scaled_backward

from coursepkg.numpy_nn.gradcheck import check_vjp


def test_numbers_lists_and_nested_tuples():
    """A float, a list, a named tuple inside a tuple; ids, names and None are passed on."""

    def forward(number, pair, nested, ids, name=None):
        first, second = pair
        assert name is None or name == "name"
        (line,) = nested
        y = number * first[ids] + second * line.slope
        return (y, [line.offset * y]), (number, pair, nested, ids, y)

    def backward(d_outputs, cache):
        number, (first, second), (line,), ids, y = cache
        dy, (dz,) = d_outputs
        total = dy + dz * line.offset
        d_first = np.zeros_like(first)
        np.add.at(d_first, ids, total * number)
        d_line = Line((total * second).sum(), (dz * y).sum())
        return (
            (total * first[ids]).sum(),
            [d_first, (total * line.slope).sum()],
            (d_line,),
        )

    rng = generator()
    arguments = [
        1.5,
        [rng.normal(size=4), np.float64(0.7)],
        (Line(np.array(0.3), np.array(-1.2)),),
        np.array([3, 0, 3]),
        "name",
    ]

    def by_array(number, pair, nested, ids, name):
        outputs, cache = forward(number, pair, nested, ids, name)
        y, (z,) = outputs
        return y, z, cache

    def back_by_array(dy, dz, cache):
        return backward((dy, (dz,)), cache)

    errors = check_vjp(by_array, back_by_array, arguments, rng)
    assert list(errors) == [
        "number",
        "pair[0]",
        "pair[1]",
        "nested[0].slope",
        "nested[0].offset",
    ]


@pytest.mark.parametrize(
    "low", [np.float32(1), np.ones(2, "float16"), (np.ones(2, "float32"),)]
)
def test_low_precision_is_refused_wherever_it_is(low):
    with pytest.raises(TypeError, match="but was given float"):
        check_vjp(scaled, scaled_backward, [low], generator())


def test_a_named_tuple_of_gradients_may_stand_alone():
    def forward(params):
        return params.slope * params.offset, params

    def backward(dy, params):
        return Line(dy * params.offset, dy * params.slope)

    rng = generator()
    errors = check_vjp(forward, backward, [Line(rng.normal(size=3), rng.normal(size=3))], rng)
    assert list(errors) == ["params.slope", "params.offset"]


def test_outputs_may_be_named_tuples():
    def forward(x):
        return Line(x * x, np.sin(x)), x

    def backward(dy, x):
        assert isinstance(dy, Line)
        assert dy.slope.shape == dy.offset.shape == x.shape
        return dy.slope * 2 * x + dy.offset * np.cos(x)

    check_vjp(forward, backward, [generator().normal(size=(2, 2))], generator())


def test_one_gradient_too_many():
    with pytest.raises(
        AssertionError, match=r"returned 2 gradients, expected one each for: x$"
    ):
        check_vjp(scaled, lambda dy, cache: (dy, dy), [np.ones(2)], generator())
