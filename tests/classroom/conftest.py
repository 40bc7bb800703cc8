"""Handing in: for an assignment of two tasks, and for every assignment of the repository."""

import json
from copy import deepcopy
from pathlib import Path

import pytest
from attacks import CHEATS, CHOICES, EXTREMES, FORGERIES, HARMS, LIBRARY_HARMS, under_choices
from corpus import TRICKS
from every_assignment import FOLDERS, MISTAKES, SOURCES, assignment_in
from small_class import IMPATIENT, KEY

from classroom import marking
from classroom.assignment import Assignment
from classroom.inside.runner import SubmittedCode
from classroom.marking import mark
from classroom.sandbox import Limits
from classroom.submission_process import AnswerError
from classroom.submissions import find_submissions

ATTACKS = {
    "cheat": CHEATS,
    "forgery": FORGERIES,
    "harm": HARMS,
    "library_harm": LIBRARY_HARMS,
    "trick": TRICKS,
    "spy": ["spy"],
}


def pytest_generate_tests(metafunc):
    """Run a test for every assignment, every mistake of every assignment, or every attack.

    Attacks are made under a choice of libraries: each under one of them, so that all come up;
    in `make all` each under the least and the most, and in `make attacks` under every one.
    """
    option = metafunc.config.getoption
    choices = EXTREMES if option("--all-pages") else None
    choices = [*CHOICES] if option("--every-choice") else choices
    for kind, attacks in ATTACKS.items():
        if kind in metafunc.fixturenames:
            pairs = under_choices(attacks, choices)
            ids = [f"{attack}-{choice}" for attack, choice in pairs]
            parameters = [(attack, CHOICES[choice]) for attack, choice in pairs]
            metafunc.parametrize((kind, "libraries"), parameters, ids=ids)
    if "mistake_of" in metafunc.fixturenames:
        ids = ["-".join(pair) for pair in MISTAKES]
        metafunc.parametrize("mistake_of", MISTAKES, ids=ids)
    elif "slug" in metafunc.fixturenames:
        metafunc.parametrize("slug", SOURCES)


@pytest.fixture
def key(tmp_path):
    """The path of the key."""
    path = tmp_path / "assignments" / "twice" / "key.py"
    path.parent.mkdir(parents=True)
    path.write_text(KEY)
    return path


@pytest.fixture
def assignment(key):
    """The small assignment."""
    return Assignment(key, seed=7)


@pytest.fixture
def handed_in(tmp_path):
    """A folder; call it with a name and text or bytes to hand something in."""
    folder = tmp_path / "handed in"
    folder.mkdir()

    def hand_in(name, content):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    hand_in.folder = Path(folder)
    return hand_in


@pytest.fixture
def graded(sandbox, assignment, handed_in):
    """Hand one thing in and return its `MarkedSubmission`."""

    def grade(content, name="a.py", limits=IMPATIENT):
        path = handed_in(name, content)
        (submission,) = (s for s in find_submissions(handed_in.folder) if s.path == path)
        return mark(submission, assignment, sandbox.start, limits)

    return grade


@pytest.fixture
def code():
    """Call it with an assignment's form; returns the code cells of that notebook."""

    def cells(slug, name):
        notebook = json.loads((FOLDERS[slug] / f"{name}.ipynb").read_text("utf-8"))
        return ["".join(c["source"]) for c in notebook["cells"] if c["cell_type"] == "code"]

    return cells


@pytest.fixture
def graded_form(sandbox, handed_in):
    """Hand a notebook of an assignment in, as text, and return its `MarkedSubmission`."""
    return _form_grader(handed_in, sandbox.start)


class SubmissionInThisProcess:
    """What `SubmissionProcess` is, without a process, which takes longer than its answers."""

    def __init__(self, start, cells, limits):
        self._code = SubmittedCode(limits.statement_seconds)
        for label, source in cells:
            self._code.run(label, source)
        self.problems = "\n".join(self._code.problems)

    def ask(self, name, arguments=None, keys=()):
        """Call a function of the submission; without arguments, take a value."""
        error, results = self._code.answer(name, deepcopy(arguments), keys)
        if error:
            raise AnswerError(error)
        return results

    def close(self):
        """Do nothing: there is no process."""


@pytest.fixture
def in_this_process(monkeypatch):
    """No sandbox and no process of its own: for what this repository wrote."""
    monkeypatch.setattr(marking, "SubmissionProcess", SubmissionInThisProcess)


@pytest.fixture
def graded_here(handed_in, in_this_process):
    """As `graded_form`, without a sandbox: for notebooks that this repository wrote."""
    return _form_grader(handed_in, None)


def _form_grader(handed_in, start):
    def grade(slug, text, seed=11):
        handed_in("form.ipynb", text)
        (submission,) = find_submissions(handed_in.folder)
        return mark(submission, assignment_in(FOLDERS[slug], seed), start, Limits())

    return grade
