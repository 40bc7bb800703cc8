"""Check a hand-written backward pass against the forward pass it claims to invert.

For outputs y = f(a), a cotangent u and a direction v, the chain rule says

    ⟨u, (f(a + εv) − f(a − εv)) / 2ε⟩  ≈  ⟨gradient of ⟨u, f⟩ at a, v⟩.

One random u and, for each array, one random v test every entry at once: a wrong entry
changes the right side unless it happens to be orthogonal to v, which has probability zero.
"""

import inspect
from itertools import chain

import numpy as np


def check_vjp(forward, backward, arguments, rng, step=1e-5, tolerance=1e-7):
    """Compare `backward` with central differences of `forward`, in float64.

    Args:
        forward: function of `arguments` that returns its outputs and, last, a cache.
        backward: function of one gradient for each output and, last, the cache. It returns
            one gradient for each argument of floating type, in their order.
        arguments: what `forward` is called with. Floating arguments are float64 arrays or
            (nested, named) tuples of them; others, such as a mask, are passed on as they are.
        rng: `numpy.random.Generator` that draws the cotangents and the directions.
        step: ε, the size of the finite difference.
        tolerance: the largest accepted error, relative to the norm of the gradient.

    Returns:
        The relative error of each array by name, such as "x" or "params.kernel".

    Raises:
        TypeError: an argument is of a floating type other than float64.
        AssertionError: a gradient is missing, has another shape, or is wrong; says which.
    """
    arguments = tuple(arguments)
    names = [*inspect.signature(forward).parameters]
    leaves = [
        [*_floating_leaves(argument, names[index], (index,))]
        for index, argument in enumerate(arguments)
    ]
    *outputs, cache = forward(*arguments)
    cotangents = _mapped(lambda place, output: rng.normal(size=np.shape(output)), outputs)
    gradients = _by_place(backward(*cotangents, cache), leaves, names)

    errors = {}
    for place, name, leaf in chain.from_iterable(leaves):
        gradient = gradients.get(place)
        if gradient is None:
            raise AssertionError(f"backward returned no gradient of {name}")
        if gradient.shape != leaf.shape:
            raise AssertionError(
                f"the gradient of {name} has shape {gradient.shape}, "
                f"but {name} itself has {leaf.shape}"
            )
        direction = rng.normal(size=leaf.shape)

        def product_at(new, place=place):
            moved = _mapped(lambda at, old: new if at == place else old, arguments)
            return _inner(cotangents, forward(*moved)[:-1])

        plus, minus = product_at(leaf + step * direction), product_at(leaf - step * direction)
        measured = (plus - minus) / (2 * step)
        claimed = float(np.sum(gradient * direction))
        scale = max(float(np.linalg.norm(gradient)), abs(measured))
        errors[name] = abs(measured - claimed) / scale if scale else 0.0

    wrong = {name: error for name, error in errors.items() if not error <= tolerance}
    if wrong:
        listed = ", ".join(
            f"{name} (relative error {error:.1e})" for name, error in wrong.items()
        )
        raise AssertionError(
            f"{getattr(backward, '__name__', 'backward')} disagrees with central differences "
            f"on {listed}; at most {tolerance:.0e} was expected"
        )
    return errors


def _floating_leaves(value, name, place):
    """Yield (place, name, array) for every float64 array in nested tuples; refuse other floats.

    A place is the path of indices that leads to the array, a name what a reader would write,
    such as `params.kernel`.
    """
    if isinstance(value, (tuple, list)):
        fields = getattr(value, "_fields", None)
        for index, part in enumerate(value):
            of_part = f"{name}.{fields[index]}" if fields else f"{name}[{index}]"
            yield from _floating_leaves(part, of_part, (*place, index))
    elif isinstance(value, (float, np.ndarray, np.floating)):
        array = np.asarray(value)
        if array.dtype == np.float64:
            yield place, name, array
        elif np.issubdtype(array.dtype, np.floating):
            raise TypeError(
                f"check_vjp needs float64 arrays, but was given {array.dtype}: "
                "finite differences in lower precision prove nothing"
            )


def _by_place(gradients, leaves, names):
    """Return gradients by the place of the array each belongs to.

    Args:
        gradients: what `backward` returned: one for each argument with floating leaves.
        leaves: the leaves of each argument.
        names: those of the arguments.
    """
    if not isinstance(gradients, tuple) or hasattr(gradients, "_fields"):
        gradients = (gradients,)
    floating = [index for index, of_argument in enumerate(leaves) if of_argument]
    if len(gradients) != len(floating):
        expected = ", ".join(names[index] for index in floating)
        raise AssertionError(
            f"backward returned {len(gradients)} gradients, expected one each for: {expected}"
        )
    return {
        place: leaf
        for index, gradient in zip(floating, gradients, strict=True)
        for place, _, leaf in _floating_leaves(gradient, names[index], (index,))
    }


def _mapped(function, value, place=()):
    """Return nested tuples with function(place, leaf) in place of every leaf."""
    if not isinstance(value, (tuple, list)):
        return function(place, value)
    parts = [_mapped(function, part, (*place, index)) for index, part in enumerate(value)]
    return type(value)(*parts) if hasattr(value, "_fields") else tuple(parts)


def _inner(cotangents, outputs):
    """Return the sum of products of two nests of arrays of the same form."""
    if isinstance(outputs, (tuple, list)):
        return sum(_inner(u, y) for u, y in zip(cotangents, outputs, strict=True))
    return float(np.sum(cotangents * outputs))
