"""A clock around calls: each twin is timed in the same way."""

from itertools import pairwise
from statistics import median
from time import perf_counter


def repeated(call):
    """Return a function that times a call again and again for some seconds.

    It takes the number of the call, so that successive calls see different batches, and its
    first time does not count: a processor that has just worked for another process has to
    find this one's data again.

    Args:
        call: takes the number of the call.
    """

    def turn(seconds):
        call(0)
        times, end = [], perf_counter() + seconds
        while not times or perf_counter() < end:
            start = perf_counter()
            call(len(times) + 1)
            times.append(perf_counter() - start)
        return median(times)

    return turn


def steps_of_fit(fit, callback_type):
    """Return a function that times the steps inside `fit`, from the end of one to the next.

    What `fit` does once, before its first step and after its last, is left out.

    Args:
        fit: takes a list of callbacks and trains for one epoch.
        callback_type: the twin's `Callback`.
    """

    class Clock(callback_type):
        """Remembers when each batch was done."""

        def on_train_batch_end(self, batch, logs=None):
            """Look at the clock."""
            ends.append(perf_counter())

    ends = []

    def turn(seconds):
        times, end = [], perf_counter() + seconds
        while not times or perf_counter() < end:
            ends.clear()
            fit([Clock()])
            times += [after - before for before, after in pairwise(ends)]
        return median(times)

    return turn
