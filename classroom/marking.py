"""Marks one submission: every task, with a sentence where points are lost."""

import contextlib
import hashlib
from dataclasses import dataclass, field

from coursepkg.checks import NUMBER, explain, said_by, whole_number

from .follow_through import follow_through
from .submission_process import AnswerError, StoppedError, SubmissionProcess
from .submissions import SubmissionError, cells_of, read_file


@dataclass
class MarkedSubmission:
    """The marks of one submission, as the ledger stores them."""

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


def mark(submission, assignment, start, limits):
    """Return the `MarkedSubmission` of a submission.

    Args:
        submission: a `Submission`.
        assignment: an `Assignment`.
        start: function that starts a process, see `SubmissionProcess`.
        limits: `Limits`.
    """
    marked = unmarked(submission, assignment)
    try:
        content = read_file(submission.path)
        marked.digest = hashlib.sha256(content).hexdigest()
        process = SubmissionProcess(start, cells_of(submission.name, content), limits)
        with contextlib.closing(process):
            mark_tasks(marked, assignment, process)
    except (SubmissionError, StoppedError) as error:
        marked.error = str(error)
    except Exception as error:  # no submission, whatever is in it, may stop the others
        marked = unmarked(submission, assignment)  # without a digest: the next run tries again
        marked.error = f"the grader itself failed, please report it: {said_by(error)}"
    return marked


def unmarked(submission, assignment):
    """Return the `MarkedSubmission` of a submission that has no points yet."""
    marks = {task.name: None if task.by_hand else 0 for task in assignment.tasks}
    return MarkedSubmission(
        submission.name, submission.learner, submission.id, digest="", marks=marks
    )


def mark_tasks(marked, assignment, process):
    """Fill in number, points and remarks."""
    marked.problems = process.problems
    marked.number = declared_number(process)
    answers = {}
    for task in assignment.tasks:
        if not task.by_hand:
            cases = assignment.cases_of(task, marked.number)
            remark, answers[task.name] = marked_task(task, cases, process)
            marked.remarks[task.name] = remark
            marked.marks[task.name] = 0 if remark else task.points
    follow_through(marked, assignment, process, answers)


def marked_task(task, cases, process):
    """Return what is wrong with a task, or "", and its results in each case; [] if it fails."""
    answers, remark = [], "" if cases else f"it needs your number, in `{NUMBER}`"
    for case in cases:
        try:
            answers.append(process.ask(task.function, case.arguments, case.keys))
        except (AnswerError, StoppedError) as error:
            if "NotImplementedError" in str(error):
                return "not filled in", []
            return sentence(str(error)) + again(task, case), []
        right = case.expected, task.returns, case.mistakes, task.tolerance
        if not remark and (wrong := explain(answers[-1], *right)):
            remark = sentence(wrong) + again(task, case)
    return remark, answers


def sentence(words):
    """Return words with a mark at their end."""
    return words if words.endswith((".", "?", "!")) else f"{words}."


def again(task, case):
    """Return two lines of code that repeat a case in the learner's notebook, as a sentence."""
    if case.seed is None:
        return ""
    draw = f"arguments = draw_{task.name}(np.random.default_rng({case.seed}))"
    return f" To see it again: `{draw}`, then `{task.function}(*arguments)`."


def declared_number(process):
    """Return the number that a learner wrote into the notebook, or None."""
    try:
        (value,) = process.ask(NUMBER)
    except (AnswerError, StoppedError, ValueError):
        return None
    return whole_number(value)
