"""What the self-checks know: the right results of a few cases, and those of known mistakes."""

import numpy as np

from coursepkg.checks import TOLERANCE, explain, leaves
from coursepkg.grading.assignment import executed, with_mistake
from tools.assignments.blanks import solved
from tools.assignments.source import Source, SourceError

CASES = 2
DECIMALS = 7


def known(source: Source) -> dict:
    """Return the first argument of `coursepkg.checks.SelfChecks`."""
    code = solution(source)
    right = executed(code, source.slug)
    mistaken = []
    for mistake in source.mistakes:
        try:
            names = executed(with_mistake(code, mistake), mistake["name"])
        except ValueError as error:
            raise SourceError(f"{source.slug}: {error}") from None
        mistaken.append((mistake, names))
    return {
        task["name"]: of_task(task, right, mistaken)
        for task in source.tasks
        if not task.get("by_hand")
    }


def solution(source: Source) -> str:
    """Return the code that the key runs: the solution and the makers of cases."""
    return "\n\n\n".join(solved(text) for text in source.code("", "cases", "answers")) + "\n"


def of_task(task: dict, right: dict, mistaken: list) -> dict:
    """Return what is known of one task."""
    draw = right.get(f"draw_{task['name']}")
    if draw is None and f"answer_{task['name']}" not in right:
        raise SourceError(f"task {task['name']} has neither a draw_ nor an answer_ function")
    cases = range(CASES if draw else 0)
    tolerance = task.get("tolerance", TOLERANCE)
    expected = [results(right[task["function"]], draw, case) for case in cases]
    mistakes = []
    for mistake, names in mistaken:
        if task["name"] not in mistake["loses"] or not draw:
            continue
        try:
            wrong = [results(names[task["function"]], draw, case) for case in cases]
        except Exception:  # a mistake may well crash, and then says enough by itself
            continue
        pairs = zip(wrong, expected, strict=True)
        if all(explain(w, e, task["returns"], (), tolerance) for w, e in pairs):
            mistakes.append((mistake["says"], [rounded(leaves) for leaves in wrong]))
    return {
        "returns": task["returns"],
        "tolerance": tolerance,
        "expected": [rounded(leaves) for leaves in expected],
        "mistakes": mistakes,
    }


def results(function, draw, case: int) -> list:
    """Return the arrays that a function gives for one of the public cases."""
    return leaves(function(*draw(np.random.default_rng(case))))


def rounded(arrays: list) -> list:
    """Return arrays as lists that are the same on every machine."""
    # The sum turns −0.0 into 0.0.
    return [(np.round(np.asarray(a, float), DECIMALS) + 0.0).tolist() for a in arrays]
