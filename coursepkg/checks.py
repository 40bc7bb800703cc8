"""Self-checks of the assignments: what is wrong with a result, in words. Needs NumPy alone.

The grader speaks with the same words. A notebook of `assignments/` carries a copy of this
file, so that it can be checked wherever it is opened, with nothing installed.
"""

import numpy as np

TOLERANCE = 1e-6  # of an absolute or a relative error
NUMBER = "student_number"  # the variable in which learners write their number
LARGEST_NUMBER = 10**12
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")

RIGHT, NOTED = "right, as far as these examples show", "noted"


class SelfChecks:
    """`check("task", function)` prints whether a function is right, and if not, why."""

    def __init__(self, tasks, names):
        """Keep what is known of the tasks.

        Args:
            tasks: a dictionary from task to a dictionary with "returns", what the results are
                called; "keys" of the dictionaries in them; "shapes"; "expected", for each case
                the right results; "mistakes", for each mistake what to say and the results
                for each case.
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
        pair = leaves(result, keys_of(right)), leaves(right)
        return explain(*pair, task["returns"], (), task["tolerance"])

    def _outcome(self, name, task, function):
        if not task["expected"]:
            return self._noted(task, function)
        for case, expected in enumerate(task["expected"]):
            arguments = self._names[f"draw_{name}"](np.random.default_rng(case))
            try:
                results = leaves(function(*arguments), task["keys"])
            except NotImplementedError:
                return "not filled in yet"
            except Exception as error:
                return f"stopped with {said_by(error)}"
            known = [(says, cases[case]) for says, cases in task["mistakes"]]
            wrong = explain(results, expected, task["returns"], known, task["tolerance"])
            if wrong:
                return wrong
        return RIGHT

    def _noted(self, task, value):
        """Say whether a value that differs from learner to learner has the right form."""
        if value is None:
            return "not filled in yet"
        if whole_number(self._names.get(NUMBER)) is None:
            return f"`{NUMBER}` is not your number yet: write its digits"
        try:
            results = [np.asarray(leaf, float) for leaf in leaves(value)]
        except (TypeError, ValueError):
            return "not numbers"
        form = [np.zeros(shape) for shape in task["shapes"]]
        return explain(results, form, task["returns"], (), np.inf) or NOTED


def whole_number(value):
    """Return a learner's number, written as a number or as text; None if it is neither."""
    try:
        number = float(str(value))
    except ValueError:
        return None
    # A number that is none, or infinite, is not the same as its whole part.
    return int(number) if 0 <= number <= LARGEST_NUMBER and number % 1 == 0 else None


def leaves(result, keys=()):
    """Return the arrays of a result: of nested tuples in order, of dictionaries by key.

    Args:
        result: what a function returned. A list is an array if it can be one, else a tuple.
        keys: those that count of a dictionary; all if there are none.
    """
    if isinstance(result, dict):
        wanted = sorted(keys or result, key=str)
        parts = [result[key] for key in wanted if key in result]
    elif isinstance(result, tuple):
        parts = result
    else:
        try:
            array = result if isinstance(result, np.ndarray) else np.asarray(result)
        except ValueError:  # of rows of different lengths
            array = None
        if array is not None and not (isinstance(result, list) and array.dtype.kind == "O"):
            return [array]
        parts = result
    return [leaf for part in parts for leaf in leaves(part, keys)]


def keys_of(result):
    """Return the keys of all dictionaries in a result, sorted."""
    if not isinstance(result, dict | tuple):
        return []
    parts = result.values() if isinstance(result, dict) else result
    own = set(result) if isinstance(result, dict) else set()
    return sorted(own.union(*map(keys_of, parts)))


def fitted(results, expected):
    """Return results cut or stacked along their first axis, if then they have the right form.

    So a list of two states counts as a tuple of them, and three numbers as an array of three.
    """
    rest, parts = list(results), []
    for right in expected:
        if rest and rest[0].shape[1:] == right.shape != rest[0].shape:
            rest[:1] = rest[0] if len(rest[0]) <= len(expected) else rest[:1]
        rows = rest[: len(right)] if right.ndim else []
        if rows and [row.shape for row in rows] == [right.shape[1:]] * len(right):
            rest[: len(right)] = [np.stack(rows)]
        parts += rest[:1]
        del rest[:1]
    right_form = [array.shape for array in expected] == [part.shape for part in parts + rest]
    return parts if right_form else results


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
    results = fitted(results, expected)
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
