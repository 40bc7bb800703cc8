"""Sequential: a stack of layers, with Keras' methods."""

import warnings

import numpy as np

from . import losses, optimizers
from .callbacks import Callback, History, ProgressBar
from .fast import keep_freed_memory
from .layers import Dense, Input, Layer
from .layers.base import real_array, require_number, require_positive, states_unchanged
from .metrics import get as get_metric
from .training import Rows, Totals, evaluate, loss_and_gradients, outputs, train, train_step
from .weights import HoldsWeights, as_list

# What to write instead of arguments that Keras' models take and this one does not.
INSTEAD = {
    "jit_compile": "leave it out: nothing is compiled here",
    "layer_range": "print `model.layers[a:b]`",
    "loss_weights": "leave it out: a model here has one output, and so one loss",
    "mask": "put a layer before it that makes one, such as Embedding(mask_zero=True)",
    "rebuild": "leave it out: weights are made as soon as the shape of an example is known",
    "run_eagerly": "leave it out: every step here runs as with run_eagerly=True",
    "skip_mismatch": "set the weights of single layers: model.get_layer(name).set_weights",
    "steps_per_execution": "leave it out: callbacks are called after every step here",
    "validation_batch_size": "leave it out: batch_size is that of the validation too",
    "weighted_metrics": "compile a model without metrics, and evaluate with sample_weight",
    **dict.fromkeys(("steps", "steps_per_epoch", "validation_steps"), "give fewer rows: x[:n]"),
    **dict.fromkeys(("max_shard_size", "overwrite"), "leave it out: one file takes it all"),
    **dict.fromkeys(
        ("expand_nested", "line_length", "positions", "show_trainable"),
        "leave it out: the table here has one form",
    ),
}
# What Keras has by default in `compile` and `summary`.
COMPILE = {
    **{"auto_scale_loss": True, "jit_compile": "auto", "steps_per_execution": 1},
    **{"loss_weights": None, "run_eagerly": False, "weighted_metrics": None},
}
SUMMARY = {
    **dict.fromkeys(("layer_range", "line_length", "positions")),
    **dict.fromkeys(("expand_nested", "show_trainable"), False),
}


class Sequential(HoldsWeights):
    """Layers one after the other; the output of each is the input of the next.

    Args:
        layers: an optional `Input` first, then layers. Without an `Input` the weights are
            made when the first batch shows the shape of an example.
        trainable: False leaves all weights as they are; default True. Set it, of the model or
            of a layer, at any time.
        name: shown by `summary` and in errors; default "sequential".

    Recurrent layers keep to one thread. The products of a large `Dense` are shared among all
    threads of BLAS, and then differ from those of one thread in their last bits. For the same
    bits on any number of cores set OPENBLAS_NUM_THREADS=1 before NumPy is imported.
    """

    instead = INSTEAD

    def __init__(self, layers=(), trainable=True, name=None):
        self.name = name or "sequential"
        self._trainable = bool(trainable)
        self.layers = []
        self.input_shape = None
        self.optimizer = None
        self.loss = None
        self.metrics = []
        self.stop_training = False
        for layer in as_list(layers=layers):
            self.add(layer)

    def add(self, layer, **unknown):
        """Put one more layer at the end; its weights are made if the input shape is known.

        Args:
            layer: a layer, or as the very first an `Input`. A layer without a name gets one
                from its class: "dense", "dense_1", …

        Raises:
            TypeError: it is neither.
            ValueError: it is in the model already, its name is, or it gives several arrays.
        """
        self._refuse(unknown, rebuild=True)
        if isinstance(layer, Input):
            if self.layers or self.input_shape:
                raise ValueError("Input should come first in a model, and only once")
            self.input_shape = layer.shape
            return
        if not isinstance(layer, Layer):
            raise TypeError(f"expected a layer of numpy_nn, but was given {layer!r}")
        if layer in self.layers:
            raise ValueError(f"layer {layer.name!r} is already in this model; make a new one")
        inner = getattr(layer, "forward_layer", layer)
        if getattr(inner, "return_state", False) or getattr(layer, "merge_mode", "") is None:
            raise ValueError(
                f"{type(layer).__name__} would give several arrays here; a layer in a model "
                "gives one. Call it directly to get its states"
            )
        taken = [other.name for other in self.layers]
        if layer.name in taken:
            raise ValueError(
                f"this model has a layer {layer.name!r} already; give the new one another name"
            )
        if not layer.name:
            kind = name = type(layer).__name__.lower()
            number = 0
            while name in taken:
                number += 1
                name = f"{kind}_{number}"
            layer.name = name
        self.layers.append(layer)
        if self.input_shape is not None:
            self.build((None, *self.input_shape))

    def build(self, input_shape):
        """Make the weights of every layer that has none.

        Args:
            input_shape: of a batch, as in Keras; None in it for an axis that may vary.

        Raises:
            TypeError: it is not a tuple.
            ValueError: it is not the shape that the model has already, or does not fit a layer.
        """
        if not isinstance(input_shape, (tuple, list)) or not input_shape:
            raise TypeError(
                f"input_shape should be like (None, 10, 1), but was {input_shape!r}"
            )
        _, *shape = input_shape
        if self.input_shape is not None and tuple(shape) != self.input_shape:
            raise ValueError(
                f"input_shape {tuple(input_shape)} is not that of this model, which was made "
                f"for {(None, *self.input_shape)}"
            )
        self.input_shape = tuple(shape)
        for layer in self.layers:
            layer.check((None, *shape))
            if not layer.built:
                layer.build(shape)
            shape = layer.output_shape(shape)

    @property
    def built(self):
        """Whether the weights of all layers exist."""
        return all(layer.built for layer in self.layers)

    def get_layer(self, name=None, index=None):
        """Return the layer of a name, or the one at a place; exactly one of them is given.

        Raises:
            ValueError: there is none such; the message lists the names there are.
        """
        names = [layer.name for layer in self.layers]
        known = name in names if index is None else index in range(-len(names), len(names))
        if not known or (name is not None and index is not None):
            raise ValueError(f"expected one name or index of a layer; names are {names}")
        return self.layers[names.index(name) if index is None else index]

    def output_shapes(self, input_shape):
        """Return the shape of one output of each layer; None where the input's is not known."""
        shapes, shape = [], input_shape
        for layer in self.layers:
            shape = shape and layer.output_shape(shape)
            shapes.append(shape)
        return shapes

    def compile(self, optimizer="rmsprop", loss=None, *, metrics=(), **unknown):
        """Choose the optimiser, the loss, and the metrics to report.

        Args:
            optimizer: an optimiser, or the name of one in `optimizers.OPTIMIZERS`.
            loss: a loss, or the name of one in `losses.LOSSES`.
            metrics: names of metrics in `metrics.METRICS`, such as "accuracy"; one or a list.

        Warns if a crossentropy does not fit the activation of the last layer.

        Raises:
            TypeError: an argument that is not known here; says what to write instead.
            ValueError: a name is not known; the message lists those that are.
        """
        self._refuse(unknown, **COMPILE)
        loss = losses.get(loss)
        metrics = [metrics] if isinstance(metrics, str) else as_list(metrics=metrics)
        for name in metrics:
            get_metric(name)
        self.optimizer = optimizers.get(optimizer)
        self.loss, self.metrics = loss, metrics
        last = self.layers[-1] if self.layers else None
        expected = "linear" if loss.from_logits else loss.activation
        if loss.activation and isinstance(last, Dense) and last.activation != expected:
            warnings.warn(
                f"{loss.name} expects the last layer to have activation={expected!r}, not "
                f"{last.activation!r}: write that, or take a loss that fits (from_logits=True "
                "without an activation)",
                stacklevel=2,
            )
        keep_freed_memory()

    def fit(
        self,
        x=None,
        y=None,
        batch_size=32,
        epochs=1,
        verbose="auto",
        callbacks=(),
        validation_split=0.0,
        validation_data=None,
        shuffle=True,
        class_weight=None,
        sample_weight=None,
        initial_epoch=0,
        *,
        validation_freq=1,
        **unknown,
    ):
        """Train on batches, epoch after epoch.

        Args:
            x, y: inputs and targets, one row an example.
            batch_size: rows in a batch, None for 32; the last one of an epoch may hold fewer.
            epochs: passes over the data.
            verbose: 0 for silence, 2 for a line an epoch; anything else draws a progress bar.
                Both go to standard error.
            callbacks: `Callback` objects, one or a list of them.
            validation_split: the share of the rows, the *last* ones, that is held out and
                evaluated after each epoch; split off before any shuffling, as in Keras.
            validation_data: (x, y) or (x, y, sample_weight) to evaluate instead.
            shuffle: draw a new order of the rows for each epoch (see `set_random_seed`).
            class_weight: the weight in the loss of each class, as {0: 1.0, 1: 5.0}; a class
                that is not there weighs one. Without effect on the validation.
            sample_weight: the weight in the loss of each row, or of each step of each row.
            initial_epoch: how many of the epochs are done already; default 0.
            validation_freq: evaluate after every so many epochs; default 1.

        Returns:
            A `History`: `.history["loss"]`, the metrics, and for validation the same names
            after `val_`, one number an epoch. It is also the model's attribute `history`.

        Raises:
            RuntimeError: the model was not compiled.
            TypeError: an argument that is not known here; says what to write instead.
            ValueError: data that is empty, not finite, or of a shape that does not fit.
            FloatingPointError: the loss is no longer a finite number; says at which step.
        """
        self._refuse(
            unknown, steps_per_epoch=None, validation_steps=None, validation_batch_size=None
        )
        data = checked_rows(self, x, y, sample_weight)
        batch_size = checked_batch_size(batch_size)
        require_positive(epochs=epochs, validation_freq=validation_freq)
        validation = None
        if validation_data is not None:
            if (
                not isinstance(validation_data, (tuple, list))
                or not 2 <= len(validation_data) <= 3
            ):
                raise ValueError("validation_data should be (x, y) or (x, y, sample_weight)")
            validation = checked_rows(self, *validation_data, part="validation ")
        elif validation_split is not None:
            data, validation = split_off_validation(data, validation_split)
        data = weigh_classes(self, data, class_weight)
        if isinstance(callbacks, (Callback, type)):
            callbacks = [callbacks]
        self.history = History()
        callbacks = [*as_list(callbacks=callbacks), self.history]
        if verbose:
            callbacks.append(ProgressBar(lines=verbose == 2))
        for callback in callbacks:
            if isinstance(callback, type) or not hasattr(callback, "set_params"):
                raise TypeError(f"callbacks should be `Callback` objects, not {callback!r}")
        epochs = range(initial_epoch, epochs)
        with optimizers.whole_steps(self.optimizer):
            train(
                self, data, batch_size, epochs, callbacks, validation, validation_freq, shuffle
            )
        return self.history

    def train_on_batch(
        self, x, y=None, sample_weight=None, class_weight=None, return_dict=False
    ):
        """Take one step on one batch; `class_weight` is that of `fit`.

        Returns:
            The batch's loss as it was before the step; with metrics, a list that begins
            with it; with `return_dict` all of them by name.
        """
        rows = weigh_classes(self, checked_rows(self, x, y, sample_weight), class_weight)
        with optimizers.whole_steps(self.optimizer):
            result = train_step(self, rows, f"step {self.optimizer.iterations + 1}")
        totals = Totals(self)
        totals.add(rows.y, *result)
        means = {**totals.means(), "loss": result[0]}
        if return_dict:
            return means
        return [*means.values()] if len(means) > 1 else means["loss"]

    def evaluate(
        self,
        x,
        y=None,
        batch_size=32,
        verbose=0,
        sample_weight=None,
        *,
        return_dict=False,
        **unknown,
    ):
        """Return the mean loss over all rows; with metrics, a list that begins with it.

        With `return_dict` they come by name. `verbose` is accepted, as in Keras, and unused.
        """
        self._refuse(unknown, steps=None, callbacks=None)
        batch_size = checked_batch_size(batch_size)
        means = evaluate(self, checked_rows(self, x, y, sample_weight), batch_size)
        if return_dict:
            return means
        return [*means.values()] if len(means) > 1 else means["loss"]

    def predict(self, x, batch_size=32, verbose=0, **unknown):
        """Return the outputs for all rows, (rows, …), computed batch by batch.

        Args:
            x: inputs, one row an example.
            batch_size: rows in a batch, None for 32; it changes the speed alone.
            verbose: accepted, as in Keras, and unused.

        Raises:
            ValueError: data that is empty, not finite, or of a shape that does not fit.
        """
        self._refuse(unknown, steps=None, callbacks=None)
        batch_size = checked_batch_size(batch_size)
        x = checked_inputs(self, x)
        starts = range(0, len(x), batch_size)
        return np.concatenate([outputs(self, x[i : i + batch_size]) for i in starts])

    def __call__(self, x, training=False, **unknown):
        """Return the outputs for one batch; with `training`, dropout drops."""
        self._refuse(unknown, mask=None)
        return outputs(self, checked_inputs(self, x), training)

    def gradients(self, x, y, sample_weight=None):
        """Return the loss on a batch, one gradient for each weight, and the gradient of x.

        Nothing is learned, and stateful layers stay where they were. The gradient of x is None
        where x holds ids.
        """
        rows = checked_rows(self, x, y, sample_weight)
        with states_unchanged(self.layers):
            loss, gradients, d_inputs, *_ = loss_and_gradients(self, rows)
        return loss, gradients, d_inputs

    @property
    def loss_takes_logits(self):
        """Whether the loss is computed from what the last activation was applied to.

        So Keras on TensorFlow does after any sigmoid or softmax, whatever the crossentropy.
        """
        last = self.layers[-1]
        softened = getattr(last, "activation", None) in ("sigmoid", "softmax")
        return softened and self.loss.activation is not None and hasattr(last, "logits")

    def reset_states(self):
        """Let every stateful layer begin the next batch with zeros."""
        for layer in self.layers:
            layer.reset_state()

    def summary(self, *, print_fn=print, **unknown):
        """Print a table of the layers, their output shapes and their numbers of parameters.

        The batch axis is shown as None, as in Keras: it may have any length.
        """
        self._refuse(unknown, **SUMMARY)
        rows = [("Layer", "Output shape", "Parameters")]
        shapes = self.output_shapes(self.input_shape)
        for layer, shape in zip(self.layers, shapes, strict=True):
            name = f"{layer.name} ({type(layer).__name__})"
            shape = "?" if shape is None else str((None, *shape))
            rows.append((name, shape, f"{layer.count_params():,}"))
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        lines = [
            f"{name:<{widths[0]}}  {shape:<{widths[1]}}  {number:>{widths[2]}}"
            for name, shape, number in rows
        ]
        rule = "-" * len(lines[0])
        trainable = sum(weight.size for weight in self.trainable_weights)
        total = f"Total: {trainable:,} trainable parameters"
        if frozen := self.count_params() - trainable:
            total += f", {frozen:,} that are not"
        print_fn("\n".join([lines[0], rule, *lines[1:], rule, total]))


def checked_batch_size(batch_size):
    """Return the number of rows in a batch: 32 for None, as in Keras; refuse other things."""
    batch_size = 32 if batch_size is None else batch_size
    require_positive(batch_size=batch_size)
    return batch_size


def checked_inputs(model, x, name="x"):
    """Return inputs as an array that fits the first layer; make the weights if need be."""
    if not model.layers:
        raise RuntimeError("this model has no layers; add some before using it")
    first = model.layers[0]
    x = finite_array(x, name, None if first.reads_ids else first.dtype)
    expected = model.input_shape
    if expected is not None and x.ndim != 1 + len(expected):
        hint = ""
        if x.shape == expected:
            hint = f"; write {name}[None] for a batch of one"
        elif x.shape[1:] == expected[:-1] and expected[-1] == 1:
            hint = f"; write {name}[..., None] for one feature"
        raise ValueError(
            f"{name} has the shape {x.shape}, and this model reads batches of shape "
            f"{(None, *expected)}{hint}"
        )
    first.check(x.shape)
    if first.reads_ids:
        first.check_ids(x)
    if model.input_shape is None:
        model.build(x.shape)
    return x


def checked_rows(model, x, y, sample_weight=None, part=""):
    """Return `Rows` that fit the model and each other; `part` is put before names in errors."""
    if model.loss is None:
        raise RuntimeError('call compile(optimizer="adam", loss=...) before training')
    x = checked_inputs(model, x, f"{part}x")
    dtype = model.layers[-1].dtype
    y = finite_array(y, f"{part}y", dtype)
    if len(x) != len(y):
        raise ValueError(
            f"x has {len(x)} rows and y has {len(y)}; expected one target for each input row"
        )
    output_shape = (len(x), *model.output_shapes(x.shape[1:])[-1])
    y = model.loss.targets(y, output_shape)
    if sample_weight is not None:
        sample_weight = finite_array(sample_weight, f"{part}sample_weight", dtype)
        allowed = {output_shape[:axes] for axes in range(1, max(len(output_shape), 2))}
        if sample_weight.shape not in allowed:
            raise ValueError(
                f"{part}sample_weight has shape {sample_weight.shape}; expected one weight for "
                f"each of the {len(x)} rows, or for each step of each row"
            )
    return Rows(x, y, sample_weight)


def weigh_classes(model, rows, class_weight):
    """Return `Rows` with the weight of each one's class, which is read from y as Keras does.

    Raises:
        ValueError: there are weights already, it is no dictionary, or outputs have steps.
    """
    if class_weight is None:
        return rows
    steps = len(model.output_shapes(rows.x.shape[1:])[-1]) > 1
    if steps or rows.weight is not None or not isinstance(class_weight, dict):
        raise ValueError(
            "class_weight should be a dictionary such as {0: 1.0, 1: 5.0}, for a model without "
            "steps in its outputs, and without sample_weight; give that one for more"
        )
    one_number = rows.y.size == len(rows.y)
    classes = np.round(rows.y).reshape(-1) if one_number else rows.y.argmax(axis=-1)
    weights = [class_weight.get(int(number), 1.0) for number in classes]
    return rows._replace(weight=np.array(weights, rows.y.dtype))


def finite_array(values, name, dtype):
    """Return `values` as an array of `dtype`.

    Raises:
        ValueError: it is not numeric, holds no rows, or has a NaN or an infinity in it.
    """
    array = real_array(values, name, dtype)
    if array.ndim == 0 or len(array) == 0:
        raise ValueError(
            f"{name} has shape {array.shape}; expected at least one row along the first axis"
        )
    finite = np.isfinite(array)
    if not finite.all():
        place = tuple(map(int, np.argwhere(~finite)[0]))
        raise ValueError(
            f"{name} holds {array[place]} at index {place}; expected finite numbers. "
            "Fill or drop missing values first"
        )
    return array


def split_off_validation(data, share):
    """Return training and validation `Rows`: the last share of the rows is for validation.

    With a share of 0 there is no validation, but None.

    Raises:
        ValueError: the share is no number, or leaves one of the parts without rows.
    """
    require_number(validation_split=share)
    if share == 0:
        return data, None
    rows = len(data.x)
    first = int(np.floor(rows * (1.0 - share)))
    if not 0 < first < rows:
        raise ValueError(
            f"validation_split={share} leaves {first} of {rows} rows to train on; expected a "
            "share between 0 and 1 that leaves rows on both sides"
        )
    return data.take(slice(0, first)), data.take(slice(first, rows))
