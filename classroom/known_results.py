"""What the self-checks know: the right results of a few cases, and those of known mistakes."""

import numpy as np

from coursepkg.checks import TOLERANCE, explain, leaves

from .assignment import case_of, executed, mistaken_names
from .assignment_source import Source, SourceError, solved

CASES = 2
DECIMALS = 7
EXAMPLE_NUMBER = 1  # of a learner whose answer has the form of everybody's


def solution(source: Source) -> str:
    """Return the code that the key runs: the solution and the makers of cases."""
    return "\n\n\n".join(solved(text) for text in source.code("", "cases", "answers")) + "\n"


def known_results(source: Source) -> dict:
    """Return the first argument of `coursepkg.checks.SelfChecks`.

    Raises:
        SourceError: a mistake is not one of this solution, or a task has no case.
    """
    code = solution(source)
    names = executed(code, source.slug)
    try:
        mistaken = mistaken_names(code, source.mistakes)
    except ValueError as error:
        raise SourceError(f"{source.slug}: {error}") from None
    tasks = [task for task in source.tasks if not task.get("by_hand")]
    return {task["name"]: _known_of(task, names, mistaken) for task in tasks}


def _known_of(task, names, mistaken):
    name, function = task["name"], task["function"]
    tolerance = task.get("tolerance", TOLERANCE)
    draw = names.get(f"draw_{name}")
    if draw is None and f"answer_{name}" not in names:
        raise SourceError(f"task {name} has neither a draw_ nor an answer_ function")
    cases = [
        case_of(name, function, draw(np.random.default_rng(seed)), names, mistaken)
        for seed in range(CASES if draw else 0)
    ]
    mistakes = []
    for says in dict.fromkeys(says for case in cases for says, _ in case.mistakes):
        wrong = [dict(case.mistakes).get(says) for case in cases]
        # One that crashes says enough by itself.
        if all(
            results is not None
            and explain(results, case.expected, task["returns"], (), tolerance)
            for results, case in zip(wrong, cases, strict=True)
        ):
            mistakes.append((says, [rounded(results) for results in wrong]))
    personal = names.get(f"answer_{name}")
    return {
        "returns": task["returns"],
        "keys": cases[0].keys if cases else [],
        "shapes": [a.shape for a in leaves(personal(EXAMPLE_NUMBER))] if personal else [],
        "tolerance": tolerance,
        "expected": [rounded(case.expected) for case in cases],
        "mistakes": mistakes,
    }


def rounded(arrays: list) -> list:
    """Return arrays as lists that are the same on every machine."""
    # The sum turns −0.0 into 0.0.
    return [(np.round(np.asarray(a, float), DECIMALS) + 0.0).tolist() for a in arrays]
