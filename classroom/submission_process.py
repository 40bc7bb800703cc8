"""One submission in a process of its own: questions go in, arrays come out."""

import contextlib
import json
import os
import signal
import threading

from .inside import wire


class StoppedError(Exception):
    """The process is gone, or had to be stopped; the message says why."""


class AnswerError(Exception):
    """The learner's code raised an exception; the message is the learner's to read."""


class Child:
    """A process with one submission in it."""

    def __init__(self, start, cells, limits):
        """Start a process and run the submission's code.

        Args:
            start: function of `Limits` that starts a process and returns a `Popen`.
            cells: list of (label, source code).
            limits: `Limits`.

        Raises:
            StoppedError: it did not come to the end of the code.
        """
        self._limits = limits
        self._process = start(limits)
        try:
            self.problems, _ = self._exchange(json.dumps(cells), (), limits.load_seconds)
        except StoppedError:
            self.close()
            raise

    def ask(self, name, arguments=None):
        """Call a function of the submission; without arguments, take a value.

        Returns:
            A list of arrays.

        Raises:
            StoppedError: the process is gone, or had to be stopped.
            AnswerError: the learner's code raised an exception.
        """
        arrays = []
        question = {"name": name, "arguments": wire.flat(arguments, arrays)}
        seconds = self._limits.call_seconds
        error, results = self._exchange(json.dumps(question), arrays, seconds)
        if error:
            raise AnswerError(error)
        return results

    def close(self):
        """End the process and all that it started."""
        self._kill()
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):
                pipe.close()
        self._process.wait()

    def _exchange(self, text, arrays, seconds):
        """Send a message and wait for the answer; whoever is late is killed."""
        late = threading.Event()
        watch = threading.Timer(seconds, lambda: (late.set(), self._kill()))
        watch.start()
        try:
            wire.write(self._process.stdin, text, arrays)
            return wire.read(self._process.stdout, self._limits.reply)
        except wire.WireError as error:
            raise StoppedError(f"the answer could not be read: {error}") from None
        except (EOFError, OSError):
            if late.is_set():
                raise StoppedError(
                    f"stopped after {seconds:g} seconds: is it endless?"
                ) from None
            raise StoppedError("the process ended: out of memory, or by itself") from None
        finally:
            watch.cancel()
            watch.join()  # so that it never kills a process that has ended since

    def _kill(self):
        # The process leads its group; the sandbox's other processes die with their parent.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
