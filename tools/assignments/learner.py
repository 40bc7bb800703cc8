"""The learner's notebook: blanks with a sentence of help, and self-checks."""

from nbformat.v4 import new_code_cell, new_markdown_cell

from tools.assignments import cells
from tools.assignments.blanks import blanked
from tools.assignments.source import Source

REMARK = (
    "Fill in what is marked `YOUR CODE`, and run the cell below it: it says what is wrong. "
    "Hand in this notebook. It is graded with other numbers than these, so a function that "
    "passes here by chance will not pass there. Keep the names of the functions."
)


def build(source: Source) -> str:
    """Return the notebook as text."""
    made = [cells.opening(source, REMARK), cells.self_checks(source)]
    for cell in source.cells:
        if cell.kind == "markdown":
            made.append(new_markdown_cell(cell.text))
        elif cell.tag in ("", "demo"):
            made.append(new_code_cell(blanked(cell.text)))
            if tasks := cells.tasks_in(source, cell.text):
                made.append(cells.check_cell(tasks))
    return cells.notebook(source, made)
