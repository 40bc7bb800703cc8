"""The forms of an assignment: notebooks of learners, nbgrader and instructors, and the key.

The learner's notebook has blanks with a sentence of help, and self-checks. The one for nbgrader
is the source of `nbgrader generate_assignment`, which takes the solutions and the hidden tests
out of it; what is left is the learner's notebook but for the wording of the blanks. Both carry
the same names of cells, so that the learner's notebook, filled in anywhere, can be collected
and graded there. The instructor's has the solution, and says how to mark what differs from it.
"""

import re
import textwrap
from pathlib import Path

import nbformat
from nbformat import NotebookNode, from_dict
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

import coursepkg.checks
from tools.notebooks.notebook import METADATA, name_cells

from .assignment import MARK
from .assignment_source import ANSWER, Source, blanked, nbgrader_regions, solved
from .known_results import known_results, solution
from .sandbox import LIBRARIES, Limits

FOR_LEARNERS = (
    "Fill in what is marked `YOUR CODE`, and run the cell below it: it says what is wrong. "
    "Hand in this notebook. It is graded with other numbers than these, so a function that "
    "passes here by chance will not pass there. Keep the names of the functions.\n\n"
    f"Grading has the libraries {', '.join(LIBRARIES)}, no TensorFlow and no network, "
    f"{Limits.memory // 2**20} MB of memory and one thread. It gives a statement and a call "
    f"{Limits.statement_seconds} seconds each, and the whole notebook "
    f"{Limits.load_seconds:.0f}. A cell that needs more, such as a training, is stopped, and "
    "the next one runs."
)
FOR_INSTRUCTORS = (
    "*The instructor's form: solution, rubric and common errors. It is made from `source.md`; "
    "make changes there.*"
)
ALL_OR_NOTHING = (
    "All points if every case is right, to the tolerance, or follows from a mistake in an "
    "earlier task; else none."
)
NBGRADER = 3  # version of nbgrader's metadata
SEEDS = range(100, 104)  # of the hidden cases; the self-checks have seen those from 0 on
KEY_HEADER = '"""The key of {title!r}. Made from source.md: make changes there."""\n\n'


def forms(source: Source) -> dict[str, str]:
    """Return the text of each form, by the name of its file."""
    return {
        f"{source.slug}.ipynb": notebook(source, learner_cells(source, blanked, check_cell)),
        "nbgrader.ipynb": nbgrader_notebook(source),
        "instructor.ipynb": notebook(source, instructor_cells(source)),
        "key.py": key(source),
    }


def notebook(source: Source, cells) -> str:
    """Return a notebook as text."""
    cells = list(cells)
    name_cells(cells, source.slug)
    written = new_notebook(cells=cells, metadata=from_dict(METADATA))
    return nbformat.writes(written) + "\n"


def opening(source: Source, remark: str) -> NotebookNode:
    """Return the title with what a reader wants to know first."""
    points = sum(task["points"] for task in source.tasks)
    objectives = "\n".join(f"- {objective}" for objective in source.objectives)
    tasks = "\n".join(
        f"| {task['title']} | {task['points']} |"
        + (" read by your instructor |" if task.get("by_hand") else " |")
        for task in source.tasks
    )
    return new_markdown_cell(
        f"# {source.title}\n\n{remark}\n\n"
        f"**About {source.minutes} minutes, {points} points.** "
        f"It belongs to the chapter `{source.chapter}`. You will practise:\n\n{objectives}\n\n"
        f"| task | points | |\n|---|---:|---|\n{tasks}"
    )


def self_checks(source: Source) -> NotebookNode:
    """Return the cell, closed at first, that makes `check`."""
    draws = "\n\n\n".join(source.code("cases"))
    checks = Path(coursepkg.checks.__file__).read_text("utf-8")
    text = textwrap.indent(checks.rstrip(), "    ", str.strip)
    tasks = "\n".join(f"    {n!r}: {task!r}," for n, task in known_results(source).items())
    code = (
        "# @title Self-checks: run this cell; there is nothing in it to fill in.\n"
        "import numpy as np\n\n\n"
        f"def _self_checks():\n{text}\n    return SelfChecks\n\n\n"
        f"{draws}\n\n\ncheck = _self_checks()(\n  {{\n{tasks}\n  }},\n  globals(),\n)"
    )
    metadata = {"cellView": "form", "jupyter": {"source_hidden": True}, "tags": ["hide-input"]}
    return new_code_cell(code, metadata=from_dict(metadata))


def tasks_in(source: Source, code: str) -> list[dict]:
    """Return the tasks whose function or value a cell of the source defines."""
    return [
        task
        for task in source.tasks
        if not task.get("by_hand")
        and re.search(rf"^(def {task['function']}\(|{task['function']} =)", code, re.MULTILINE)
    ]


def check_cell(task: dict) -> NotebookNode:
    """Return the cell that runs the self-check of a task."""
    call = f'check("{task["name"]}", {task["function"]})'
    return new_code_cell(call, metadata=from_dict({"tags": ["self-check"]}))


def learner_cells(source: Source, write_code, write_check):
    """Yield the learner's cells.

    Args:
        source: the `Source`.
        write_code: function from code with a solution to code with a blank.
        write_check: function from a task to the cell of its check.
    """
    yield opening(source, FOR_LEARNERS)
    yield for_nbgrader(self_checks(source), "self-checks", locked=True)
    by_hand = iter(task for task in source.tasks if task.get("by_hand"))
    blanks = 0
    for cell in source.cells:
        if cell.kind == "markdown":
            text = new_markdown_cell(cell.text)
            if cell.text == ANSWER:
                for_nbgrader(text, "text", next(by_hand), grade=True, solution=True)
            yield text
        elif cell.tag in ("", "demo"):
            code = new_code_cell(write_code(cell.text))
            if blanked(cell.text) != cell.text:
                blanks += 1
                for_nbgrader(code, f"answer-{blanks}", solution=True)
            yield code
            for task in tasks_in(source, cell.text):
                yield for_nbgrader(write_check(task), "tests", task, grade=True, locked=True)


def for_nbgrader(cell: NotebookNode, name: str, task=None, **roles) -> NotebookNode:
    """Give a cell nbgrader's metadata, and return it.

    Args:
        cell: the cell.
        name: nbgrader's name for it; that of the task is added.
        task: whose points it earns, or None.
        roles: those that it has of `grade`, `locked`, `solution`.
    """
    metadata = {"schema_version": NBGRADER, "grade_id": name, "task": False}
    metadata |= {role: role in roles for role in ("grade", "locked", "solution")}
    if task:
        metadata |= {"grade_id": f"{name}-{task['name']}", "points": task["points"]}
    cell.metadata["nbgrader"] = from_dict(metadata)
    return cell


def nbgrader_notebook(source: Source) -> str:
    """Return the source notebook for nbgrader as text."""

    def with_hidden_tests(task):
        cell = check_cell(task)
        cell.source += f"\nassert check.passed\n{hidden_tests(source, task)}"
        return cell

    return notebook(source, learner_cells(source, nbgrader_regions, with_hidden_tests))


def hidden_tests(source: Source, task: dict) -> str:
    """Return the tests of a task: fresh cases, with the solution beside them."""
    code, name, function = solution(source), task["name"], task["function"]
    if "'''" in code:
        raise ValueError(f"{source.slug}: a solution for nbgrader has no ''' in it")
    if f"def draw_{name}(" in code:
        check = (
            f"for _seed in range({SEEDS.start}, {SEEDS.stop}):\n"
            f'    _arguments = _key["draw_{name}"](_key["np"].random.default_rng(_seed))\n'
            f'    _right = _key["{function}"](*_arguments)\n'
            f'    _wrong = check.compare("{name}", {function}(*_arguments), _right)\n'
            f"    assert not _wrong, _wrong"
        )
    else:
        check = (
            f'_right = _key["answer_{name}"](student_number)\n'
            f'_wrong = check.compare("{name}", {function}, _right)\n'
            f"assert not _wrong, _wrong"
        )
    begin, end = "### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS"
    return f"{begin}\n_key = {{}}\nexec(r'''\n{code}''', _key)\n{check}\n{end}"


def instructor_cells(source: Source):
    """Yield the instructor's cells."""
    yield opening(source, FOR_INSTRUCTORS)
    yield self_checks(source)
    for cell in source.cells:
        if cell.kind == "markdown":
            yield new_markdown_cell(cell.text)
        elif cell.tag in ("", "demo", "answers"):
            yield new_code_cell(solved(cell.text))
            for task in tasks_in(source, cell.text):
                yield check_cell(task)
                yield rubric(task)
    for task in source.tasks:
        if task.get("by_hand"):
            yield rubric(task)
    yield common_errors(source)


def rubric(task: dict) -> NotebookNode:
    """Return the cell that says how the points of a task are given."""
    words = task.get("rubric", ALL_OR_NOTHING)
    marked = "by hand" if task.get("by_hand") else f"by the grader, column `{task['name']}`"
    points = f"{task['points']} point{'' if task['points'] == 1 else 's'}"
    return new_markdown_cell(
        f"**Rubric: {task['title']}**, {points}, marked {marked}.\n\n{words}"
    )


def common_errors(source: Source) -> NotebookNode:
    """Return the cell with the table of mistakes."""
    points = {task["name"]: task["points"] for task in source.tasks}
    table = "\n".join(
        f"| {mistake['name'].replace('_', ' ')} | {mistake['says']} "
        f"| {', '.join(mistake['loses'])} | {sum(points[name] for name in mistake['loses'])} |"
        for mistake in source.mistakes
    )
    return new_markdown_cell(
        "## Common errors\n\nEach is tested: it loses these tasks and no other. The grader "
        "gives back those that are right, given the learner's own results of an earlier "
        "one.\n\n"
        f"| error | what the learner is told | tasks | points |\n|---|---|---|---:|\n{table}"
    )


def key(source: Source) -> str:
    """Return the Python file that the grader runs in its own process, as text."""
    tasks = [{k: v for k, v in task.items() if k != "rubric"} for task in source.tasks]

    def listed(name, entries):
        return f"{name} = [\n" + "".join(f"    {entry!r},\n" for entry in entries) + "]\n"

    return (
        KEY_HEADER.format(title=source.title)
        + solution(source)
        + f"\n\n{MARK}TITLE = {source.title!r}\n"
        + listed("TASKS", tasks)
        + listed("MISTAKES", source.mistakes)
    )
