"""Every assignment of the repository, and the handing in of its forms."""

import json

import pytest
from forms import FOLDERS, MISTAKES, SOURCES

from coursepkg.grading.assignment import Assignment
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


@pytest.fixture
def graded(sandbox, tmp_path):
    """Hand a notebook in, as text, and return its `Row`."""

    def grade(slug, text, seed=11):
        (tmp_path / "handed_in.ipynb").write_text(text, "utf-8")
        (submission,) = find(tmp_path)[0]
        assignment = Assignment(FOLDERS[slug] / "key.py", seed)
        return mark(submission, assignment, sandbox.start, Limits())

    return grade
