"""Runs a learner's code and answers the grader's questions about it.

This runs inside the sandbox, in one process with the learner's code, which can change all of
it. So nothing here is trusted: the limits are the kernel's, and answers are only arrays.
"""

import ast
import contextlib
import os
import resource
import signal
import sys
import types

import numpy as np

from coursepkg.checks import leaves, said_by

from . import wire

MOST_PROBLEMS = 5
LONGEST_TEXT = 600


def main(memory, cpu_seconds, statement_seconds):
    """Take one submission and then questions, until there are no more."""
    questions, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    # What the learner prints goes where errors go, which is nowhere; nothing is read.
    os.dup2(2, 0)
    os.dup2(2, 1)
    limit(memory, cpu_seconds)
    submission = SubmittedCode(statement_seconds)
    for label, source in wire.read_question(questions):
        submission.run(label, source)
    wire.write_answer(answers, "\n".join(submission.problems[:MOST_PROBLEMS]))
    with contextlib.suppress(EOFError):
        while True:
            name, arguments = wire.read_question(questions)
            wire.write_answer(answers, *submission.answer(name, arguments))


def limit(memory, cpu_seconds):
    """Bound what this process may take, for good."""
    for kind, most in {
        resource.RLIMIT_AS: memory,
        resource.RLIMIT_CPU: cpu_seconds,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NPROC: 0,
        resource.RLIMIT_NOFILE: 64,
        resource.RLIMIT_CORE: 0,
    }.items():
        resource.setrlimit(kind, (most, most))


class SubmittedCode:
    """A learner's names, as they are after all the code has run."""

    def __init__(self, statement_seconds):
        self._seconds = statement_seconds
        module = types.ModuleType("submission")
        # A class looks up its module by name; np is there even where the first cell is lost.
        sys.modules["submission"] = module
        self._names = vars(module)
        self._names["np"] = np
        self.problems = []

    def run(self, label, source):
        """Run a cell statement by statement: one that fails does not take the rest along."""
        try:
            statements = parsed(source, label)
        except Exception as error:
            self.problems.append(f"{label}: {said_by(error)}"[:LONGEST_TEXT])
            return
        for statement in statements:
            try:
                code = compile(ast.Module([statement], []), label, "exec")
                # Stops an honest endless loop; one that hides is stopped from outside.
                signal.signal(signal.SIGALRM, self._stop)
                signal.setitimer(signal.ITIMER_REAL, self._seconds)
                try:
                    exec(code, self._names)
                finally:
                    signal.setitimer(signal.ITIMER_REAL, 0)
            except BaseException as error:
                self.problems.append(error_line(error))

    def _stop(self, *_):
        raise TimeoutError(f"not finished after {self._seconds} s")

    def answer(self, name, arguments):
        """Return (what went wrong, no arrays) or ("", arrays) of a function or a value."""
        try:
            if name not in self._names:
                return f"there is no `{name}`", ()
            value = self._names[name]
            result = value if arguments is None else value(*arguments)
            return "", [numbers(leaf) for leaf in leaves(result)]
        except BaseException as error:
            return f"it stopped with {error_line(error)}", ()


def parsed(source, label):
    """Return the statements of a cell; lines that only Jupyter understands are left out."""
    try:
        return ast.parse(source, label).body
    except SyntaxError:
        lines = source.split("\n")
        plain = ["pass" if line.startswith(("%", "!")) else line for line in lines]
        if lines[0].startswith("%%") or plain == lines:
            raise
        return ast.parse("\n".join(plain), label).body


def numbers(leaf):
    """Return float64, the one type in which answers are given."""
    array = np.asarray(leaf)
    if array.dtype.kind not in "biuf":
        raise TypeError(f"the result is of {type(leaf).__name__}, expected an array of numbers")
    return array.astype(np.float64)


def error_line(error):
    """Return an error as one line, with the place in the learner's code."""
    place, trace = "", error.__traceback__
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        if name.startswith(("cell ", "script")):
            place = f"{name}, line {trace.tb_lineno}: "
        trace = trace.tb_next
    return f"{place}{said_by(error)}"[:LONGEST_TEXT]
