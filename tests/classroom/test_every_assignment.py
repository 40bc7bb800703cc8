"""Of every assignment: the solution gets all points, blanks none, a mistake what it should."""

import json
from collections import defaultdict
from itertools import combinations

import numpy as np
from every_assignment import FOLDERS, SOURCES, assignment_in

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


def test_the_unfilled_notebook_gets_none(graded_here, slug):
    row = graded_here(slug, text_of(slug, slug))
    assert row.error == row.problems == ""
    assert row.total == 0
    assert all(row.remarks[name] for name in points(slug))


def built_on(slug, task):
    """Return the tasks whose functions the solution of a task calls."""
    names = assignment_in(FOLDERS[slug], 1).solution()
    functions = {t["name"]: t["function"] for t in names["TASKS"] if not t.get("by_hand")}
    called = names.get(f"answer_{task}", names.get(functions[task])).__code__.co_names
    return {name for name, function in functions.items() if function in called} - {task}


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
    loses = set(mistake["loses"])
    followed = {task for task in loses if built_on(slug, task) & loses}
    assert lost == loses - followed
    assert row.total == sum(points(slug).values()) - sum(points(slug, *lost).values())
    for task in followed:
        assert row.remarks[task].startswith("right, given your own `")


def sizes_of(value, path=""):
    """Yield the place and the size of every axis of arrays in tuples and dictionaries."""
    if isinstance(value, dict | tuple | list):
        parts = value.items() if isinstance(value, dict) else enumerate(value)
        for name, part in parts:
            yield from sizes_of(part, f"{path}.{name}")
    for axis, size in enumerate(np.shape(value) if isinstance(value, np.ndarray) else ()):
        yield f"{path} axis {axis}", size


def axes_of(task, case):
    """Return the size of every axis of the results that has a name; one name, one size."""
    sizes = defaultdict(set)
    for label, array in zip(task.returns, case.expected, strict=True):
        names = label.partition(": ")[2].split(", ")
        if names != [""] and array.ndim:
            for name, size in zip(names, array.shape, strict=True):
                sizes[name].add(size)
    assert all(len(of_name) == 1 for of_name in sizes.values()), sizes
    return {name: size for name, (size,) in sizes.items()}


def test_no_two_sizes_are_the_same(slug):
    """A mistaken axis shows in every case, and no size can be taken for granted."""
    runs = [assignment_in(FOLDERS[slug], seed) for seed in range(12)]
    for task in runs[0].tasks:
        cases = [case for run in runs for case in run.cases[task.name]]
        if not cases:
            continue
        named = [axes_of(task, case) for case in cases]
        for sizes in named:
            assert len(set(sizes.values())) == len(sizes), (task.name, sizes)
        for name in set().union(*named) - {"side"}:
            assert len({sizes[name] for sizes in named}) > 1, (task.name, name)
        places = [dict(sizes_of(case.arguments)) for case in cases]
        for first, second in combinations(places[0], 2):
            same = [sizes[first] == sizes[second] for sizes in places]
            assert all(same) or not any(same), (task.name, first, second)
        for run in runs if places[0] else ():
            sizes = {tuple(sizes_of(case.arguments)) for case in run.cases[task.name]}
            assert len(sizes) > 1, (task.name, sizes)


def test_every_number_has_an_answer_of_its_own(slug):
    assignment = assignment_in(FOLDERS[slug], 1)
    for task in assignment.tasks:
        if not assignment.cases[task.name] and not task.by_hand:
            answers = [assignment.cases_of(task, n)[0].expected for n in range(100, 400)]
            assert len({tuple(np.concatenate(answer)) for answer in answers}) == 300


def test_a_mistake_is_found_whatever_the_seed(slug):
    for seed in range(12):
        assignment = assignment_in(FOLDERS[slug], seed)
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
