"""One submission in a process of its own: questions go in, arrays come out."""

import contextlib
import os
import signal
import threading
import time

from .inside import wire

LONGEST_TEXT = 4_000  # characters of one answer's text; the sandbox cuts, but may be changed


class StoppedError(Exception):
    """The process is gone, or had to be stopped; the message says why."""


class AnswerError(Exception):
    """The learner's code raised an exception; the message is the learner's to read."""


class Starter:
    """Starts processes, of which all can be ended at once: when a run is interrupted."""

    def __init__(self, start):
        """Take a function of `Limits` that starts a process and returns a `Popen`."""
        self._start, self._lock = start, threading.Lock()
        self._running, self._stopped = [], False

    def __call__(self, limits):
        """Start a process.

        Raises:
            StoppedError: `stop` was called.
        """
        with self._lock:
            if self._stopped:
                raise StoppedError("the run was interrupted")
            self._running = [process for process in self._running if process.poll() is None]
            self._running.append(self._start(limits))
            return self._running[-1]

    def stop(self):
        """End every process, and start no more."""
        with self._lock:
            self._stopped = True
            for process in self._running:
                if process.poll() is None:
                    kill(process)


def kill(process):
    """Kill a process, its group, and with it all that the sandbox started."""
    # The process leads its group; the sandbox's other processes die with their parent.
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


class SubmissionProcess:
    """A process with one submission in it, which is started anew after a crash.

    Attributes:
        problems: what went wrong outside functions, a line each, or "".
    """

    def __init__(self, start, cells, limits):
        """Start a process and run the submission's code.

        Args:
            start: function of `Limits` that starts a process and returns a `Popen`.
            cells: list of (label, source code).
            limits: `Limits`.

        Raises:
            StoppedError: it did not come to the end of the code.
        """
        self._start, self._cells, self._limits = start, cells, limits
        self._process = None
        self._until = time.monotonic() + limits.submission_seconds
        self.problems = self._load()

    def ask(self, name, arguments=None, keys=()):
        """Call a function of the submission; without arguments, take a value.

        Args:
            name: of the function or the value.
            arguments: a tuple.
            keys: those that count of a dictionary that comes back; all if there are none.

        Returns:
            A list of arrays.

        Raises:
            StoppedError: the process is gone, or had to be stopped; the next call gets another.
            AnswerError: the learner's code raised an exception.
        """
        if time.monotonic() >= self._until:
            self.close()
            seconds = self._limits.submission_seconds
            raise StoppedError(f"not reached: {seconds:g} seconds were over, all in all")
        if self._process is None:
            self._load()
        error, results = self._exchange(
            (name, arguments, list(keys)), self._limits.call_seconds
        )
        if error:
            raise AnswerError(error)
        return results

    def close(self):
        """End the process and all that it started."""
        if self._process is None:
            return
        kill(self._process)
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):
                pipe.close()
        self._process.wait()
        self._process = None

    def _load(self):
        self._process = self._start(self._limits)
        return self._exchange(self._cells, self._limits.load_seconds)[0]

    def _exchange(self, question, seconds):
        """Send a question and wait for the answer; whoever is late is killed."""
        late = threading.Event()
        seconds = max(0, min(seconds, self._until - time.monotonic()))
        watch = threading.Timer(seconds, lambda: (late.set(), kill(self._process)))
        watch.start()
        try:
            wire.write_question(self._process.stdin, question)
            text, arrays = wire.read_answer(self._process.stdout, self._limits.reply)
            return text[:LONGEST_TEXT], arrays
        except wire.WireError as error:
            reason = f"the answer could not be read: {error}"
        except (EOFError, OSError):
            reason = "the process ended: out of memory, or by itself"
            if late.is_set():
                reason = f"stopped after {round(seconds, 1):g} seconds: is it endless?"
        finally:
            watch.cancel()
            watch.join()  # so that it never kills a process that has ended since
        self.close()
        raise StoppedError(reason)
