"""Self-checks of the assignments: what is wrong with a result, in words. Needs NumPy alone.

The grader speaks with the same words. A notebook of `assignments/` carries a copy of this
file, so that it can be checked wherever it is opened, with nothing installed.
"""

import numpy as np

TOLERANCE = 1e-6  # of an absolute or a relative error
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")

RIGHT, NOTED = "right, as far as these examples show", "noted"


class SelfChecks:
    """`check("task", function)` prints whether a function is right, and if not, why."""

    def __init__(self, tasks, names):
        """Keep what is known of the tasks.

        Args:
            tasks: a dictionary from task to a dictionary with "returns", what the results are
                called; "expected", for each case the right results; "mistakes", for each
                mistake what to say and the results for each case.
            names: the notebook's names, in which `draw_<task>(rng)` makes the arguments.
        """
        self._tasks, self._names = tasks, names

    def __call__(self, name, function):
        """Compare with what is known, and print the outcome as one sentence."""
        outcome = self._outcome(name, self._tasks[name], function)
        self.passed = outcome in (RIGHT, NOTED)  # for a program that runs the notebook
        print(f"{name}: {outcome}")

    def compare(self, name, result, right):
        """Say how a result differs from the right one of a case of one's own, or ""."""
        task = self._tasks[name]
        pair = leaves(result), leaves(right)
        return explain(*pair, task["returns"], (), task["tolerance"])

    def _outcome(self, name, task, function):
        if not task["expected"]:
            return written(function)
        for case, expected in enumerate(task["expected"]):
            arguments = self._names[f"draw_{name}"](np.random.default_rng(case))
            try:
                results = leaves(function(*arguments))
            except NotImplementedError:
                return "not filled in yet"
            except Exception as error:
                return f"stopped with {said_by(error)}"
            known = [(says, cases[case]) for says, cases in task["mistakes"]]
            wrong = explain(results, expected, task["returns"], known, task["tolerance"])
            if wrong:
                return wrong
        return RIGHT


def written(value):
    """Say of a value that differs from learner to learner only whether it can be read."""
    try:
        readable = value is not None and all(np.isfinite(np.asarray(v)).all() for v in [value])
    except TypeError:
        readable = False
    return NOTED if readable else "not filled in yet, or not a number"


def leaves(result):
    """Return the arrays of a result: of nested tuples in order, of dictionaries by key."""
    if isinstance(result, dict):
        parts = [result[key] for key in sorted(result)]
    elif isinstance(result, tuple):
        parts = result
    else:
        return [result if isinstance(result, np.ndarray) else np.asarray(result)]
    return [leaf for part in parts for leaf in leaves(part)]


def explain(results, expected, labels, mistakes=(), tolerance=TOLERANCE):
    """Say what is wrong with results, or "" if nothing is.

    Args:
        results: a list of arrays.
        expected: a list of arrays, or of nested lists of numbers.
        labels: what each is called and, if it is known, what its axes are:
            "states: row, step, unit".
        mistakes: (what to say, results) of known mistakes.
        tolerance: the largest error, absolute or relative, that is none.
    """
    expected = [np.asarray(array, float) for array in expected]
    if len(results) != len(expected):
        names = ", ".join(label.partition(":")[0] for label in labels)
        return f"it returned {len(results)} results, expected {len(expected)}: {names}"
    for got, right, label in zip(results, expected, labels, strict=True):
        wrong = difference(got, right, label, tolerance)
        if wrong:
            break
    else:
        return ""
    for says, known in mistakes:
        pairs = zip(results, known, labels, strict=True)
        if not any(difference(g, np.asarray(k, float), x, tolerance) for g, k, x in pairs):
            return f"{wrong}. {says}"
    return wrong


def difference(got, right, label, tolerance=TOLERANCE):
    """Say how an array differs from the right one, or "" if it does not."""
    name, _, axes = label.partition(": ")
    if got.dtype.kind not in "biuf":
        return f"`{name}` is of type {got.dtype}, expected numbers"
    if got.shape != right.shape:
        turned = got.shape == right.shape[::-1] and got.ndim > 1
        hint = "; is it transposed?" if turned else ""
        return f"`{name}` has the shape {got.shape}, expected {right.shape}{hint}"
    if not np.isfinite(got).all():
        return f"`{name}` has entries that are not numbers (nan or infinite)"
    with np.errstate(over="ignore", invalid="ignore"):
        # Not "error > tolerance", which an error that is no number would pass.
        wrong = ~(np.abs(got - right) <= tolerance * (1 + np.abs(right)))
    if not wrong.any():
        return ""
    place = tuple(int(i) for i in np.argwhere(wrong)[0])
    where = placed(wrong, axes.split(", ")) if axes else ""
    example = f"{np.float64(got[place]):.4g}, expected {np.float64(right[place]):.4g}"
    at = f" at {list(place)}" if place else ""
    return f"`{name}` differs{where}: it is {example}{at}{pattern(got, right, tolerance)}"


def placed(wrong, axes):
    """Say along each axis where the errors are; nothing of an axis that is wrong all along."""
    words = []
    for axis, name in enumerate(axes):
        others = tuple(other for other in range(wrong.ndim) if other != axis)
        at = np.flatnonzero(wrong.any(axis=others))
        size = wrong.shape[axis]
        if len(at) == size:
            continue
        if len(at) == 1:
            words.append(f" at {counted(at[0], name)} only")
        elif len(at) == size - at[0]:
            words.append(f" from {counted(at[0], name)} on")
        else:
            words.append(" at " + " and ".join(counted(i, name) for i in at[:3]))
    return ",".join(words) or " everywhere"


def counted(index, name):
    """Return "step 3" for a step, and "the third unit" for anything else; counted from 1."""
    if name == "step" or index >= len(ORDINALS):
        return f"{name} {index + 1}"
    return f"the {ORDINALS[index]} {name}"


def pattern(got, right, tolerance):
    """Say whether a single factor explains the difference."""
    size = float(np.sum(right * right))
    factor = float(np.sum(got * right)) / size if size else 0.0
    close = np.abs(got - factor * right) <= tolerance * (1 + np.abs(right))
    if got.size < 2 or not factor or not close.all():
        return ""
    return (
        "; the sign is turned round"
        if abs(factor + 1) < 1e-3
        else (f"; all of it is {factor:.3g} times what it should be")
    )


def said_by(error):
    """Return an exception as words."""
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
