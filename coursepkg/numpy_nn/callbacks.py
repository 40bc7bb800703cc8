"""What happens around training: a record of every epoch, and a progress bar.

A callback has the hooks of Keras' callbacks, under the same names, so that one written here
also works in `fit` of the Keras twin.
"""

import sys
import time


class Callback:
    """Hooks that do nothing; a callback of your own overrides those it needs."""

    def __init__(self):
        self.params = {}
        self.model = None

    def set_params(self, params):
        """Be told of the run: a dictionary with "epochs" and "steps" (batches an epoch)."""
        self.params = params

    def set_model(self, model):
        """Be told of the model that is trained."""
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
        """Called before each batch, counted from 0 in its epoch."""

    def on_train_batch_end(self, batch, logs=None):
        """Called after each batch."""

    def on_test_begin(self, logs=None):
        """Called by Keras alone, before each validation; so are the three that follow."""

    def on_test_end(self, logs=None):
        """Called after each validation."""

    def on_test_batch_begin(self, batch, logs=None):
        """Called before each batch of it."""

    def on_test_batch_end(self, batch, logs=None):
        """Called after each batch of it."""


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
