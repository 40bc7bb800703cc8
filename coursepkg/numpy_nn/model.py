"""Sequential: a stack of layers, with Keras' methods."""

from itertools import count

import numpy as np

from . import losses, optimizers
from .callbacks import History, ProgressBar
from .checks import require_positive, require_single_output
from .layers import Bidirectional, Input, Layer
from .layers.recurrent import Recurrent
from .memory import keep_freed_memory
from .metrics import get as get_metric
from .model_inputs import checked_inputs, checked_rows, split_off_validation
from .summary import summary_table
from .training import Totals, evaluate, loss_and_gradients, outputs, train, train_step
from .weights import HoldsWeights


class Sequential(HoldsWeights):
    """Layers one after the other; the output of each is the input of the next.

    Args:
        layers: an optional `Input` first, then layers. Without an `Input` the weights are
            made when the first batch shows the shape of an example.
        trainable: False leaves all weights as they are; default True. Set it, of the model or
            of a layer, at any time.
        name: shown by `summary` and in errors.
    """

    def __init__(self, layers=(), trainable=True, name="sequential"):
        self.name = name
        self._trainable = bool(trainable)
        self.layers = []
        self.input_shape = None
        self.optimizer = None
        self.loss = None
        self.metrics = []
        self.stop_training = False
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
        require_single_output(layer)
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
        """Return the shape of one output of each layer; None where the input's is not known."""
        shapes, shape = [], input_shape
        for layer in self.layers:
            shape = shape and layer.output_shape(shape)
            shapes.append(shape)
        return shapes

    def compile(self, optimizer="rmsprop", loss=None, metrics=()):
        """Choose how the model learns, and what else is reported of it.

        Args:
            optimizer: an optimiser, or the name of one in `optimizers.OPTIMIZERS`.
            loss: a loss, or the name of one in `losses.LOSSES`.
            metrics: names of metrics in `metrics.METRICS`, such as "accuracy".

        Raises:
            ValueError: a name is not known; the message lists those that are.
        """
        loss = losses.get(loss)
        for name in metrics:
            get_metric(name)
        self.optimizer = optimizers.get(optimizer)
        self.loss, self.metrics = loss, list(metrics)
        keep_freed_memory()

    def fit(
        self,
        x,
        y,
        batch_size=32,
        epochs=1,
        verbose="auto",
        callbacks=(),
        validation_split=0.0,
        validation_data=None,
        shuffle=True,
        sample_weight=None,
    ):
        """Train on batches, epoch after epoch.

        Args:
            x, y: inputs and targets, one row an example.
            batch_size: rows in a batch; the last batch of an epoch may hold fewer.
            epochs: passes over the data.
            verbose: 0 for silence; anything else draws a progress bar on standard error.
            callbacks: `Callback` objects.
            validation_split: the share of the rows, the *last* ones, that is set aside and
                evaluated after each epoch; taken before any shuffling, as in Keras.
            validation_data: (x, y) or (x, y, sample_weight) for the same purpose instead.
            shuffle: draw a new order of the rows for each epoch (see `set_random_seed`).
            sample_weight: what each row, or each step of each row, counts in the loss.

        Returns:
            A `History`: `.history["loss"]`, the metrics, and for validation the same names
            after `val_`, one number an epoch.

        Raises:
            RuntimeError: the model was not compiled.
            ValueError: data that is empty, not finite, or of a shape that does not fit.
            FloatingPointError: the loss is no longer a finite number; says at which step.
        """
        data = checked_rows(self, x, y, sample_weight)
        require_positive(batch_size=batch_size, epochs=epochs)
        validation = None
        if validation_data is not None:
            validation = checked_rows(self, *validation_data, part="validation ")
        elif validation_split:
            data, validation = split_off_validation(data, validation_split)
        history = History()
        watching = [history, *callbacks, *([ProgressBar()] if verbose else [])]
        train(self, data, batch_size, epochs, watching, validation, shuffle)
        return history

    def train_on_batch(self, x, y, sample_weight=None):
        """Take one step on one batch.

        Returns:
            The batch's loss as it was before the step; with metrics, a list that begins
            with it.
        """
        rows = checked_rows(self, x, y, sample_weight)
        loss, sums = train_step(self, rows, f"step {self.optimizer.iterations + 1}")
        totals = Totals(self)
        totals.add(sums)
        _, *of_metrics = totals.means().values()
        return [loss, *of_metrics] if of_metrics else loss

    def evaluate(self, x, y, batch_size=32, verbose=0, sample_weight=None, return_dict=False):
        """Return the mean loss over all rows; with metrics, a list that begins with it.

        With `return_dict` they come by name. `verbose` is for likeness with Keras.
        """
        require_positive(batch_size=batch_size)
        means = evaluate(self, checked_rows(self, x, y, sample_weight), batch_size)
        if return_dict:
            return means
        return [*means.values()] if len(means) > 1 else means["loss"]

    def predict(self, x, batch_size=32, verbose=0):
        """Return the outputs for all rows of x. `verbose` is there for likeness with Keras."""
        require_positive(batch_size=batch_size)
        x = checked_inputs(self, x)
        starts = range(0, len(x), batch_size)
        return np.concatenate([outputs(self, x[i : i + batch_size]) for i in starts])

    def __call__(self, x, training=False):
        """Return the outputs for one batch."""
        return outputs(self, checked_inputs(self, x), training)

    def gradients(self, x, y, sample_weight=None):
        """Return the loss on a batch, one gradient for each weight, and the gradient of x."""
        rows = checked_rows(self, x, y, sample_weight)
        loss, gradients, d_inputs, *_ = loss_and_gradients(self, rows)
        return loss, gradients, d_inputs

    def ends_in(self, activation):
        """Return whether the last layer ends in this activation (never, if it is None)."""
        return (
            activation is not None and getattr(self.layers[-1], "activation", "") == activation
        )

    def reset_states(self):
        """Let every stateful layer begin the next batch with zeros."""
        for layer in self.layers:
            if isinstance(layer, (Recurrent, Bidirectional)):
                layer.reset_state()

    @property
    def weights(self):
        """The weight arrays themselves, layer after layer: changing one changes the model."""
        return [weight for layer in self.layers for weight in layer.weights]

    def parts(self):
        """Return the layers, whose `trainable` follows the model's."""
        return self.layers

    def summary(self, print_fn=print):
        """Print a table of the layers, their output shapes and their parameters."""
        print_fn(summary_table(self))
