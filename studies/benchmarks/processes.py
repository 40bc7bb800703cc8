"""The parent's side of the workers: start them, ask one of them at a time, let them go."""

import multiprocessing
from contextlib import ExitStack, contextmanager, suppress

from .worker import serve


class WorkerError(RuntimeError):
    """A worker ended instead of answering; what it said is on standard error."""


class Process:
    """One twin's worker."""

    def __init__(self, twin):
        # Spawned: a forked child would share the parent's memory, and count it as its own.
        context = multiprocessing.get_context("spawn")
        self.twin = twin
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=serve, args=(twin, theirs), daemon=True)
        self._process.start()
        theirs.close()

    @property
    def pid(self):
        """The process' number in the operating system."""
        return self._process.pid

    def ask(self, method, *arguments):
        """Send a message, wait for the answer and return it."""
        try:
            self._connection.send((method, *arguments))
            return self._connection.recv()
        except (EOFError, ConnectionError) as error:
            raise WorkerError(f"the worker of {self.twin} ended during {method!r}") from error

    def close(self):
        """Let the worker end, and wait until it has."""
        with suppress(ConnectionError):  # it may have ended by itself
            self._connection.send(None)
        self._connection.close()
        self._process.join()


@contextmanager
def running(names):
    """Yield a `Process` for each twin, by name; they end when the block does."""
    with ExitStack() as stack:
        workers = {}
        for name in names:
            workers[name] = Process(name)
            stack.callback(workers[name].close)
        yield workers
