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
import time
import types

import numpy as np

from coursepkg.checks import leaves, said_by

from . import wire

MOST_PROBLEMS = 5
LONGEST_TEXT = 600
LARGEST_FILE = 2**22  # bytes, in a folder of its own that is gone afterwards
# All statements together get so many times the seconds of one; a little less than the limit.
STATEMENTS = 5.5
TRANSPARENT = {"time", "timeit", "capture", "prun", "memit"}  # magics whose body is Python


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
            question = wire.read_question(questions)
            wire.write_answer(answers, *submission.answer(*question))


def limit(memory, cpu_seconds):
    """Bound what this process may take, for good."""
    for kind, most in {
        resource.RLIMIT_AS: memory,
        resource.RLIMIT_CPU: cpu_seconds,
        resource.RLIMIT_FSIZE: LARGEST_FILE,
        resource.RLIMIT_NPROC: 0,
        resource.RLIMIT_NOFILE: 64,
        resource.RLIMIT_CORE: 0,
    }.items():
        resource.setrlimit(kind, (most, most))


class SubmittedCode:
    """A learner's names, as they are after all the code has run."""

    def __init__(self, statement_seconds):
        self._seconds = statement_seconds
        self._end = time.monotonic() + STATEMENTS * statement_seconds
        module = types.ModuleType("submission")
        # A class looks up its module by name; np is there even where the first cell is lost.
        sys.modules["submission"] = module
        self._names = vars(module)
        jupyter = Jupyter(lambda source: self.run(self._label, source))
        self._names |= {"np": np, "display": print, "get_ipython": lambda: jupyter}
        self._functions = {}  # the last that stood in each name
        self._reused = {}  # what stands in such a name in the end, if it is no function
        self.problems = []

    def run(self, label, source):
        """Run a cell statement by statement: one that fails does not take the rest along."""
        self._label = label
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
                # Never all that is left: what comes after a long training is still defined.
                left = max(self._end - time.monotonic(), 0.01) / 3
                signal.setitimer(signal.ITIMER_REAL, min(self._seconds, left))
                try:
                    exec(code, self._names)
                finally:
                    signal.setitimer(signal.ITIMER_REAL, 0)
                self._functions |= {
                    name: value
                    for name, value in self._names.items()
                    if isinstance(value, types.FunctionType)
                }
            except BaseException as error:
                self.problems.append(error_line(error))

    def _stop(self, *_):
        raise TimeoutError("not finished in the time that grading gives")

    def answer(self, name, arguments, keys=()):
        """Return (what went wrong, no arrays) or ("", arrays) of a function or a value.

        Args:
            name: of the function or the value.
            arguments: a tuple, or None for a value.
            keys: those that count of a dictionary; all if there are none.
        """
        try:
            self._restore_functions()
            if name not in self._names:
                return f"there is no `{name}`", ()
            if arguments is None:
                result = self._reused.get(name, self._names[name])
                return "", [numbers(as_number(leaf)) for leaf in leaves(result)]
            result = self._names[name](*arguments)
            return "", [numbers(leaf) for leaf in leaves(result, keys)]
        except BaseException as error:
            return f"it stopped with {error_line(error)}", ()

    def _restore_functions(self):
        """Give names back their functions: `for step in range(3)` in a demo replaces `step`."""
        for name, function in self._functions.items():
            value = self._names.get(name)
            if not callable(value):
                self._reused[name] = value
                self._names[name] = function


class Jupyter:
    """What magics and shell lines call: those that run Python do so, and others do nothing."""

    def __init__(self, run):
        self._run = run

    def run_cell_magic(self, name, line, body):
        """Run the cell below a transparent magic; leave out bash, HTML and other languages."""
        if name in TRANSPARENT:
            self._run(f"\n{body}")  # the empty line keeps the numbers of lines

    def run_line_magic(self, name, line, *_, **__):
        """Run what `%time` stands before, and return its value; other magics are nothing."""
        if name != "time":
            return None
        names = sys._getframe(1).f_globals, sys._getframe(1).f_locals
        try:
            return eval(line, *names)
        except SyntaxError:
            return exec(line, *names)

    def getoutput(self, *_, **__):
        """Return what `files = !ls` gets: no lines."""
        return []

    def __getattr__(self, name):
        """Do nothing, whatever is called: shell lines, help, the plots' settings."""
        return lambda *_, **__: None


def parsed(source, label):
    """Return the statements of a cell; what is not Python is what IPython makes of it."""
    try:
        return ast.parse(source, label).body
    except SyntaxError:
        from IPython.core.inputtransformer2 import TransformerManager

        return ast.parse(TransformerManager().transform_cell(source), label).body


def as_number(leaf):
    """Return numbers for text that is numbers, as in `student_number = "1234567"`."""
    return leaf.astype(np.float64) if leaf.dtype.kind == "U" else leaf


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
