"""Check a hand-written backward pass against the forward pass it claims to invert.

For outputs y = f(a), a cotangent u and a direction v, the chain rule says

    ⟨u, (f(a + εv) − f(a − εv)) / 2ε⟩  ≈  ⟨gradient of ⟨u, f⟩ at a, v⟩.

One random u and, for each array, one random v test every entry at once: a wrong entry
changes the right side unless it happens to be orthogonal to v, which has probability zero.
"""

import inspect

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
    leaves = {
        (index, *path): leaf
        for index, argument in enumerate(arguments)
        for path, leaf in _floating_leaves(argument)
    }
    *outputs, cache = forward(*arguments)
    cotangents = [_random_like(output, rng) for output in outputs]
    gradients = _match(backward(*cotangents, cache), arguments, names)

    errors = {}
    for place, leaf in leaves.items():
        name = _name_of(place, arguments, names)
        gradient = gradients.get(place)
        if gradient is None:
            raise AssertionError(f"backward returned no gradient of {name}")
        if gradient.shape != leaf.shape:
            raise AssertionError(
                f"the gradient of {name} has shape {gradient.shape}, "
                f"but {name} itself has {leaf.shape}"
            )
        direction = rng.normal(size=leaf.shape)
        plus, minus = (
            _inner(cotangents, forward(*_replaced(arguments, place, leaf + offset))[:-1])
            for offset in (step * direction, -step * direction)
        )
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


def _floating_leaves(value, path=()):
    """Yield (path, array) for every float64 array in nested tuples; refuse other floats."""
    if isinstance(value, (tuple, list)):
        for index, part in enumerate(value):
            yield from _floating_leaves(part, (*path, index))
    elif isinstance(value, (float, np.ndarray, np.floating)):
        array = np.asarray(value)
        if array.dtype == np.float64:
            yield path, array
        elif np.issubdtype(array.dtype, np.floating):
            raise TypeError(
                f"check_vjp needs float64 arrays, but was given {array.dtype}: "
                "finite differences in lower precision prove nothing"
            )


def _match(gradients, arguments, names):
    """Return the gradients by the place of the argument each belongs to."""
    if not isinstance(gradients, tuple) or hasattr(gradients, "_fields"):
        gradients = (gradients,)
    floating = [i for i, argument in enumerate(arguments) if any(_floating_leaves(argument))]
    if len(gradients) != len(floating):
        expected = ", ".join(names[i] for i in floating)
        raise AssertionError(
            f"backward returned {len(gradients)} gradients, expected one each for: {expected}"
        )
    return {
        (index, *path): leaf
        for index, gradient in zip(floating, gradients, strict=True)
        for path, leaf in _floating_leaves(gradient)
    }


def _name_of(place, arguments, names):
    """Return a readable name of a place, such as `params.kernel`."""
    index, *path = place
    name, value = names[index], arguments[index]
    for step in path:
        fields = getattr(value, "_fields", None)
        name += f".{fields[step]}" if fields else f"[{step}]"
        value = value[step]
    return name


def _replaced(value, place, leaf):
    """Return nested tuples with the array at `place` exchanged for `leaf`."""
    if not place:
        return leaf
    parts = list(value)
    parts[place[0]] = _replaced(parts[place[0]], place[1:], leaf)
    return type(value)(*parts) if hasattr(value, "_fields") else tuple(parts)


def _random_like(value, rng):
    """Return standard normal values in the shape of an array or of nested tuples."""
    if isinstance(value, tuple):
        parts = [_random_like(part, rng) for part in value]
        return type(value)(*parts) if hasattr(value, "_fields") else tuple(parts)
    return rng.normal(size=np.shape(value))


def _inner(cotangents, outputs):
    """Return the sum of products of two nests of arrays of the same form."""
    if isinstance(outputs, (tuple, list)):
        return sum(_inner(u, y) for u, y in zip(cotangents, outputs, strict=True))
    return float(np.sum(cotangents * outputs))
