"""The key of an assignment: tasks, fresh random cases, and what right and wrong code returns.

A key is `assignments/<slug>/key.py`, written by `python -m tools.assignments`. It is the
instructor's own code and runs in the grader's process. It holds the solution's functions;
`draw_<task>(rng)` for the arguments of a random call, or `answer_<task>(number)` for a task
whose result depends on the learner's number; and, below `MARK`, `TASKS` and `MISTAKES`.
"""

import hashlib
import zlib
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np

from ..checks import TOLERANCE, leaves

MARK = "# What is graded.\n"
DRAWS = 4  # random cases of a task; a function that is right by chance is not right four times


@dataclass(frozen=True)
class Task:
    """What a function, or a value, must be to earn its points."""

    name: str
    title: str
    function: str = ""
    points: int = 1
    returns: list = field(default_factory=list)
    tolerance: float = TOLERANCE
    by_hand: bool = False  # left to the instructor


@dataclass(frozen=True)
class Case:
    """One call: its arguments, the right results, what known mistakes return."""

    arguments: tuple
    expected: list
    mistakes: list


class Assignment:
    """The key of one assignment, with the cases of one run of the grader."""

    def __init__(self, path, seed, private=None):
        """Read the key, and the instructor's private cases if there are any.

        Args:
            path: the key, a Python file.
            seed: decides the random cases.
            private: a Python file with more functions `draw_<task>(rng)`, or None.

        Raises:
            ValueError: a file is missing, or the private one has no case for any task.
        """
        self._text = _read(path)
        self._seed = seed
        self._key = executed(self._text, path)
        self._tasks = [Task(**task) for task in self._key["TASKS"]]
        private_text = _read(private) if private else ""
        self._private = executed(private_text, private)
        if private and not any(f"draw_{task.name}" in self._private for task in self._tasks):
            names = ", ".join(f"draw_{task.name}" for task in self._tasks)
            raise ValueError(f"{private} defines none of {names}")
        self.title = self._key["TITLE"]
        self.digest = hashlib.sha256(f"{self._text}\n{private_text}".encode()).hexdigest()

    @property
    def tasks(self):
        """Every `Task`, in the order of the assignment."""
        return self._tasks

    @property
    def points(self):
        """The sum of all that is marked by the grader."""
        return sum(task.points for task in self._tasks if not task.by_hand)

    @cached_property
    def cases(self):
        """A list of `Case` for each task that is called with arguments, by name."""
        mistaken = [self._mistaken(mistake) for mistake in self._key["MISTAKES"]]
        return {
            task.name: [
                self._case(task, arguments, mistaken)
                for source in (self._key, self._private)
                for arguments in self._drawn(source, task)
            ]
            for task in self._tasks
        }

    def personal_answer(self, task, number):
        """Return the right results for a learner's number; None if all have the same."""
        answer = self._key.get(f"answer_{task.name}")
        return answer and leaves(answer(number))

    def _drawn(self, source, task):
        draw = source.get(f"draw_{task.name}")
        kind = zlib.crc32(f"{task.name} {source is self._private}".encode())
        if draw:
            for case in range(DRAWS):
                yield draw(np.random.default_rng([self._seed, kind, case]))

    def _case(self, task, arguments, mistaken):
        right = leaves(self._key[task.function](*deepcopy(arguments)))
        known = []
        for says, loses, names in mistaken:
            if task.name in loses:
                try:
                    known.append((says, leaves(names[task.function](*deepcopy(arguments)))))
                except Exception:  # a mistake may well crash
                    continue
        return Case(arguments, right, known)

    def _mistaken(self, mistake):
        """Return what to say, the tasks that are lost, and the names of the mistaken code."""
        code = with_mistake(self._text.partition(MARK)[0], mistake)
        return mistake["says"], mistake["loses"], executed(code, mistake["name"])


def find_key(assignment):
    """Return the key of an assignment, given its slug or its folder.

    Raises:
        ValueError: there is none.
    """
    for folder in (Path("assignments") / assignment, Path(assignment)):
        if (folder / "key.py").is_file():
            return folder / "key.py"
    known = sorted(path.parent.name for path in Path("assignments").glob("*/key.py"))
    raise ValueError(
        f"there is no assignment {assignment!r}: expected a folder with a key.py, or one of "
        f"{', '.join(known) or 'those in assignments/, which is not in this folder'}"
    )


def with_mistake(code, mistake):
    """Return a solution with one mistake in it."""
    if mistake["right"] not in code:
        raise ValueError(
            f"mistake {mistake['name']!r}: the solution has no {mistake['right']!r}"
        )
    return code.replace(mistake["right"], mistake["wrong"])


def executed(code, name):
    """Return the names that trusted code defines."""
    names = {"__name__": "key"}
    exec(compile(code, str(name), "exec"), names)
    return names


def _read(path):
    try:
        return Path(path).read_text("utf-8")
    except OSError as error:
        raise ValueError(f"{path} cannot be read: {error.strerror}") from None
