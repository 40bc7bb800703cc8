"""Work aside: large products on other cores while a recurrence takes its steps.

A recurrence is a chain of small products, each waiting for the one before. The large ones
(all inputs times their weights, all the sums that make weight gradients) wait for nobody, and
NumPy lets go of Python's lock inside each. So they go to worker threads, stretch by stretch,
while the chain goes on in front. On two cores this takes a quarter off a training step of 128
units; small networks are left on one core, where they are as fast.

For that each product must keep to one core. OpenBLAS by itself wakes all of them even for a
small product: no gain in a recurrence, and a great loss where another program is running.
`threadpoolctl` holds it back; without it (in a browser, say) all work is done in turn.
"""

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache

# In multiplications; below, the change of hands costs more than it saves.
WORTH_LIMITING = 1e6
WORTH_A_THREAD = 5e7
MOST_WORKERS = 3  # more than these rarely find work


class InTurn:
    """All work done here, each piece when it is needed."""

    def ahead(self, function, cuts):
        """Yield (cut, function(cut)) for each of `cuts`."""
        for cut in cuts:
            yield cut, function(cut)

    def behind(self, function, *arguments):
        """Call a function; return a function that returns the result."""
        value = function(*arguments)
        return lambda: value


class WithWorkers:
    """The same, with the work done by others in the meantime."""

    def __init__(self, pool):
        self._pool = pool

    def ahead(self, function, cuts):
        """Yield (cut, function(cut)) for each of `cuts`; all are begun at once."""
        results = [self.behind(function, cut) for cut in cuts]
        for cut, result in zip(cuts, results, strict=True):
            yield cut, result()

    def behind(self, function, *arguments):
        """Begin a call; return a function that waits for its result and returns it."""
        future = self._pool.submit(function, *arguments)
        # Who needs a result that nobody has begun does not wait for it, but does it himself.
        return lambda: function(*arguments) if future.cancel() else future.result()


@contextmanager
def work_aside(multiplications):
    """Yield `WithWorkers` if there is enough to do, and cores to do it; else `InTurn`.

    Results are the same, to the bit, in both cases.

    Args:
        multiplications: how many the pass takes.
    """
    if multiplications < WORTH_LIMITING:
        yield InTurn()
        return
    with one_blas_thread() as limited:
        workers = min(_cores() - 1, MOST_WORKERS)
        if workers < 1 or not limited or multiplications < WORTH_A_THREAD:
            yield InTurn()
            return
        with ThreadPoolExecutor(workers) as pool:
            yield WithWorkers(pool)


@contextmanager
def one_blas_thread():
    """Keep matrix products to one core; yield whether that was possible.

    Around a whole training it saves every pass the change, which takes 14 µs.
    """
    blas = _blas()
    if blas is None:
        yield False
    elif all(library.num_threads == 1 for library in blas.lib_controllers):
        yield True
    else:
        with blas.limit(limits=1):
            yield True


def _cores():
    """Return the number of cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@cache
def _blas():
    """Return threadpoolctl's handle of the BLAS libraries, or None if there is none."""
    try:
        from threadpoolctl import ThreadpoolController
    except ImportError:
        return None
    blas = ThreadpoolController().select(user_api="blas")
    return blas if blas.lib_controllers else None
