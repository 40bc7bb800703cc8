"""How the machine is used: other cores beside a recurrence, and memory that is kept.

A recurrence is a chain of small products, each of which needs the one before. The large ones
(all inputs times their weights, all sums that make up a weight's gradient) depend on no other,
and NumPy releases Python's lock inside each. So they go to worker threads, stretch by stretch,
while the chain runs in the main thread. On two cores this takes a quarter off a training step
of 128 units; small networks stay on one core, where they are as fast.

For that each product must keep to one core. OpenBLAS by itself wakes all of them even for a
small product: no gain in a recurrence, and a great loss where another program is running.
`threadpoolctl` limits it; without it (in a browser, say) everything runs in the main thread.

Every training step needs the same large arrays and frees them again. The C library returns
freed memory to the system once there is much of it, and the system hands it out again page by
page, filled with zeros: 6,000 pages and a tenth of the time of a step, measured with 128 units
and 200 time steps on Linux. How much the library keeps grows with the largest array ever freed.
"""

import os
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache

import numpy as np

# In multiplications; below these the overhead is larger than the gain.
WORTH_LIMITING = 1e6
WORTH_A_THREAD = 5e7
MOST_WORKERS = 3  # more than these rarely find work
IN_ADVANCE = 2  # results that wait; with more of them, they leave the processor's cache
LARGEST_NOTED = 31 * 2**20  # bytes; glibc takes no note of arrays above 32 MiB


class Work:
    """Calls whose results are needed later.

    Args:
        pool: threads that make them in the meantime; None makes them in the main thread, each
            when it is asked for.
    """

    def __init__(self, pool=None):
        self._pool = pool

    def prefetch(self, function, arguments):
        """Yield (argument, function(argument)) for each; by then a pool has begun the next."""
        if self._pool is None:
            yield from ((argument, function(argument)) for argument in arguments)
            return
        begun = deque()
        for argument in arguments:
            begun.append((argument, self.submit(function, argument)))
            if len(begun) > IN_ADVANCE:
                first, result = begun.popleft()
                yield first, result()
        for first, result in begun:
            yield first, result()

    def submit(self, function, *arguments):
        """Start a call; return a function that returns its result, once it is there."""
        if self._pool is None:
            result = function(*arguments)
            return lambda: result
        future = self._pool.submit(function, *arguments)
        # Instead of waiting for work that no thread has begun, the caller does it.
        return lambda: function(*arguments) if future.cancel() else future.result()


@contextmanager
def background(multiplications):
    """Yield `Work`, with a pool of threads if there are cores and enough to do for them.

    Results are the same, to the bit, in both cases.

    Args:
        multiplications: how many the pass takes.
    """
    if multiplications < WORTH_LIMITING:
        yield Work()
        return
    with one_blas_thread() as limited:
        if not limited or multiplications < WORTH_A_THREAD or _cores() == 1:
            yield Work()
            return
        with ThreadPoolExecutor(min(_cores() - 1, MOST_WORKERS)) as pool:
            yield Work(pool)


@contextmanager
def one_blas_thread():
    """Keep matrix products to one core; yield whether that was possible.

    Around a whole training it saves every pass the change, which takes 4 µs. (`limit` of
    threadpoolctl does the same and takes 11, much for the single step of a stream.)
    """
    libraries = [] if _blas() is None else _blas().lib_controllers
    threads = [library.num_threads for library in libraries]
    if threads.count(1) == len(threads):
        yield bool(libraries)
        return
    for library in libraries:
        library.set_num_threads(1)
    try:
        yield True
    finally:
        for library, number in zip(libraries, threads, strict=True):
            library.set_num_threads(number)


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


def keep_freed_memory():
    """Make the C library keep up to 62 MiB of freed memory; elsewhere this does nothing."""
    np.empty(LARGEST_NOTED, np.uint8)  # freed at once, and never written: it takes no memory
