"""The learner's notebook: blanks with a sentence of help, and self-checks.

The same notebook for nbgrader differs in the marks of its solutions and in its hidden tests.
"""

from nbformat.v4 import new_code_cell, new_markdown_cell

from tools.assignments import cells, nbgrader
from tools.assignments.blanks import blanked, nbgrader_regions
from tools.assignments.source import ANSWER, Source

REMARK = (
    "Fill in what is marked `YOUR CODE`, and run the cell below it: it says what is wrong. "
    "Hand in this notebook. It is graded with other numbers than these, so a function that "
    "passes here by chance will not pass there. Keep the names of the functions."
)


def build(source: Source) -> str:
    """Return the notebook as text."""
    return cells.notebook(source, list(made(source, blanked, cells.check_cell)))


def build_for_nbgrader(source: Source) -> str:
    """Return the source notebook for nbgrader as text."""

    def with_hidden_tests(task):
        cell = cells.check_cell(task)
        cell.source += f"\nassert check.passed\n{nbgrader.hidden_tests(source, task)}"
        return cell

    made_cells = list(made(source, nbgrader_regions, with_hidden_tests))
    return cells.notebook(source, made_cells)


def made(source: Source, write_code, write_check):
    """Yield the cells, given how code with blanks and how a task's check are written."""
    yield cells.opening(source, REMARK)
    yield nbgrader.marked(cells.self_checks(source), "self-checks", locked=True)
    by_hand = iter(task for task in source.tasks if task.get("by_hand"))
    blanks = 0
    for cell in source.cells:
        if cell.kind == "markdown":
            text = new_markdown_cell(cell.text)
            yield nbgrader.by_hand(text, next(by_hand)) if cell.text == ANSWER else text
        elif cell.tag in ("", "demo"):
            code = new_code_cell(write_code(cell.text))
            blank = blanked(cell.text) != cell.text
            blanks += blank
            yield nbgrader.answer(code, blanks) if blank else code
            for task in cells.tasks_in(source, cell.text):
                yield nbgrader.tests(write_check(task), task)
