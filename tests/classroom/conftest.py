"""A small class: an assignment of two tasks, and a folder into which things are handed in."""

from pathlib import Path

import pytest
from small_class import IMPATIENT, KEY

from coursepkg.grading.assignment import Assignment
from coursepkg.grading.marking import mark
from coursepkg.grading.submissions import find


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
    """Hand one thing in and return its `Row`."""

    def grade(content, name="a.py", limits=IMPATIENT):
        path = handed_in(name, content)
        (submission,) = (s for s in find(handed_in.folder)[0] if s.path == path)
        return mark(submission, assignment, sandbox.start, limits)

    return grade
