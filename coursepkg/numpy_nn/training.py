"""The training loop: epochs, batches, callbacks; one step forward and back."""

import warnings
from typing import NamedTuple

import numpy as np

from . import metrics as known_metrics
from .callbacks import notify
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


def train(model, data, batch_size, epochs, callbacks, validation, validation_freq, shuffle):
    """Train a compiled model on checked `Rows`; `Sequential.fit` explains the arguments.

    Here `epochs` is a range.
    """
    size = len(data.x)
    steps = -(-size // batch_size)
    model.stop_training = False
    for callback in callbacks:
        callback.set_params({"epochs": epochs.stop, "steps": steps, "verbose": 0})
        callback.set_model(model)
    logs = {}
    notify(callbacks, "on_train_begin", {})
    for epoch in epochs:
        notify(callbacks, "on_epoch_begin", epoch, {})
        order = random_generator().permutation(size) if shuffle else np.arange(size)
        totals = Totals(model)
        for step in range(steps):
            notify(callbacks, "on_train_batch_begin", step, {})
            batch = data.take(order[step * batch_size : (step + 1) * batch_size])
            result = train_step(model, batch, f"epoch {epoch + 1}, batch {step + 1}")
            totals.add(batch.y, *result)
            notify(callbacks, "on_train_batch_end", step, totals.means())
            if model.stop_training:
                break
        logs = totals.means()
        if validation is not None and (epoch + 1) % validation_freq == 0:
            means = evaluate(model, validation, batch_size, callbacks)
            logs.update({f"val_{name}": value for name, value in means.items()})
        notify(callbacks, "on_epoch_end", epoch, logs)
        if model.stop_training:
            break
    notify(callbacks, "on_train_end", logs)


def train_step(model, batch, place):
    """Take one step of the model's optimiser on one batch of `Rows`.

    Returns:
        The batch's loss before the step, the scores that it was computed from, and their mask:
        what `Totals.add` takes.

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
    return loss, scores, mask


def loss_and_gradients(model, batch):
    """Return a batch's loss, the gradient of every weight and of x, the scores, their mask.

    Forward through the layers, each of which returns a cache; then backward through the same
    layers in reverse.
    """
    scores, caches, mask = forward(model.layers, batch.x, True, logits=model.loss_takes_logits)
    loss, d_scores = batch_loss(model, batch, scores, mask, gradient=True)
    d_inputs, gradients = backward(model.layers, caches, d_scores)
    return loss, gradients, d_inputs, scores, mask


def forward(layers, x, training=False, mask=None, logits=False):
    """Carry a batch forward through layers.

    Args:
        layers: some layers of a model, one after the other.
        x: what the first of them is given.
        training: passed on to each layer.
        mask: (N, T) of bool, True at real steps, or None.
        logits: leave out the activation of the last layer, a `Dense`, for a loss that wants
            what it is applied to. Nothing is then lost to a probability of exactly 0 or 1.
            Keras does so too, where a model ends in the activation that belongs to its loss.

    Returns:
        The outputs of the last layer, or its logits; a list of caches for `backward`; and the
        mask of the outputs.
    """
    caches = []
    for layer in layers:
        layer_forward = layer.logits if logits and layer is layers[-1] else layer.forward
        outputs, cache = layer_forward(x, training, mask)
        mask = layer.output_mask(x, mask)
        x = outputs
        caches.append(cache)
    return x, caches, mask


def backward(layers, caches, gradient):
    """Carry the gradient of a loss backward through layers, from the last to the first.

    Args:
        layers: those that `forward` went through.
        caches: what it returned for them.
        gradient: of the loss with respect to its result.

    Returns:
        The gradient of what the first layer was given, and a list of gradients of all weights.
    """
    of_weights = []
    for layer, cache in zip(reversed(layers), reversed(caches), strict=True):
        gradient, of_layer = layer.backward(gradient, cache)
        of_weights = of_layer + of_weights
    return gradient, of_weights


def batch_loss(model, batch, scores, mask, gradient=False):
    """Return the loss of a batch, and the gradient of its scores, or None unless asked for.

    Args:
        model: compiled.
        batch: `Rows`.
        scores: the model's outputs; its logits, if `model.loss_takes_logits`.
        mask: (N, T), True at the steps that count, or None.
        gradient: whether to compute it; default False.
    """
    loss_forward, loss_backward = model.loss.functions(model.loss_takes_logits)
    values, cache = loss_forward(batch.y, scores)
    weights = sample_weights(values, batch.weight, mask)
    if weights is None:
        weights = np.ones_like(values)
    loss = float((values * weights).mean())
    # A mean over the samples: the gradient of each value is its weight over their number.
    return loss, loss_backward(weights / values.size, cache) if gradient else None


def evaluate(model, data, batch_size, callbacks=()):
    """Return mean loss and metrics of `Rows` by name, batch by batch; nothing is learned."""
    totals = Totals(model)
    notify(callbacks, "on_test_begin", {})
    for step, start in enumerate(range(0, len(data.x), batch_size)):
        notify(callbacks, "on_test_batch_begin", step, {})
        batch = data.take(slice(start, start + batch_size))
        scores, _, mask = forward(model.layers, batch.x, logits=model.loss_takes_logits)
        loss, _ = batch_loss(model, batch, scores, mask)
        totals.add(batch.y, loss, scores, mask)
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


class Totals:
    """Running means of the loss and of all metrics over batches.

    Args:
        model: a compiled `Sequential`, which says which metrics there are.
    """

    def __init__(self, model):
        self.model = model
        self.sums = dict.fromkeys(("loss", *model.metrics), (0.0, 0.0))

    def add(self, y, loss, scores, mask):
        """Add a batch: its targets, its loss, and the scores it was computed from.

        The loss counts by rows. A metric leaves masked steps out, as Keras does.
        """
        sums = {"loss": (loss * len(y), len(y))}
        if self.model.metrics and self.model.loss_takes_logits:
            scores = self.model.layers[-1].activate(scores)
        for name in self.model.metrics:
            values = known_metrics.get(name)(y, scores)
            sums[name] = known_metrics.total_and_count(values, mask)
        for name, (total, count) in sums.items():
            so_far, counted = self.sums[name]
            self.sums[name] = so_far + total, counted + count

    def means(self):
        """Return the means of all batches so far, by name; 0 where nothing was counted."""
        return {
            name: total / count if count else 0.0 for name, (total, count) in self.sums.items()
        }
