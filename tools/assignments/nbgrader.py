"""The form for courses on nbgrader: a source notebook, for `nbgrader generate_assignment`.

nbgrader takes the solutions and the hidden tests out of it; what is left is the learner's notebook
but for the wording of the blanks. Both carry the same names of cells, so that the learner's notebook
of this course, filled in anywhere, can be collected and graded there.
"""

from nbformat import NotebookNode, from_dict

from tools.assignments.public import solution
from tools.assignments.source import Source

VERSION = 3  # of nbgrader's metadata
SEEDS = range(100, 104)  # of the hidden cases; the self-checks have seen those from 0 on
BEGIN, END = "### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS"


def marked(cell: NotebookNode, grade_id: str, **more) -> NotebookNode:
    """Return a cell with nbgrader's metadata: `solution`, `grade` and `points`, `locked`."""
    plain = {"schema_version": VERSION, "grade_id": grade_id, "task": False}
    roles = {role: more.pop(role, False) for role in ("solution", "grade", "locked")}
    cell.metadata["nbgrader"] = from_dict({**plain, **roles, **more})
    return cell


def answer(cell: NotebookNode, number: int) -> NotebookNode:
    """Return a cell that learners fill in."""
    return marked(cell, f"answer-{number}", solution=True)


def tests(cell: NotebookNode, task: dict) -> NotebookNode:
    """Return a cell whose running without an error is worth the points of a task."""
    points = {"points": task["points"]}
    return marked(cell, f"tests-{task['name']}", grade=True, locked=True, **points)


def by_hand(cell: NotebookNode, task: dict) -> NotebookNode:
    """Return a cell with a text that an instructor reads."""
    points = {"points": task["points"]}
    return marked(cell, f"text-{task['name']}", grade=True, solution=True, **points)


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
    return f"{BEGIN}\n_key = {{}}\nexec(r'''\n{code}''', _key)\n{check}\n{END}"
