"""Of every assignment: the solution gets all points, blanks none, a mistake what it should."""

import json

from every_assignment import FOLDERS, SOURCES

from classroom.assignment import Assignment
from coursepkg.checks import explain


def text_of(slug, name):
    return (FOLDERS[slug] / f"{name}.ipynb").read_text("utf-8")


def points(slug, *names):
    """Return the points of tasks that the grader marks."""
    return {
        task["name"]: task["points"]
        for task in SOURCES[slug].tasks
        if not task.get("by_hand") and (not names or task["name"] in names)
    }


def test_the_solution_gets_all_points(graded_form, slug):
    row = graded_form(slug, text_of(slug, "instructor"))
    assert row.error == row.problems == ""
    assert {k: v for k, v in row.marks.items() if v is not None} == points(slug)


def test_the_unfilled_notebook_gets_none(graded_form, slug):
    row = graded_form(slug, text_of(slug, slug))
    assert row.error == row.problems == ""
    assert row.total == 0
    assert all(row.remarks[name] for name in points(slug))


def test_a_mistake_loses_its_tasks_and_no_other(graded_here, mistake_of):
    slug, name = mistake_of
    (mistake,) = (m for m in SOURCES[slug].mistakes if m["name"] == name)
    notebook = json.loads(text_of(slug, "instructor"))
    changed = 0
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code" and "_self_checks" not in "".join(cell["source"]):
            source = "".join(cell["source"])
            changed += mistake["right"] in source
            cell["source"] = source.replace(mistake["right"], mistake["wrong"])
    assert changed
    row = graded_here(slug, json.dumps(notebook))
    lost = {task for task, full in points(slug).items() if row.marks[task] != full}
    assert lost == set(mistake["loses"])
    assert row.total == sum(points(slug).values()) - sum(points(slug, *lost).values())


def test_a_mistake_is_found_whatever_the_seed(slug):
    for seed in range(12):
        assignment = Assignment(FOLDERS[slug] / "key.py", seed)
        for task in assignment.tasks:
            cases = assignment.cases[task.name]
            lost = [m for m in SOURCES[slug].mistakes if task.name in m["loses"]]
            for mistake in lost if cases else ():
                visible = [wrong_in(case, mistake["says"], task) for case in cases]
                assert any(visible), (mistake["name"], seed)


def wrong_in(case, says, task):
    """Say whether a case shows a mistake; one that is not listed crashes."""
    known = dict(case.mistakes)
    if says not in known:
        return True
    return bool(explain(known[says], case.expected, task.returns, (), task.tolerance))


def test_there_are_enough_mistakes(slug):
    assert len(SOURCES[slug].mistakes) >= 3
    assert len({(m["right"], m["wrong"]) for m in SOURCES[slug].mistakes}) >= 3


def test_there_are_enough_assignments():
    assert len(SOURCES) >= 8
