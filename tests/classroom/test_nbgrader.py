"""The notebooks obey nbgrader's rules for metadata, and the hidden tests know right from wrong.

The rules are those of its schema, version 3. `test_in_nbgrader.py` tries nbgrader itself.
"""

import json
import re

import pytest
from every_assignment import FOLDERS, SOURCES

REQUIRED = {"schema_version", "grade", "locked", "solution"}
ALLOWED = REQUIRED | {"task", "grade_id", "points"}


def cells_of(slug, name):
    return json.loads((FOLDERS[slug] / f"{name}.ipynb").read_text("utf-8"))["cells"]


def marks_of(slug, name):
    """Return cells that nbgrader knows, with their metadata for it."""
    return [
        (cell, cell["metadata"]["nbgrader"])
        for cell in cells_of(slug, name)
        if "nbgrader" in cell["metadata"]
    ]


@pytest.mark.parametrize("form", ["learner", "nbgrader"])
def test_the_metadata_are_those_of_the_schema(slug, form):
    marks = marks_of(slug, slug if form == "learner" else form)
    for cell, mark in marks:
        assert REQUIRED <= set(mark) <= ALLOWED
        assert mark["schema_version"] == 3
        assert all(mark[role] in (True, False) for role in ("grade", "locked", "solution"))
        assert re.fullmatch("[a-zA-Z0-9_-]+", mark["grade_id"])
        assert ("points" in mark) == mark["grade"]
        assert not mark["task"]
        if cell["cell_type"] == "markdown":
            assert mark["grade"] == mark["solution"]
        assert mark["locked"] != mark["solution"]
    ids = [mark["grade_id"] for _, mark in marks]
    assert len(set(ids)) == len(ids)


def test_points_are_those_of_the_tasks(slug):
    points = {
        re.sub("^(tests|text)-", "", mark["grade_id"]): mark["points"]
        for _, mark in marks_of(slug, "nbgrader")
        if mark["grade"]
    }
    assert points == {task["name"]: task["points"] for task in SOURCES[slug].tasks}


def test_the_learner_s_notebook_can_be_handed_in_there(slug):
    ours, theirs = ([mark for _, mark in marks_of(slug, name)] for name in (slug, "nbgrader"))
    assert ours == theirs
    text = "".join("".join(cell["source"]) for cell in cells_of(slug, slug))
    assert "HIDDEN TESTS" not in text
    assert "BEGIN SOLUTION" not in text


def test_every_solution_is_between_marks(slug):
    for cell, mark in marks_of(slug, "nbgrader"):
        source = "".join(cell["source"])
        inside = mark["solution"] and cell["cell_type"] == "code"
        assert source.count("### BEGIN SOLUTION") == source.count("### END SOLUTION")
        assert inside == ("### BEGIN SOLUTION" in source)
    outside = re.sub(
        r"### BEGIN (SOLUTION|HIDDEN TESTS)\n.*?### END \1",
        "",
        "".join(
            "".join(c["source"]) + "\n"
            for c in cells_of(slug, "nbgrader")
            if c["cell_type"] == "code"
        ),
        flags=re.DOTALL,
    )
    for mistake in SOURCES[slug].mistakes:
        assert slug == "bugs" or mistake["right"] not in outside.split("check = _self")[1]


def lost(slug, change=lambda source: source):
    """Run the cells as nbgrader does, after a change of the answers; return what fails."""
    names, failed = {"print": lambda *words: None}, set()
    for cell in cells_of(slug, "nbgrader"):
        if cell["cell_type"] != "code":
            continue
        source, mark = "".join(cell["source"]), cell["metadata"].get("nbgrader", {})
        try:
            exec(change(source) if mark.get("solution") else source, names)
        except Exception:
            failed |= {mark["grade_id"].removeprefix("tests-")} if mark.get("grade") else set()
    return failed


def test_the_hidden_tests_pass_for_the_solution_and_for_no_blank(slug):
    assert lost(slug) == set()
    blank = re.compile(r"### BEGIN SOLUTION\n.*?### END SOLUTION", re.DOTALL)
    by_machine = {t["name"] for t in SOURCES[slug].tasks if not t.get("by_hand")}
    assert (
        lost(slug, lambda source: blank.sub("raise NotImplementedError", source)) == by_machine
    )


def test_the_hidden_tests_find_a_mistake(mistake_of):
    slug, name = mistake_of
    (mistake,) = (m for m in SOURCES[slug].mistakes if m["name"] == name)
    failing = lost(slug, lambda source: source.replace(mistake["right"], mistake["wrong"]))
    assert failing == set(mistake["loses"])
