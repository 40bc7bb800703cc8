"""The training loop: epochs, batches, callbacks; one step forward and back."""

import warnings
from typing import NamedTuple

import numpy as np

from . import metrics as known_metrics
from .initializers import random_generator
from .losses import sample_weights


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
    model.stop_training = False
    for callback in callbacks:
        callback.set_params({"epochs": epochs, "steps": steps, "verbose": 0})
        callback.set_model(model)
    logs = {}
    notify(callbacks, "on_train_begin", {})
    for epoch in range(epochs):
        notify(callbacks, "on_epoch_begin", epoch, {})
        order = random_generator().permutation(size) if shuffle else np.arange(size)
        totals = Totals(model)
        for step in range(steps):
            notify(callbacks, "on_train_batch_begin", step, {})
            batch = data.take(order[step * batch_size : (step + 1) * batch_size])
            _, sums = train_step(model, batch, f"epoch {epoch + 1}, batch {step + 1}")
            totals.add(sums)
            notify(callbacks, "on_train_batch_end", step, totals.means())
            if model.stop_training:
                break
        logs = totals.means()
        if validation is not None:
            means = evaluate(model, validation, batch_size, callbacks)
            logs.update({f"val_{name}": value for name, value in means.items()})
        notify(callbacks, "on_epoch_end", epoch, logs)
        if model.stop_training:
            break
    notify(callbacks, "on_train_end", logs)


def notify(callbacks, hook, *arguments):
    """Call a hook of every callback."""
    for callback in callbacks:
        getattr(callback, hook)(*arguments)


def train_step(model, batch, place):
    """Take one step of the model's optimiser on one batch of `Rows`.

    Returns:
        The batch's loss before the step, and what `batch_sums` does.

    Raises:
        FloatingPointError: the loss is not finite; the weights are then left as they were.
    """
    loss, gradients, _, scores, mask = loss_and_gradients(model, batch)
    if not np.isfinite(loss):
        raise FloatingPointError(
            f"the loss became {loss} at {place}; the step was not taken. A smaller learning "
            "rate, or clipping the gradients (global_clipnorm=1.0), usually helps"
        )
    trainable = {id(weight) for weight in model.trainable_weights}
    pairs = zip(gradients, model.weights, strict=True)
    pairs = [(gradient, weight) for gradient, weight in pairs if id(weight) in trainable]
    if pairs:
        model.optimizer.apply(*zip(*pairs, strict=True))
    else:
        warnings.warn(
            f"nothing in {model.name!r} is trainable: no weight changes", stacklevel=4
        )
    return loss, batch_sums(model, batch.y, loss, scores, mask)


def loss_and_gradients(model, batch):
    """Return a batch's loss, the gradient of every weight and of x, the scores, their mask.

    Forward through the layers, each of which returns a cache; then backward through the same
    layers in reverse.
    """
    scores, caches, mask = forward_to_loss(model, model.layers, batch.x, training=True)
    loss, d_scores = loss_and_gradient(model, batch, scores, mask)
    d_inputs, gradients = backward(model, model.layers, caches, d_scores)
    return loss, gradients, d_inputs, scores, mask


def forward(layers, x, training=False, mask=None):
    """Return what a batch becomes on its way through layers, their caches, and its mask."""
    caches = []
    for layer in layers:
        outputs, cache = layer.forward(x, training, mask)
        mask = layer.output_mask(x, mask)
        x = outputs
        caches.append(cache)
    return x, caches, mask


def forward_to_loss(model, layers, x, training=False, mask=None):
    """Do what `forward` does with the last layers of a model, as far as the loss wants it.

    Where the model ends in the activation that belongs to the loss, the result is the input of
    that activation (logits): nothing is lost to a probability of exactly 0 or 1. Keras does so
    too.
    """
    if not model.loss_takes_logits:
        return forward(layers, x, training, mask)
    *before, last = layers
    x, caches, mask = forward(before, x, training, mask)
    logits, cache = last.logits(x)
    return logits, [*caches, cache], last.output_mask(x, mask)


def backward(model, layers, caches, d_scores):
    """Carry the gradient of the loss back through the last layers of a model.

    Args:
        model: a `Sequential`.
        layers: its last layers, or all.
        caches: what `forward_to_loss` returned for these.
        d_scores: gradient of its result.

    Returns:
        The gradient of the inputs of these layers, and a list of gradients of their weights.
    """
    gradient, of_weights = d_scores, []
    for layer, cache in zip(reversed(layers), reversed(caches), strict=True):
        from_logits = layer is model.layers[-1] and model.loss_takes_logits
        layer_backward = layer.backward_from_logits if from_logits else layer.backward
        gradient, of_layer = layer_backward(gradient, cache)
        of_weights = of_layer + of_weights
    return gradient, of_weights


def batch_loss(model, batch, scores, mask):
    """Return the loss of a batch, the gradient of each sample's loss, and the loss's cache.

    The loss is the mean over the samples, so the gradient of each is its weight over their
    number.
    """
    loss_forward, _ = model.loss.functions(model.loss_takes_logits)
    values, cache = loss_forward(batch.y, scores)
    weights = sample_weights(values, batch.weight, mask)
    if weights is None:
        weights = np.ones_like(values)
    return float((values * weights).mean()), weights / values.size, cache


def loss_and_gradient(model, batch, scores, mask):
    """Return the loss of a batch, and the gradient of what it is computed from."""
    loss, d_values, cache = batch_loss(model, batch, scores, mask)
    _, loss_backward = model.loss.functions(model.loss_takes_logits)
    return loss, loss_backward(d_values, cache)


def evaluate(model, data, batch_size, callbacks=()):
    """Return mean loss and metrics of `Rows` by name, batch by batch; nothing is learned."""
    totals = Totals(model)
    notify(callbacks, "on_test_begin", {})
    for step, start in enumerate(range(0, len(data.x), batch_size)):
        notify(callbacks, "on_test_batch_begin", step, {})
        batch = data.take(slice(start, start + batch_size))
        scores, _, mask = forward_to_loss(model, model.layers, batch.x)
        loss, _, _ = batch_loss(model, batch, scores, mask)
        totals.add(batch_sums(model, batch.y, loss, scores, mask))
        notify(callbacks, "on_test_batch_end", step, totals.means())
    means = totals.means()
    notify(callbacks, "on_test_end", means)
    return means


def outputs(model, x, training=False):
    """Return the outputs for a batch; nothing is kept for a backward pass."""
    mask = None
    for layer in model.layers:
        x, mask = layer.outputs(x, training, mask), layer.output_mask(x, mask)
    return x


def batch_sums(model, y, loss, scores, mask):
    """Return for the loss and every metric (total, count) of a batch, by name.

    The loss counts by rows. A metric leaves masked steps out of both numbers, as Keras does.
    """
    sums = {"loss": (loss * len(y), len(y))}
    if model.metrics and model.loss_takes_logits:
        predictions = model.layers[-1].activate(scores)
    else:
        predictions = scores
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
