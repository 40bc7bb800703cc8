"""Sequential: a stack of layers, with Keras' methods."""

from itertools import count

import numpy as np

from . import losses, optimizers
from .callbacks import History, ProgressBar
from .checks import (
    as_finite_array,
    fitting_targets,
    require_positive,
    require_same_rows,
    require_weight_shapes,
)
from .layers import Input, Layer
from .summary import summary_table
from .training import forward, loss_and_gradients, mean_loss, train, train_step


class Sequential:
    """Layers one after the other; the output of each is the input of the next.

    Args:
        layers: an optional `Input` first, then layers. Without an `Input` the weights are
            made when the first batch shows the shape of an example.
        name: shown by `summary` and in errors.
    """

    def __init__(self, layers=(), name="sequential"):
        self.name = name
        self.layers = []
        self.input_shape = None
        self.optimizer = None
        for layer in layers:
            self.add(layer)

    def add(self, layer):
        """Put one more layer at the end."""
        if isinstance(layer, Input):
            if self.layers or self.input_shape:
                raise ValueError("Input should come first in a model, and only once")
            self.input_shape = layer.shape
            return
        if not isinstance(layer, Layer):
            raise TypeError(f"expected a layer of numpy_nn, but was given {layer!r}")
        if layer in self.layers:
            raise ValueError(f"layer {layer.name!r} is already in this model; make a new one")
        kind = type(layer).__name__.lower()
        taken = {other.name for other in self.layers}
        candidates = (f"{kind}_{number}" if number else kind for number in count())
        layer.name = layer.name or next(name for name in candidates if name not in taken)
        self.layers.append(layer)
        if self.input_shape is not None:
            self.build(self.input_shape)

    def build(self, input_shape):
        """Make the weights of every layer that has none, for examples of this shape."""
        shape = self.input_shape = tuple(input_shape)
        for layer in self.layers:
            if not layer.built:
                layer.build(shape)
            shape = layer.output_shape(shape)

    def output_shapes(self, input_shape):
        """Return the shape of one output of each layer for an example of this shape.

        The shapes are None where `input_shape` is None: it is not known yet.
        """
        shapes, shape = [], input_shape
        for layer in self.layers:
            shape = shape and layer.output_shape(shape)
            shapes.append(shape)
        return shapes

    def compile(self, optimizer="rmsprop", loss=None):
        """Choose how the model learns.

        Args:
            optimizer: an optimiser, or the name of one in `optimizers.OPTIMIZERS`.
            loss: the name of one in `losses.LOSSES`.

        Raises:
            ValueError: a name is not known; the message lists those that are.
        """
        pair = losses.get(loss)
        self.optimizer = optimizers.get(optimizer)
        self.loss_forward, self.loss_backward = pair

    def fit(
        self,
        x,
        y,
        batch_size=32,
        epochs=1,
        verbose="auto",
        callbacks=(),
        validation_data=None,
        shuffle=True,
    ):
        """Train on batches, epoch after epoch.

        Args:
            x: inputs, one row an example.
            y: targets, as many rows.
            batch_size: rows in a batch; the last batch of an epoch may hold fewer.
            epochs: passes over the data.
            verbose: 0 for silence; anything else draws a progress bar on standard error.
            callbacks: `Callback` objects.
            validation_data: (x, y) evaluated after each epoch, never trained on.
            shuffle: draw a new order of the rows for each epoch (see `set_random_seed`).

        Returns:
            A `History`: `.history["loss"]` and `.history["val_loss"]`, one number an epoch.

        Raises:
            RuntimeError: the model was not compiled.
            ValueError: data that is empty, not finite, or of a shape that does not fit.
        """
        x, y = self._checked_pair(x, y)
        require_positive(batch_size=batch_size, epochs=epochs)
        if validation_data is not None:
            validation_data = self._checked_pair(*validation_data, part="validation ")
        history = History()
        watching = [history, *callbacks, *([ProgressBar()] if verbose else [])]
        train(self, x, y, batch_size, epochs, watching, validation_data, shuffle)
        return history

    def train_on_batch(self, x, y):
        """Take one step on one batch; return the batch's loss as it was before the step."""
        return train_step(self, *self._checked_pair(x, y))

    def evaluate(self, x, y, batch_size=32, verbose=0):
        """Return the mean loss over all rows; nothing is changed. `verbose` is for likeness."""
        require_positive(batch_size=batch_size)
        return mean_loss(self, *self._checked_pair(x, y), batch_size)

    def predict(self, x, batch_size=32, verbose=0):
        """Return the outputs for all rows of x. `verbose` is there for likeness with Keras."""
        require_positive(batch_size=batch_size)
        x = self._checked(x)
        starts = range(0, len(x), batch_size)
        return np.concatenate([forward(self, x[i : i + batch_size])[0] for i in starts])

    def __call__(self, x, training=False):
        """Return the outputs for one batch."""
        return forward(self, self._checked(x), training)[0]

    def gradients(self, x, y):
        """Return the loss on a batch, one gradient for each weight, and the gradient of x."""
        return loss_and_gradients(self, *self._checked_pair(x, y))

    @property
    def weights(self):
        """The weight arrays themselves, layer after layer: changing one changes the model."""
        return [weight for layer in self.layers for weight in layer.weights]

    def get_weights(self):
        """Return copies of all weights, in Keras' order."""
        return [weight.copy() for weight in self.weights]

    def set_weights(self, weights):
        """Copy `weights` in, such as those of a Keras model's `get_weights()`.

        Raises:
            ValueError: their number or a shape does not fit; the model is then unchanged.
        """
        require_weight_shapes(f"model {self.name!r}", weights, self.weights)
        for weight, given in zip(self.weights, weights, strict=True):
            weight[...] = given

    def count_params(self):
        """Return the number of trainable numbers."""
        return sum(layer.count_params() for layer in self.layers)

    def summary(self, print_fn=print):
        """Print a table of the layers, their output shapes and their parameters."""
        print_fn(summary_table(self))

    def _checked(self, x, name="x"):
        """Return inputs as an array that fits the first layer, making weights if need be."""
        if not self.layers:
            raise RuntimeError("this model has no layers; add some before using it")
        x = as_finite_array(x, name, self.layers[0].dtype)
        self.layers[0].check(x.shape)
        if self.input_shape is None:
            self.build(x.shape[1:])
        return x

    def _checked_pair(self, x, y, part=""):
        """Return inputs and targets that fit the model and each other."""
        if self.optimizer is None:
            raise RuntimeError('call compile(optimizer="adam", loss=...) before training')
        x = self._checked(x, f"{part}x")
        y = as_finite_array(y, f"{part}y", self.layers[-1].dtype)
        require_same_rows(x, y)
        return x, fitting_targets(y, (len(x), *self.output_shapes(x.shape[1:])[-1]))
