"""The instructor's notebook: the solution, and how to mark what differs from it."""

from nbformat.v4 import new_code_cell, new_markdown_cell

from tools.assignments import cells
from tools.assignments.blanks import solved
from tools.assignments.source import Source

REMARK = (
    "*The instructor's form: solution, rubric and common errors. It is made from `source.md`; "
    "make changes there.*"
)
ALL_OR_NOTHING = "All points if every case is right, to the tolerance; else none."


def build(source: Source) -> str:
    """Return the notebook as text."""
    made = [cells.opening(source, REMARK), cells.self_checks(source)]
    for cell in source.cells:
        if cell.kind == "markdown":
            made.append(new_markdown_cell(cell.text))
        elif cell.tag in ("", "demo", "answers"):
            made.append(new_code_cell(solved(cell.text)))
            for task in cells.tasks_in(source, cell.text):
                made += [cells.check_cell(task), rubric(task)]
    made += [rubric(task) for task in source.tasks if task.get("by_hand")]
    made.append(common_errors(source))
    return cells.notebook(source, made)


def rubric(task: dict):
    """Return the cell that says how the points of a task are given."""
    words = task.get("rubric", ALL_OR_NOTHING)
    marked = "by hand" if task.get("by_hand") else f"by the grader, column `{task['name']}`"
    return new_markdown_cell(
        f"**Rubric: {task['title']}**, {points_in_words(task['points'])}, marked {marked}.\n\n{words}"
    )


def common_errors(source: Source):
    """Return the cell with the table of mistakes."""
    points = {task["name"]: task["points"] for task in source.tasks}
    rows = "\n".join(
        f"| {mistake['name'].replace('_', ' ')} | {mistake['says']} "
        f"| {', '.join(mistake['loses'])} | {sum(points[name] for name in mistake['loses'])} |"
        for mistake in source.mistakes
    )
    return new_markdown_cell(
        "## Common errors\n\nEach is tested: it loses these tasks and no other.\n\n"
        f"| error | what the learner is told | tasks | points |\n|---|---|---|---:|\n{rows}"
    )


def points_in_words(count):
    """Return "1 point" or "2 points"."""
    return f"{count} point{'' if count == 1 else 's'}"
