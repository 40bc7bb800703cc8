"""The key of an assignment: tasks, fresh random cases, and what right and wrong code returns.

A key is `assignments/<slug>/key.py`, written by `python -m classroom make`. It is the
instructor's own code and runs in the grader's process. It holds the solution's functions;
`draw_<task>(rng)` for the arguments of a random call, or `answer_<task>(number)` for a task
whose result depends on the learner's number; and, below `MARK`, `TASKS` and `MISTAKES`.
"""

import contextlib
import hashlib
import zlib
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np

from coursepkg.checks import TOLERANCE, keys_of, leaves

HERE = Path(__file__).resolve().parent
# The wheel has a copy of the repository's folder in it.
ASSIGNMENTS = (HERE if (HERE / "assignments").is_dir() else HERE.parent) / "assignments"
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

    arguments: tuple | None  # None for a value
    expected: list
    mistakes: list = ()  # of (what to say, results)
    keys: list = ()  # of the dictionaries in the result
    seed: int | None = None  # with which learners can draw the arguments again


class Assignment:
    """The key of one assignment, with the cases of one run of the grader.

    Attributes:
        title: of the assignment.
        tasks: every `Task`, in the order of the assignment.
        digest: of the key and the private cases.
    """

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
        self.tasks = [Task(**task) for task in self._key["TASKS"]]
        private_text = _read(private) if private else ""
        self._private = executed(private_text, private)
        if private and not any(f"draw_{task.name}" in self._private for task in self.tasks):
            names = ", ".join(f"draw_{task.name}" for task in self.tasks)
            raise ValueError(f"{private} defines none of {names}")
        self.title = self._key["TITLE"]
        self.digest = hashlib.sha256(f"{self._text}\n{private_text}".encode()).hexdigest()

    @property
    def points(self):
        """The sum of all that is marked by the grader."""
        return sum(task.points for task in self.tasks if not task.by_hand)

    @cached_property
    def cases(self):
        """A list of `Case` for each task that is called with arguments, by name."""
        mistaken = mistaken_names(self._text.partition(MARK)[0], self._key["MISTAKES"])
        return {
            task.name: [
                case_of(task.name, task.function, arguments, self._key, mistaken, seed)
                for source in (self._key, self._private)
                for arguments, seed in self._draw(source, task)
            ]
            for task in self.tasks
        }

    def cases_of(self, task, number):
        """Return the cases of a task for a learner's number, or None; [] if it needs one."""
        answer = self._key.get(f"answer_{task.name}")
        if answer and number is not None:
            return [Case(None, leaves(answer(number)))]
        return self.cases[task.name]

    def solution(self):
        """Return what the key defines, anew: a dictionary that may be changed."""
        return executed(self._text, "key")

    def _draw(self, source, task):
        """Yield arguments, and the seed to draw them again; of private ones nobody can."""
        draw = source.get(f"draw_{task.name}")
        kind = zlib.crc32(f"{task.name} {source is self._private}".encode())
        for case in range(DRAWS if draw else 0):
            sequence = np.random.SeedSequence([self._seed, kind, case])
            seed = int(sequence.generate_state(1)[0])
            public = seed if source is self._key else None
            yield draw(np.random.default_rng(seed)), public


def case_of(task, function, arguments, names, mistaken, seed=None):
    """Return the `Case` of a call.

    Args:
        task: the name of the task.
        function: the name of its function.
        arguments: a tuple.
        names: what the solution defines.
        mistaken: from `mistaken_names`.
        seed: with which the arguments were drawn, if learners can.
    """
    right = names[function](*deepcopy(arguments))
    mistakes = []
    for mistake, wrong_names in mistaken:
        if task in mistake["loses"]:
            with contextlib.suppress(Exception):  # a mistake may well crash
                wrong = leaves(wrong_names[function](*deepcopy(arguments)))
                mistakes.append((mistake["says"], wrong))
    return Case(arguments, leaves(right), mistakes, keys_of(right), seed)


def mistaken_names(code, mistakes):
    """Return (mistake, what a solution with this mistake in it defines) for each mistake.

    Raises:
        ValueError: the solution does not have the code that a mistake replaces.
    """
    for mistake in mistakes:
        if mistake["right"] not in code:
            name, right = mistake["name"], mistake["right"]
            raise ValueError(f"mistake {name!r}: the solution has no {right!r}")
    return [(m, executed(code.replace(m["right"], m["wrong"]), m["name"])) for m in mistakes]


def executed(code, name):
    """Return the names that trusted code defines."""
    names = {"__name__": "key"}
    exec(compile(code, str(name), "exec"), names)
    return names


def find_key(assignment):
    """Return the key of an assignment.

    Args:
        assignment: a slug or a folder: of `assignments` in the current folder, of the current
            folder itself, or of the assignments that come with the grader.

    Raises:
        ValueError: there is none.
    """
    for place in (Path("assignments"), Path(), ASSIGNMENTS):
        if (place / assignment / "key.py").is_file():
            return place / assignment / "key.py"
    keys = [*Path("assignments").glob("*/key.py")] or [*ASSIGNMENTS.glob("*/key.py")]
    raise ValueError(
        f"there is no assignment {assignment!r}: expected a folder with a key.py, or one of "
        f"{', '.join(sorted(key.parent.name for key in keys))}"
    )


def _read(path):
    try:
        return Path(path).read_text("utf-8")
    except OSError as error:
        raise ValueError(f"{path} cannot be read: {error.strerror}") from None
