"""The training loop: epochs, batches, and the callbacks told of each."""

import warnings
from typing import NamedTuple

import numpy as np

from . import metrics as known_metrics
from .losses import sample_weights
from .randomness import random_generator


class Rows(NamedTuple):
    """Examples that belong together: inputs, targets, and what each counts (or None)."""

    x: np.ndarray
    y: np.ndarray
    weight: np.ndarray | None = None

    def take(self, rows):
        """Return some of the rows, given their numbers or a slice."""
        return Rows(*(None if part is None else part[rows] for part in self))


def train(model, data, batch_size, epochs, callbacks, validation, shuffle):
    """Train a compiled model on checked `Rows`; `Sequential.fit` explains the arguments."""
    size = len(data.x)
    steps = -(-size // batch_size)

    def tell(event, *arguments):
        for callback in callbacks:
            getattr(callback, event)(*arguments)

    model.stop_training = False
    tell("set_params", {"epochs": epochs, "steps": steps, "verbose": 0})
    tell("set_model", model)
    tell("on_train_begin")
    for epoch in range(epochs):
        tell("on_epoch_begin", epoch)
        order = random_generator().permutation(size) if shuffle else np.arange(size)
        totals = Totals(model)
        for step in range(steps):
            tell("on_train_batch_begin", step)
            batch = data.take(order[step * batch_size : (step + 1) * batch_size])
            loss, sums = train_step(model, batch, f"epoch {epoch + 1}, batch {step + 1}")
            totals.add(sums)
            tell("on_train_batch_end", step, {"loss": loss})
        logs = totals.means()
        if validation is not None:
            means = evaluate(model, validation, batch_size)
            logs.update({f"val_{name}": value for name, value in means.items()})
        tell("on_epoch_end", epoch, logs)
        if model.stop_training:
            break
    tell("on_train_end")


def train_step(model, batch, place):
    """Take one step of the model's optimiser on one batch of `Rows`.

    Returns:
        The batch's loss before the step, and what `batch_sums` does.

    Raises:
        FloatingPointError: the loss is not finite; the weights are then left as they were.
    """
    loss, gradients, _, predictions, mask = loss_and_gradients(model, batch)
    if not np.isfinite(loss):
        raise FloatingPointError(
            f"the loss became {loss} at {place}; the step was not taken. A smaller learning "
            "rate, or clipping the gradients (global_clipnorm=1.0), usually helps"
        )
    take_step(model, gradients)
    return loss, batch_sums(model, batch.y, loss, predictions, mask)


def take_step(model, gradients):
    """Hand the optimiser the weights that may change, with their gradients."""
    free = {id(weight) for weight in model.trainable_weights}
    pairs = zip(gradients, model.weights, strict=True)
    pairs = [(gradient, weight) for gradient, weight in pairs if id(weight) in free]
    if pairs:
        model.optimizer.apply(*zip(*pairs, strict=True))
    else:
        warnings.warn(
            f"nothing in {model.name!r} is trainable: no weight changes", stacklevel=4
        )


def loss_and_gradients(model, batch, d_states=None):
    """Return a batch's loss, the gradient of every weight and of x, predictions, their mask.

    Forward through the layers, keeping each one's cache; then backward through the same
    layers in reverse. The loss is the mean over the samples, so that each sends back its
    weight over their number. `d_states` holds, by the names of recurrent layers, arrays to
    be filled with the gradients that reach their states.
    """
    predictions, caches, mask = forward(model, batch.x, training=True)
    values, loss_cache, loss_backward, fused = sample_losses(
        model, batch.y, predictions, caches
    )
    weights = sample_weights(values, batch.weight, mask)
    if weights is None:
        weights = np.ones_like(values)
    d_outputs = loss_backward(weights / values.size, loss_cache)
    gradients = []
    for layer, cache in zip(reversed(model.layers), reversed(caches), strict=True):
        backward = layer.backward_from_logits if fused else layer.backward
        filled = {"d_states": d_states[layer.name]} if layer.name in (d_states or {}) else {}
        d_outputs, of_layer = backward(d_outputs, cache, **filled)
        gradients = of_layer + gradients
        fused = False
    return float((values * weights).mean()), gradients, d_outputs, predictions, mask


def sample_losses(model, y, predictions, caches):
    """Return one loss a sample, its cache and backward function, and whether it took logits.

    Where the model ends in the activation that belongs to the loss, the loss is computed
    from what that activation was applied to: nothing is lost to a probability of exactly 0
    or 1. Keras does so too.
    """
    fused = model.ends_in(model.loss.activation)
    loss_forward, loss_backward = model.loss.functions(fused or model.loss.from_logits)
    values, cache = loss_forward(y, caches[-1].a if fused else predictions)
    return values, cache, loss_backward, fused


def evaluate(model, data, batch_size):
    """Return mean loss and metrics of `Rows` by name, batch by batch; nothing is learned."""
    totals = Totals(model)
    for start in range(0, len(data.x), batch_size):
        batch = data.take(slice(start, start + batch_size))
        predictions, caches, mask = forward(model, batch.x)
        values = sample_losses(model, batch.y, predictions, caches)[0]
        weights = sample_weights(values, batch.weight, mask)
        loss = float((values if weights is None else values * weights).mean())
        totals.add(batch_sums(model, batch.y, loss, predictions, mask))
    return totals.means()


def outputs(model, x, training=False):
    """Return the outputs for a batch; nothing is kept for a backward pass."""
    mask = None
    for layer in model.layers:
        x, mask = layer.outputs(x, training, mask), layer.output_mask(x, mask)
    return x


def forward(model, x, training=False, layers=None):
    """Return the outputs for a batch, the caches of the layers, and the mask of the outputs.

    `layers` names those to run through, if not all.
    """
    caches, mask = [], None
    for layer in model.layers if layers is None else layers:
        outputs, cache = layer.forward(x, training, mask)
        mask = layer.output_mask(x, mask)
        x = outputs
        caches.append(cache)
    return x, caches, mask


def batch_sums(model, y, loss, predictions, mask):
    """Return for the loss and every metric (total, count) of a batch, by name.

    The loss counts by rows. A metric leaves masked steps out of both numbers, as Keras does.
    """
    sums = {"loss": (loss * len(y), len(y))}
    for name in model.metrics:
        values = known_metrics.get(name)(y, predictions)
        sums[name] = known_metrics.total_and_count(values, mask)
    return sums


class Totals:
    """Running means over batches."""

    def __init__(self, model):
        self.sums = dict.fromkeys(("loss", *model.metrics), (0.0, 0.0))

    def add(self, sums):
        """Add what `batch_sums` returns."""
        for name, (total, count) in sums.items():
            so_far, counted = self.sums[name]
            self.sums[name] = so_far + total, counted + count

    def means(self):
        """Return the means of all batches so far, by name; 0 where nothing was counted."""
        return {
            name: total / count if count else 0.0 for name, (total, count) in self.sums.items()
        }
