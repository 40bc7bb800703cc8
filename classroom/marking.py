"""Marks one submission: every task, with a sentence where points are lost."""

import contextlib
import hashlib
from dataclasses import asdict, dataclass, field

from ..checks import explain, said_by
from .child import AnswerError, Child, StoppedError
from .notebooks import SubmissionError, cells_of, read_file

NUMBER = "student_number"  # the variable in which learners write their number
LARGEST_NUMBER = 10**12


@dataclass
class Row:
    """The marks of one submission, as they are kept in the ledger."""

    name: str
    learner: str
    id: str
    digest: str  # of the file, to notice that it has changed
    number: int | None = None
    marks: dict = field(default_factory=dict)  # from task to points; None if marked by hand
    remarks: dict = field(default_factory=dict)  # from task to what is wrong, "" if nothing is
    problems: str = ""  # what went wrong outside functions
    error: str = ""  # why nothing could be graded

    @property
    def total(self):
        """The sum of the points that the grader gave."""
        return sum(points or 0 for points in self.marks.values())

    def as_dictionary(self):
        """Return all of it, for JSON."""
        return asdict(self)


def mark(submission, assignment, start, limits):
    """Return the `Row` of a submission.

    Args:
        submission: a `Submission`.
        assignment: an `Assignment`.
        start: function that starts a process, see `Child`.
        limits: `Limits`.
    """
    row = new_row(submission, assignment)
    try:
        content = read_file(submission.path)
        row.digest = hashlib.sha256(content).hexdigest()
        learner = Learner(cells_of(submission.name, content), start, limits)
        with contextlib.closing(learner):
            mark_tasks(row, assignment, learner)
    except (SubmissionError, StoppedError) as error:
        row.error = str(error)
    except Exception as error:  # no submission, whatever is in it, may stop the others
        row = new_row(submission, assignment)  # without a digest: the next run tries again
        row.error = f"the grader itself failed, please report it: {said_by(error)}"
    return row


def new_row(submission, assignment):
    """Return the `Row` of a submission of which nothing is known yet."""
    row = Row(submission.name, submission.learner, submission.id, digest="")
    row.marks = {task.name: None if task.by_hand else 0 for task in assignment.tasks}
    return row


def mark_tasks(row, assignment, learner):
    """Fill in a row: number, points and remarks."""
    row.problems = learner.problems
    row.number = declared_number(learner)
    for task in assignment.tasks:
        if not task.by_hand:
            remark = wrong_with(task, assignment, learner, row.number)
            row.remarks[task.name] = remark
            row.marks[task.name] = 0 if remark else task.points


class Learner:
    """A submission that answers questions; after a crash it is started anew."""

    def __init__(self, cells, start, limits):
        self._new = lambda: Child(start, cells, limits)
        self._child = self._new()
        self.problems = self._child.problems

    def ask(self, name, arguments=None):
        """Call a function or take a value; see `Child.ask`."""
        if self._child is None:
            self._child = self._new()
        try:
            return self._child.ask(name, arguments)
        except StoppedError:
            self.close()
            raise

    def close(self):
        """End the process."""
        if self._child is not None:
            self._child.close()
            self._child = None


def wrong_with(task, assignment, learner, number):
    """Return what is wrong with a task, or "" if nothing is."""
    try:
        right = assignment.personal_answer(task, number) if number is not None else None
        if right is not None:
            return explain(learner.ask(task.function), right, task.returns, (), task.tolerance)
        if not assignment.cases[task.name]:
            return f"it needs your number, in `{NUMBER}`"
        for case in assignment.cases[task.name]:
            results = learner.ask(task.function, case.arguments)
            wrong = explain(results, case.expected, task.returns, case.mistakes, task.tolerance)
            if wrong:
                return wrong
    except AnswerError as error:
        text = str(error)
        return "not filled in" if "NotImplementedError" in text else text
    except StoppedError as error:
        return str(error)
    return ""


def declared_number(learner):
    """Return the number that a learner wrote into the notebook, or None."""
    try:
        (value,) = learner.ask(NUMBER)
    except (AnswerError, StoppedError, ValueError):
        return None
    if value.shape or not 0 <= value <= LARGEST_NUMBER or value != int(value):
        return None
    return int(value)
