"""What a model asks of the data it is given, before anything is computed with it."""

import numpy as np

from .checks import as_finite_array, require_same_rows
from .training import Rows


def checked_inputs(model, x, name="x"):
    """Return inputs as an array that fits the first layer, making weights if need be."""
    if not model.layers:
        raise RuntimeError("this model has no layers; add some before using it")
    first = model.layers[0]
    x = as_finite_array(x, name, None if first.reads_ids else first.dtype)
    first.check(x.shape)
    if first.reads_ids:
        first.check_ids(x)
    if model.input_shape is None:
        model.build(x.shape[1:])
    return x


def checked_rows(model, x, y, sample_weight=None, part=""):
    """Return `Rows` that fit the model and each other; `part` goes before their names."""
    if model.loss is None:
        raise RuntimeError('call compile(optimizer="adam", loss=...) before training')
    x = checked_inputs(model, x, f"{part}x")
    dtype = model.layers[-1].dtype
    y = as_finite_array(y, f"{part}y", dtype)
    require_same_rows(x, y)
    output_shape = (len(x), *model.output_shapes(x.shape[1:])[-1])
    y = model.loss.targets(y, output_shape)
    if sample_weight is not None:
        sample_weight = as_finite_array(sample_weight, f"{part}sample_weight", dtype)
        allowed = {output_shape[:axes] for axes in range(1, max(len(output_shape), 2))}
        if sample_weight.shape not in allowed:
            raise ValueError(
                f"{part}sample_weight has shape {sample_weight.shape}; expected one weight for "
                f"each of the {len(x)} rows, or for each step of each row"
            )
    return Rows(x, y, sample_weight)


def split_off_validation(data, share):
    """Return training and validation `Rows`: the last share of the rows validates.

    Raises:
        ValueError: the share leaves one of the parts without rows.
    """
    rows = len(data.x)
    first = int(np.floor(rows * (1.0 - share)))
    if not 0 < first < rows:
        raise ValueError(
            f"validation_split={share} leaves {first} of {rows} rows to train on; expected a "
            "share between 0 and 1 that leaves rows on both sides"
        )
    return data.take(slice(0, first)), data.take(slice(first, rows))
