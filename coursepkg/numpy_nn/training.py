"""The training loop: epochs, batches, and the callbacks told of each."""

import numpy as np

from .randomness import random_generator


def train(model, x, y, batch_size, epochs, callbacks, validation_data, shuffle):
    """Train a compiled model on checked arrays; `Sequential.fit` explains the arguments."""
    steps = -(-len(x) // batch_size)

    def tell(event, *arguments):
        for callback in callbacks:
            getattr(callback, event)(*arguments)

    tell("set_params", {"epochs": epochs, "steps": steps, "verbose": 0})
    tell("set_model", model)
    tell("on_train_begin")
    for epoch in range(epochs):
        tell("on_epoch_begin", epoch)
        order = random_generator().permutation(len(x)) if shuffle else np.arange(len(x))
        total = 0.0
        for step in range(steps):
            tell("on_train_batch_begin", step)
            rows = order[step * batch_size : (step + 1) * batch_size]
            loss = train_step(model, x[rows], y[rows])
            total += loss * len(rows)
            tell("on_train_batch_end", step, {"loss": loss})
        logs = {"loss": total / len(x)}
        if validation_data is not None:
            logs["val_loss"] = mean_loss(model, *validation_data, batch_size)
        tell("on_epoch_end", epoch, logs)
    tell("on_train_end")


def train_step(model, x, y):
    """Take one step of the model's optimiser on one batch; return the loss before the step."""
    loss, gradients, _ = loss_and_gradients(model, x, y)
    model.optimizer.apply(gradients, model.weights)
    return loss


def loss_and_gradients(model, x, y):
    """Return the loss on a batch, the gradient of every weight, and that of x.

    Forward through the layers, keeping each one's cache; then backward through the same
    layers in reverse. The loss of a batch is the mean over its samples, so that each sample
    sends back one over their number.
    """
    predictions, caches = forward(model, x, training=True)
    values, loss_cache = model.loss_forward(y, predictions)
    d_outputs = model.loss_backward(np.full_like(values, 1 / values.size), loss_cache)
    gradients = []
    for layer, cache in zip(reversed(model.layers), reversed(caches), strict=True):
        d_outputs, of_layer = layer.backward(d_outputs, cache)
        gradients = of_layer + gradients
    return float(values.mean()), gradients, d_outputs


def mean_loss(model, x, y, batch_size):
    """Return the mean loss over all rows, computed batch by batch; nothing is learned."""
    total = 0.0
    for start in range(0, len(x), batch_size):
        batch = slice(start, start + batch_size)
        predictions, _ = forward(model, x[batch])
        values, _ = model.loss_forward(y[batch], predictions)
        total += float(values.mean()) * len(values)
    return total / len(x)


def forward(model, x, training=False):
    """Return the model's outputs for a batch and the caches of its layers, first to last."""
    caches = []
    for layer in model.layers:
        x, cache = layer.forward(x, training)
        caches.append(cache)
    return x, caches
