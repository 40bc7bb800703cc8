"""Every assignment of the repository, and the handing in of its forms."""

import json
from copy import deepcopy

import pytest
from forms import FOLDERS, MISTAKES, SOURCES

from coursepkg.grading import marking
from coursepkg.grading.assignment import Assignment
from coursepkg.grading.child import AnswerError
from coursepkg.grading.inside.runner import Submission
from coursepkg.grading.limits import Limits
from coursepkg.grading.marking import mark
from coursepkg.grading.submissions import find


def pytest_generate_tests(metafunc):
    """Run a test for every assignment, or for every mistake of every assignment."""
    if "mistake_of" in metafunc.fixturenames:
        ids = ["-".join(pair) for pair in MISTAKES]
        metafunc.parametrize("mistake_of", MISTAKES, ids=ids)
    elif "slug" in metafunc.fixturenames:
        metafunc.parametrize("slug", SOURCES)


@pytest.fixture
def code():
    """Call it with an assignment's form; returns the code cells of that notebook."""

    def cells(slug, name):
        notebook = json.loads((FOLDERS[slug] / f"{name}.ipynb").read_text("utf-8"))
        return ["".join(c["source"]) for c in notebook["cells"] if c["cell_type"] == "code"]

    return cells


class InThisProcess:
    """What `Child` is to the grader, without a process, which takes longer than its answers."""

    def __init__(self, start, cells, limits):
        self._submission = Submission(limits.statement_seconds)
        for label, source in cells:
            self._submission.run(label, source)
        self.problems = "\n".join(self._submission.problems)

    def ask(self, name, arguments=None):
        """Call a function of the submission; without arguments, take a value."""
        error, results = self._submission.answer(name, deepcopy(arguments))
        if error:
            raise AnswerError(error)
        return results

    def close(self):
        """Do nothing: there is no process."""


@pytest.fixture
def graded_here(tmp_path, monkeypatch):
    """Hand in, without a sandbox, a notebook that this repository wrote; return its `Row`."""
    monkeypatch.setattr(marking, "Child", InThisProcess)
    return _grader(tmp_path, None)


@pytest.fixture
def graded(sandbox, tmp_path):
    """Hand a notebook in, as text, and return its `Row`."""
    return _grader(tmp_path, sandbox.start)


def _grader(folder, start):
    def grade(slug, text, seed=11):
        (folder / "handed_in.ipynb").write_text(text, "utf-8")
        (submission,) = find(folder)[0]
        assignment = Assignment(FOLDERS[slug] / "key.py", seed)
        return mark(submission, assignment, start, Limits())

    return grade
