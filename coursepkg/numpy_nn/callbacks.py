"""Callbacks: history, progress bar, early stopping, weights in files, learning rates.

A callback has the hooks of Keras' callbacks, under the same names, so that one written here
also works in `fit` of the Keras twin.
"""

import sys
import time
from pathlib import Path

import numpy as np

from .layers.base import require_number
from .metrics import METRICS
from .weights import checked_path, write_weights


class Callback:
    """Hooks that do nothing; a callback of your own overrides those it needs."""

    def __init__(self):
        self.params = {}
        self.model = None

    def set_params(self, params):
        """Store the settings of the run: "epochs" and "steps" (batches an epoch)."""
        self.params = params

    def set_model(self, model):
        """Store the model that is trained."""
        self.model = model

    def on_train_begin(self, logs=None):
        """Called once, before the first epoch."""

    def on_train_end(self, logs=None):
        """Called once, after the last epoch."""

    def on_epoch_begin(self, epoch, logs=None):
        """Called before each epoch, counted from 0."""

    def on_epoch_end(self, epoch, logs=None):
        """Called after each epoch with its losses and metrics by name."""

    def on_train_batch_begin(self, batch, logs=None):
        """Called before each batch, counted from 0 in its epoch; calls `on_batch_begin`."""
        self.on_batch_begin(batch, logs)

    def on_train_batch_end(self, batch, logs=None):
        """Called after each batch with the means of the epoch so far; calls `on_batch_end`."""
        self.on_batch_end(batch, logs)

    def on_batch_begin(self, batch, logs=None):
        """The older name of `on_train_batch_begin`."""

    def on_batch_end(self, batch, logs=None):
        """The older name of `on_train_batch_end`."""

    def on_test_begin(self, logs=None):
        """Called before each validation."""

    def on_test_end(self, logs=None):
        """Called after each validation with its means."""

    def on_test_batch_begin(self, batch, logs=None):
        """Called before each batch of a validation."""

    def on_test_batch_end(self, batch, logs=None):
        """Called after each batch of a validation with its means so far."""


# What a hook of `Callback` calls, where it does anything at all.
OLDER = {"on_train_batch_begin": "on_batch_begin", "on_train_batch_end": "on_batch_end"}


def overrides(callback, hook):
    """Return whether a callback has a hook of its own, in its class or as an attribute."""
    method = getattr(callback, hook)
    return getattr(method, "__func__", method) is not getattr(Callback, hook)


def notify(callbacks, hook, *arguments):
    """Call a hook of every callback that overrides it; others have nothing to do."""
    for callback in callbacks:
        if overrides(callback, hook) or (hook in OLDER and overrides(callback, OLDER[hook])):
            getattr(callback, hook)(*arguments)


class History(Callback):
    """Losses and metrics of every epoch: `history["loss"][epoch]`; `fit` returns one."""

    def on_train_begin(self, logs=None):
        """Begin with an empty record."""
        self.epoch = []
        self.history = {}

    def on_epoch_end(self, epoch, logs=None):
        """Append each number to its list."""
        self.epoch.append(epoch)
        for name, value in (logs or {}).items():
            self.history.setdefault(name, []).append(value)


class ProgressBar(Callback):
    """One line that is rewritten as training goes on.

    It goes to standard error, so that a notebook's results do not depend on it. At most ten
    updates a second are written: drawing must not slow the training down.

    Args:
        stream: where to draw; default: standard error.
        lines: instead write one line an epoch, when it ends; default False.
    """

    width = 24

    def __init__(self, stream=None, lines=False):
        super().__init__()
        self.stream = stream or sys.stderr
        self.lines = lines

    def on_train_begin(self, logs=None):
        """Start the clock."""
        self._last_drawn = 0.0
        self._drawn_width = 0
        self._epoch = 0
        self._logs = {}

    def on_epoch_begin(self, epoch, logs=None):
        """Remember which epoch it is."""
        self._epoch = epoch

    def on_train_batch_end(self, batch, logs=None):
        """Draw how much of all epochs is done."""
        if not self.lines and time.monotonic() - self._last_drawn > 0.1:
            self._draw(self._epoch + (batch + 1) / (self.params.get("steps") or batch + 1))

    def on_epoch_end(self, epoch, logs=None):
        """Show the numbers of the epoch that ended."""
        self._logs = logs or {}
        if self.lines or time.monotonic() - self._last_drawn > 0.1:
            self._draw(epoch + 1, end="\n" if self.lines else "")

    def on_train_end(self, logs=None):
        """Draw the full bar and end the line."""
        if not self.lines:
            self._draw(self._epoch + 1, end="\n")

    def _draw(self, epochs_done, end=""):
        self._last_drawn = time.monotonic()
        epochs = self.params.get("epochs", 1)
        filled = round(self.width * min(epochs_done / epochs, 1))
        bar = "█" * filled + "·" * (self.width - filled)
        numbers = "  ".join(f"{name} {float(value):.4f}" for name, value in self._logs.items())
        line = f"epoch {self._epoch + 1}/{epochs} {bar} {numbers}"
        # Spaces cover what a longer line before this one may have left behind.
        self.stream.write("\r" + line.ljust(self._drawn_width) + end)
        self._drawn_width = len(line)
        self.stream.flush()


class Monitor(Callback):
    """The base of the two below: which number is monitored, and its best value so far.

    Args:
        monitor: name of the number in the epoch's logs, such as "val_loss".
        mode: "min", "max", or "auto": the loss and errors should shrink, accuracies grow.
        best: a value to begin with; default None: the first one is the best.
    """

    def __init__(self, monitor="val_loss", mode="auto", best=None):
        super().__init__()
        if not isinstance(monitor, str):
            raise TypeError(f"monitor should be a name such as 'val_loss', but was {monitor!r}")
        if str(mode) not in ("auto", "min", "max"):
            raise ValueError(f"mode should be 'auto', 'min' or 'max', but was {mode!r}")
        self.monitor = monitor
        self.mode = mode
        self.best = best

    def current(self, logs):
        """Return the monitored number of this epoch.

        Raises:
            ValueError: there is none of that name; the message lists those there are.
        """
        if self.monitor not in logs:
            raise ValueError(f"no {self.monitor!r} to monitor; there are: {', '.join(logs)}")
        return logs[self.monitor]

    def improves(self, value, reference, min_delta=0.0):
        """Return whether a value is better than another, if any, by more than `min_delta`.

        Raises:
            ValueError: the mode is "auto", and the number neither a loss nor a known metric.
        """
        name, mode = self.monitor.removeprefix("val_"), self.mode
        if mode == "auto":
            if name not in ("loss", *METRICS):
                raise ValueError(
                    f"is {self.monitor!r} better large or small? Write mode='max' or 'min'"
                )
            mode = "max" if name.endswith(("acc", "accuracy")) else "min"
        if reference is None:
            return True
        return value - min_delta > reference if mode == "max" else value + min_delta < reference


class EarlyStopping(Monitor):
    """Stop training when the monitored number has not improved for some epochs.

    Args:
        monitor: which number; default "val_loss".
        min_delta: what counts as an improvement; default 0: any.
        patience: how many epochs without one to wait before stopping; default 0.
        verbose: 1 prints when it stops and what it restores; default 0.
        mode: "min", "max" or "auto".
        baseline: an improvement that does not reach this one counts as none; default None.
        restore_best_weights: put the weights of the best epoch back at the end; default
            False.
        start_from_epoch: how many epochs go by before any is looked at; default 0.
    """

    def __init__(
        self,
        monitor="val_loss",
        min_delta=0.0,
        patience=0,
        verbose=0,
        mode="auto",
        baseline=None,
        restore_best_weights=False,
        start_from_epoch=0,
    ):
        super().__init__(monitor, mode)
        require_number(min_delta=min_delta)
        self.min_delta = abs(min_delta)
        self.patience = patience
        self.verbose = verbose
        self.baseline = baseline
        self.restore_best_weights = restore_best_weights
        self.start_from_epoch = start_from_epoch

    def on_train_begin(self, logs=None):
        """Start the count of epochs without improvement."""
        self.best = self.best_weights = None
        self.stopped_epoch = self.best_epoch = self.wait = 0

    def on_epoch_end(self, epoch, logs=None):
        """Compare with the best epoch so far."""
        value = self.current(logs)
        if epoch < self.start_from_epoch:
            return
        self.wait += 1
        if self.improves(value, self.best, self.min_delta):
            self.best, self.best_epoch = value, epoch
            if self.restore_best_weights:
                self.best_weights = self.model.get_weights()
            if self.improves(value, self.baseline, self.min_delta):
                self.wait = 0
        elif self.wait >= self.patience and epoch > 0:
            self.stopped_epoch = epoch
            self.model.stop_training = True

    def on_train_end(self, logs=None):
        """Put the best weights back, with `restore_best_weights`."""
        if self.stopped_epoch and self.verbose:
            print(f"Epoch {self.stopped_epoch + 1}: early stopping")
        if self.best_weights is not None:
            if self.verbose:
                print(f"Restoring the weights of the best epoch: {self.best_epoch + 1}")
            self.model.set_weights(self.best_weights)


class ModelCheckpoint(Monitor):
    """Write the weights to a file after every epoch, or after those that are the best so far.

    It writes the format of `write_weights` for both twins. (Keras' own writes another, to
    names that end in ".weights.h5".)

    Args:
        filepath: where to; ends in ".npz", and may have the number of the epoch, counted from
            1, and the logs in it, as in "epoch {epoch:02d}, {val_loss:.2f}.npz".
        monitor: which number; default "val_loss".
        verbose: 1 prints what is written; default 0.
        save_best_only: write only when the monitored number improves; default False.
        save_weights_only: must be True: a file holds weights, and the model is your code.
        mode: "min", "max" or "auto".
        save_freq: must be "epoch", the default.
        initial_value_threshold: what the first file has to improve on; default None.

    Raises:
        ValueError: one of the arguments is not as above.
    """

    def __init__(
        self,
        filepath,
        monitor="val_loss",
        verbose=0,
        save_best_only=False,
        save_weights_only=False,
        mode="auto",
        save_freq="epoch",
        initial_value_threshold=None,
    ):
        super().__init__(monitor, mode, initial_value_threshold)
        if not save_weights_only or save_freq != "epoch":
            raise ValueError(
                "a file has the weights alone, after an epoch: write save_weights_only=True, "
                "and leave save_freq out"
            )
        self.filepath = str(checked_path(filepath))
        self.verbose = verbose
        self.save_best_only = save_best_only

    def on_epoch_end(self, epoch, logs=None):
        """Write, with `save_best_only` if this epoch is the best so far."""
        if self.save_best_only:
            value = self.current(logs)
            if not self.improves(value, self.best):
                return
            self.best = value
        path = Path(self.filepath.format(epoch=epoch + 1, **logs))
        path.parent.mkdir(parents=True, exist_ok=True)
        write_weights(path, self.model.get_weights())
        if self.verbose:
            print(f"Epoch {epoch + 1}: the weights are in {path}")


class LearningRateScheduler(Callback):
    """Set the optimiser's learning rate before each epoch; the logs then have it too.

    Args:
        schedule: function (epoch, counted from 0, and the rate so far) → the new rate, a
            float; or of the epoch alone.
        verbose: 1 prints each rate; default 0.
    """

    def __init__(self, schedule, verbose=0):
        super().__init__()
        self.schedule = schedule
        self.verbose = verbose

    def on_epoch_begin(self, epoch, logs=None):
        """Set the rate of this epoch."""
        try:
            rate = self.schedule(epoch, float(self.model.optimizer.learning_rate))
        except TypeError:  # a function of the epoch alone, as in Keras
            rate = self.schedule(epoch)
        if not isinstance(rate, (float, np.floating)):
            raise ValueError(f"the schedule should return a float, but returned {rate!r}")
        self.model.optimizer.learning_rate = rate
        if self.verbose:
            print(f"Epoch {epoch + 1}: learning rate {rate}")

    def on_epoch_end(self, epoch, logs=None):
        """Add the rate to the logs, and so to the history."""
        logs["learning_rate"] = float(self.model.optimizer.learning_rate)
