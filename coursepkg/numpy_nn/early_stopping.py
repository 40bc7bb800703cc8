"""Callbacks that watch a number: stop when it no longer improves, or keep the best weights."""

import numpy as np

from .callbacks import Callback
from .weight_files import write_weights


class Watching(Callback):
    """What both callbacks share: which number, which direction is better, the best so far.

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
        """Return the watched number of this epoch.

        Raises:
            KeyError: there is none of that name; the message lists those there are.
        """
        if self.monitor not in logs:
            raise KeyError(f"no {self.monitor!r} to monitor; there are: {', '.join(logs)}")
        return logs[self.monitor]

    def improves(self, value, min_delta=0.0):
        """Return whether a value is better than the best one by more than `min_delta`."""
        return self._sign * value < self._sign * self.best - min_delta


class EarlyStopping(Watching):
    """Stop training when the watched number has not improved for some epochs.

    Args:
        monitor: which number; default "val_loss".
        min_delta: what counts as an improvement; default 0: any.
        patience: epochs without one that are waited for; default 0.
        mode: "min", "max" or "auto".
        restore_best_weights: put the weights of the best epoch back at the end; default
            False.
    """

    def __init__(
        self,
        monitor="val_loss",
        min_delta=0.0,
        patience=0,
        mode="auto",
        restore_best_weights=False,
    ):
        super().__init__(monitor, mode)
        self.min_delta = abs(min_delta)
        self.patience = patience
        self.restore_best_weights = restore_best_weights

    def on_train_begin(self, logs=None):
        """Begin to wait from nothing."""
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
        """Put the best weights back, if asked to."""
        if self._best_weights is not None:
            self.model.set_weights(self._best_weights)


class BestWeights(Watching):
    """Write the weights to a file whenever the watched number improves.

    Args:
        filepath: where to; should end in ".npz" (see `weight_files`).
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
