"""What is asked of arrays before anything is computed with them."""

import numpy as np


def as_finite_array(values, name, dtype):
    """Return `values` as an array of `dtype`, refusing what no model can learn from.

    Raises:
        ValueError: it is not numeric, holds no rows, or has a NaN or an infinity in it.
    """
    try:
        array = np.asarray(values, dtype=dtype)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name} should be numbers in a regular array: {error}") from None
    if array.ndim == 0 or array.shape[0] == 0:
        raise ValueError(
            f"{name} has shape {array.shape}; expected at least one row along the first axis"
        )
    finite = np.isfinite(array)
    if not finite.all():
        place = tuple(int(index) for index in np.argwhere(~finite)[0])
        raise ValueError(
            f"{name} holds {array[place]} at index {place}; expected finite numbers. "
            "Fill or drop missing values first"
        )
    return array


def require_positive(**named):
    """Refuse settings that are not whole numbers above zero, such as epochs=0."""
    for name, value in named.items():
        if not isinstance(value, (int, np.integer)) or isinstance(value, bool) or value < 1:
            raise ValueError(f"{name} should be a positive integer, but was {value!r}")


def require_same_rows(x, y):
    """Refuse inputs and targets of unequal number."""
    if len(x) != len(y):
        raise ValueError(
            f"x has {len(x)} rows and y has {len(y)}; expected one target for each input row"
        )


def require_input_shape(layer, shape, rank, features=None):
    """Refuse an input shape of the wrong rank or with the wrong number of features."""
    axes = {2: "(batch, features)", 3: "(batch, steps, features)"}[rank]
    if len(shape) != rank:
        raise ValueError(
            f"{layer} was given an input of shape {shape}; expected {rank} axes, {axes}"
        )
    if features is not None and shape[-1] != features:
        raise ValueError(
            f"{layer} was given an input of shape {shape}; "
            f"its weights expect {features} features on the last axis"
        )
    if 0 in shape:
        raise ValueError(
            f"{layer} was given an empty input of shape {shape}; "
            f"expected at least one entry along every axis of {axes}"
        )


def require_weight_shapes(owner, given, current):
    """Refuse weights that do not fit one by one; nothing is changed before this has passed."""
    if len(given) != len(current):
        raise ValueError(
            f"{owner} was given {len(given)} weight arrays; expected {len(current)}, "
            f"of shapes {[array.shape for array in current]}"
        )
    for index, (new, old) in enumerate(zip(given, current, strict=True)):
        if np.shape(new) != old.shape:
            raise ValueError(
                f"weight {index} of {owner} was given with shape {np.shape(new)}; "
                f"expected {old.shape}"
            )


def fitting_targets(y, output_shape):
    """Return y in the shape of the model's outputs, refusing any other.

    One target a row may come without its last axis of length one, as in Keras.
    """
    if output_shape == (*y.shape, 1):
        return y[..., None]
    if y.shape != output_shape:
        raise ValueError(
            f"y has shape {y.shape}, but the model's outputs have shape {output_shape}; "
            "expected the same"
        )
    return y


def require_mask(layer, mask, shape):
    """Return a mask as an array of bool, refusing one of another shape than (batch, steps)."""
    mask = np.asarray(mask, bool)
    if mask.shape != shape[:2]:
        raise ValueError(
            f"{layer} was given a mask of shape {mask.shape} for an input of shape {shape}; "
            f"expected {shape[:2]}, one entry a step"
        )
    return mask


def require_states(layer, states, number, shape, dtype):
    """Return the arrays of an initial state, refusing too few, too many or another shape."""
    shapes = [np.shape(state) for state in states]
    if shapes != [shape] * number:
        raise ValueError(
            f"{layer} was given an initial state of {len(states)} arrays with shapes {shapes}; "
            f"expected {number} of shape {shape}"
        )
    return [np.asarray(state, dtype) for state in states]


def require_single_output(layer):
    """Refuse a layer that gives several arrays, where a model needs one."""
    inner = getattr(layer, "forward_layer", layer)
    if getattr(inner, "return_state", False) or getattr(layer, "merge_mode", "") is None:
        raise ValueError(
            f"{type(layer).__name__} would give several arrays here; a layer in a model gives "
            "one. Call it directly to get its states"
        )
