"""The callback that the engine hands to every run: it holds the clock and reports progress."""

import time
from statistics import median

from coursepkg.numpy_nn import Callback


class Watch(Callback):
    """Measures epochs of training, in either twin; `report` is told of each.

    Args:
        report: called with a short text after every epoch.
    """

    def __init__(self, report=lambda text: None):
        super().__init__()
        self.report = report
        self.seconds = []  # of every epoch, without its validation
        self.steps = 0  # batches in an epoch

    def on_epoch_begin(self, epoch, logs=None):
        """Start the clock."""
        self._begin = self._end = time.perf_counter()
        self.steps = 0

    def on_train_batch_end(self, batch, logs=None):
        """Stop it for now: nobody knows which batch is the last."""
        self._end = time.perf_counter()
        self.steps = batch + 1

    def on_epoch_end(self, epoch, logs=None):
        """Keep the time of the epoch's batches."""
        self.seconds.append(self._end - self._begin)
        loss = f", loss {logs['loss']:.4g}" if logs else ""
        self.report(f"epoch {epoch + 1} of {self.params.get('epochs', '?')}{loss}")

    def on_test_begin(self, logs=None):
        """Do nothing: these four are called where there is validation data."""

    on_test_end = on_test_begin

    def on_test_batch_begin(self, batch, logs=None):
        """Do nothing."""

    on_test_batch_end = on_test_batch_begin

    def times(self):
        """Return the median seconds of an epoch and of a step.

        The first epoch counts only if it is the only one: in it Keras compiles.

        Raises:
            ValueError: no epoch was seen; the callback was not passed to `fit`.
        """
        if not self.seconds:
            raise ValueError("no epoch was seen: pass callbacks=[watch] to the model's fit")
        epoch = median(self.seconds[1:] or self.seconds)
        return {"seconds_per_epoch": epoch, "seconds_per_step": epoch / max(self.steps, 1)}
