"""Look inside a model: gates and states of every step, and the gradient that reaches each."""

import numpy as np

from .layers import Bidirectional
from .layers.recurrent import Recurrent
from .model_inputs import checked_inputs, checked_rows
from .training import forward, loss_and_gradients


def trace(model, x, layer=None):
    """Return gates, candidate and state of a recurrent layer at every step.

    Args:
        model: a `Sequential`.
        x: inputs of the model.
        layer: name of a recurrent layer; by default the first one.

    Returns:
        Named arrays (N, T, H): z, r, candidate, h of a GRU; i, f, candidate, o, c, h of an
        LSTM; h of a plain network. For a bidirectional layer a pair of them, the second in
        the order of the steps as well. At a masked step the state is carried over, and the
        gates, though computed, had no effect.

    Raises:
        ValueError: no recurrent layer of that name; the message lists those there are.
    """
    chosen = _recurrent_layer(model, layer)
    place = model.layers.index(chosen)
    inputs, _, mask = forward(model, checked_inputs(model, x), layers=model.layers[:place])
    if not isinstance(chosen, Bidirectional):
        return chosen.trace(inputs, mask)
    there = chosen.forward_layer.trace(inputs, mask)
    back = chosen.backward_layer.trace(inputs, mask)
    return there, type(back)(*(array[:, ::-1] for array in back))


def gradient_norms(model, x, y, layer=None):
    """Return how strong the gradient is that reaches the state after every step.

    Args:
        model: a compiled `Sequential`.
        x, y: a batch of inputs and targets.
        layer: name of a recurrent layer that is not bidirectional; by default the first.

    Returns:
        (N, T): for each row and step the norm of the gradient of the batch's loss with
        respect to the hidden state h, in the order of reading.
    """
    chosen = _recurrent_layer(model, layer)
    if isinstance(chosen, Bidirectional):
        raise ValueError(
            f"{chosen.name!r} reads in two directions; name a layer that reads in one"
        )
    rows = checked_rows(model, x, y)
    place = model.layers.index(chosen)
    steps = forward(model, rows.x, layers=model.layers[:place])[0].shape[1]
    reaching = np.zeros((chosen.state_size, len(rows.x), steps, chosen.units), chosen.dtype)
    loss_and_gradients(model, rows, d_states={chosen.name: reaching})
    return np.linalg.norm(reaching[0], axis=-1)


def _recurrent_layer(model, name):
    found = {
        layer.name: layer
        for layer in model.layers
        if isinstance(layer, (Recurrent, Bidirectional))
    }
    if not found or (name is not None and name not in found):
        known = ", ".join(found) or "none"
        raise ValueError(f"no recurrent layer {name!r} in this model; there are: {known}")
    return found[name] if name is not None else next(iter(found.values()))
