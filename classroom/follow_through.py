"""Follow-through: what is built on a mistake keeps its points, if it is right but for that.

The solution of a task is run here, in the grader's process, with the learner's own function in
the place of each earlier one that is wrong. If the learner's results are what comes out, the
mistake is paid for once.

The learner's function is asked in the sandbox for what the solution calls it with. These
questions come after all that earn points by themselves, so that nothing can be learned from
them. Nobody can get points by them for a function that returns what suits best: it has to
answer again, in a new process and in reverse order, to heed what changes from call to call, and
to vary about as the right one does.
"""

import contextlib
import time
from copy import deepcopy

import numpy as np

from coursepkg.checks import explain, fitted, keys_of, leaves

from .submission_process import AnswerError

SECONDS = 20  # for all the questions about one submission
HEEDED = 1e-3  # what another argument changes at least, absolute or relative
SPREAD = 0.1  # of numbers that are good to build on, relative to that of the right ones


def follow_through(marked, assignment, process, answers):
    """Give back the points of tasks that are right, given the learner's own earlier functions.

    Args:
        marked: a `MarkedSubmission`, which is changed.
        assignment: an `Assignment`.
        process: a `SubmissionProcess`.
        answers: from the name of a task to its results in each case; [] if there are none.
    """
    end = time.monotonic() + SECONDS
    wrong = [t for t in assignment.tasks if marked.remarks.get(t.name) and answers[t.name]]
    followed = []
    for place, task in enumerate(wrong):
        # Whatever a solution makes of odd numbers, an exception included, is no reason to stop.
        with contextlib.suppress(Exception), np.errstate(all="ignore"):
            own = [OwnFunction(t.function, assignment, process, end) for t in wrong[:place]]
            if leads_to(task, assignment, marked.number, own, answers[task.name]):
                followed.append((task, [function for function in own if function.calls]))
    process.close()
    for task, own in followed:
        with contextlib.suppress(Exception), np.errstate(all="ignore"):
            if own and all(function.is_one() for function in own):
                names = " and ".join(f"`{function.name}`" for function in own)
                marked.remarks[task.name] = f"right, given your own {names}"
                marked.marks[task.name] = task.points


def leads_to(task, assignment, number, own, answers):
    """Say whether the solution of a task, with a learner's functions, gives these answers."""
    names = assignment.solution()
    names.update({function.name: function for function in own})
    for case, answer in zip(assignment.cases_of(task, number), answers, strict=True):
        for function in own:
            function.calls.append([])
        if case.arguments is None:
            result = names[f"answer_{task.name}"](number)
        else:
            result = names[task.function](*deepcopy(case.arguments))
        if explain(answer, leaves(result), task.returns, (), task.tolerance):
            return False
    for function in own:
        function.calls = [calls for calls in function.calls if calls]
    return True


class OwnFunction:
    """A learner's function, to be called by the solution.

    Attributes:
        name: of the function.
        calls: for each case a list of (arguments, results).
    """

    def __init__(self, name, assignment, process, end):
        self.name, self.calls = name, []
        self._right = assignment.solution()[name]
        self._process, self._end = process, end

    def __call__(self, *arguments):
        """Return the learner's results in the form of the right ones."""
        results = self._asked(arguments)
        self.calls[-1].append((deepcopy(arguments), results))
        return rebuilt(self._right(*deepcopy(arguments)), iter(results))

    def is_one(self):
        """Say whether this is a function, of what it should be a function of."""
        calls = [call for calls in self.calls for call in calls]
        if any(differ(self._asked(arguments), results) for arguments, results in calls[::-1]):
            return False
        right = [leaves(self._right(*deepcopy(arguments))) for arguments, _ in calls]
        ours = spreads(results for _, results in calls)
        # One call, for a value, may well be a constant: that of one learner's data.
        if len(calls) > 1 and any(ours < SPREAD * spreads(right)):
            return False
        (first, results), (last, _) = self.calls[0][0], self.calls[0][-1]
        changing = [
            place
            for place, pair in enumerate(zip(first, last, strict=True))
            if differ(*map(leaves, pair))
        ]
        changed = [(*first[:place], last[place], *first[place + 1 :]) for place in changing]
        if not changed:  # it is called once a case
            changed = [tuple(map(scaled, first))]
        return all(
            differ(self._asked(arguments), results, HEEDED)
            for arguments in changed
            if differ(leaves(self._right(*deepcopy(arguments))), right[0], HEEDED)
        )

    def _asked(self, arguments):
        if time.monotonic() > self._end:
            raise AnswerError("too slow to be built on")
        right = self._right(*deepcopy(arguments))
        results = self._process.ask(self.name, arguments, keys_of(right))
        results = fitted(results, leaves(right))
        same = list(map(np.shape, results)) == list(map(np.shape, leaves(right)))
        if not same or not all(np.isfinite(array).all() for array in results):
            raise AnswerError("of no form that could be built on")
        return results


def differ(arrays, others, tolerance=0):
    """Say whether lists of arrays differ, by more than an absolute or relative tolerance."""
    pairs = zip(arrays, others, strict=True)
    return any(
        np.shape(a) != np.shape(b) or (np.abs(a - b) > tolerance * (1 + np.abs(b))).any()
        for a, b in pairs
    )


def spreads(all_results):
    """Return how much the numbers of each result vary, over all calls."""
    return np.array(
        [np.std(np.concatenate(list(map(np.ravel, a)))) for a in zip(*all_results, strict=True)]
    )


def scaled(argument):
    """Return an argument with other numbers in it, if it is of real numbers."""
    if isinstance(argument, dict):
        return {name: scaled(part) for name, part in argument.items()}
    if isinstance(argument, np.ndarray) and argument.dtype.kind == "f":
        return argument * np.linspace(1, 2, argument.size).reshape(argument.shape)
    return argument


def rebuilt(like, results):
    """Return results, taken from an iterator, in the form of another result."""
    if isinstance(like, dict):
        return {key: rebuilt(like[key], results) for key in sorted(like, key=str)}
    if isinstance(like, tuple):
        return tuple(rebuilt(part, results) for part in like)
    return np.array(next(results), np.asarray(like).dtype)
