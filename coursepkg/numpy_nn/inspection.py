"""Look inside a model: gates and states of every step, and the gradient that reaches each."""

import numpy as np

from .layers.base import states_unchanged
from .layers.bidirectional import Bidirectional
from .layers.recurrent import RNN, same_form
from .model import checked_inputs, checked_rows
from .training import backward, batch_loss, forward


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
    x = checked_inputs(model, x)
    with states_unchanged(model.layers):
        inputs, _, mask = forward(model.layers[:place], x)
    if not isinstance(chosen, Bidirectional):
        return chosen.trace(inputs, mask)
    forwards = chosen.forward_layer.trace(inputs, mask)
    backwards = chosen.backward_layer.trace(inputs, mask)
    return forwards, same_form(backwards, [array[:, ::-1] for array in backwards])


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
    with states_unchanged(model.layers):
        inputs, _, mask = forward(model.layers[:place], rows.x, training=True)
        start = chosen.states if chosen.stateful else None
        rest = model.layers[place:]
        logits = model.loss_takes_logits
        scores, caches, last_mask = forward(rest, inputs, True, mask, logits)
        _, d_scores = batch_loss(model, rows, scores, last_mask, gradient=True)
        d_outputs, _ = backward(rest[1:], caches[1:], d_scores)
        d_states = chosen.state_gradients(inputs, d_outputs, mask, start)
    return np.linalg.norm(d_states[0], axis=-1)


def _recurrent_layer(model, name):
    recurrent = {
        layer.name: layer for layer in model.layers if isinstance(layer, (RNN, Bidirectional))
    }
    if not recurrent or (name is not None and name not in recurrent):
        known = ", ".join(recurrent) or "none"
        raise ValueError(f"no recurrent layer {name!r} in this model; there are: {known}")
    return next(iter(recurrent.values())) if name is None else recurrent[name]
