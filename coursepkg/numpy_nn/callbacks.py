"""Callbacks: a history, a progress bar, early stopping, and the best weights in a file.

A callback has the hooks of Keras' callbacks, under the same names, so that one written here
also works in `fit` of the Keras twin.
"""

import sys
import time

import numpy as np

from .weights import write_weights


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
    """

    width = 24

    def __init__(self, stream=None):
        super().__init__()
        self.stream = stream or sys.stderr

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
        if time.monotonic() - self._last_drawn > 0.1:
            self._draw(self._epoch + (batch + 1) / (self.params.get("steps") or batch + 1))

    def on_epoch_end(self, epoch, logs=None):
        """Show the numbers of the epoch that ended."""
        self._logs = logs or {}
        if time.monotonic() - self._last_drawn > 0.1:
            self._draw(epoch + 1)

    def on_train_end(self, logs=None):
        """Draw the full bar and end the line."""
        self._draw(self._epoch + 1)
        self.stream.write("\n")
        self.stream.flush()

    def _draw(self, epochs_done):
        self._last_drawn = time.monotonic()
        epochs = self.params.get("epochs", 1)
        filled = round(self.width * min(epochs_done / epochs, 1))
        bar = "█" * filled + "·" * (self.width - filled)
        numbers = "  ".join(f"{name} {float(value):.4f}" for name, value in self._logs.items())
        line = f"epoch {self._epoch + 1}/{epochs} {bar} {numbers}"
        # Spaces cover what a longer line before this one may have left behind.
        self.stream.write("\r" + line.ljust(self._drawn_width))
        self._drawn_width = len(line)
        self.stream.flush()


class Monitor(Callback):
    """The base of the two below: which number is monitored, and its best value so far.

    Args:
        monitor: name of the number in the epoch's logs, such as "val_loss".
        mode: "min", "max", or "auto": accuracies should grow, all else should shrink.
    """

    def __init__(self, monitor="val_loss", mode="auto"):
        super().__init__()
        if mode not in ("auto", "min", "max"):
            raise ValueError(f"mode should be 'auto', 'min' or 'max', but was {mode!r}")
        self.monitor = monitor
        grows = mode == "max" or (mode == "auto" and monitor.endswith(("acc", "accuracy")))
        self._sign = -1 if grows else 1
        self.best = np.inf * self._sign

    def on_train_begin(self, logs=None):
        """Forget the best of an earlier training."""
        self.best = np.inf * self._sign

    def current(self, logs):
        """Return the monitored number of this epoch.

        Raises:
            KeyError: there is none of that name; the message lists those there are.
        """
        if self.monitor not in logs:
            raise KeyError(f"no {self.monitor!r} to monitor; there are: {', '.join(logs)}")
        return logs[self.monitor]

    def improves(self, value, min_delta=0.0):
        """Return whether a value is better than the best one by more than `min_delta`."""
        return self._sign * value < self._sign * self.best - min_delta


class EarlyStopping(Monitor):
    """Stop training when the monitored number has not improved for some epochs.

    Args:
        monitor: which number; default "val_loss".
        min_delta: what counts as an improvement; default 0: any.
        patience: how many epochs without one to wait before stopping; default 0.
        mode: "min", "max" or "auto".
        restore_best_weights: put the weights of the best epoch back at the end; default
            False.
    """

    def __init__(
        self,
        monitor="val_loss",
        min_delta=0.0,
        patience=0,
        *,
        mode="auto",
        restore_best_weights=False,
    ):
        super().__init__(monitor, mode)
        self.min_delta = abs(min_delta)
        self.patience = patience
        self.restore_best_weights = restore_best_weights

    def on_train_begin(self, logs=None):
        """Start the count of epochs without improvement."""
        super().on_train_begin(logs)
        self.stopped_epoch = 0
        self.best_epoch = 0
        self._waited = 0
        self._best_weights = None

    def on_epoch_end(self, epoch, logs=None):
        """Compare with the best epoch so far."""
        value = self.current(logs)
        if self.improves(value, self.min_delta):
            self.best, self.best_epoch, self._waited = value, epoch, 0
            if self.restore_best_weights:
                self._best_weights = self.model.get_weights()
            return
        self._waited += 1
        if self._waited >= self.patience and epoch > 0:
            self.stopped_epoch = epoch
            self.model.stop_training = True

    def on_train_end(self, logs=None):
        """Put the best weights back, with `restore_best_weights`."""
        if self._best_weights is not None:
            self.model.set_weights(self._best_weights)


class BestWeights(Monitor):
    """Write the weights to a file whenever the monitored number improves.

    Args:
        filepath: where to; should end in ".npz" (see `write_weights`).
        monitor: which number; default "val_loss".
        mode: "min", "max" or "auto".
    """

    def __init__(self, filepath, monitor="val_loss", mode="auto"):
        super().__init__(monitor, mode)
        self.filepath = filepath

    def on_epoch_end(self, epoch, logs=None):
        """Write if this epoch is the best so far."""
        value = self.current(logs)
        if self.improves(value):
            self.best = value
            write_weights(self.filepath, self.model.get_weights())
