"""The graded form: a Python file that the grader runs in its own process."""

from coursepkg.grading.assignment import MARK
from tools.assignments.public import solution
from tools.assignments.source import Source

HEADER = '"""The key of {title!r}. Made from source.md: make changes there."""\n\n'


def build(source: Source) -> str:
    """Return the key as text."""
    tasks = [{k: v for k, v in task.items() if k != "rubric"} for task in source.tasks]
    return (
        HEADER.format(title=source.title)
        + solution(source)
        + f"\n\n{MARK}TITLE = {source.title!r}\n"
        + listed("TASKS", tasks)
        + listed("MISTAKES", source.mistakes)
    )


def listed(name: str, entries: list) -> str:
    """Return a list as Python, an entry a line."""
    return f"{name} = [\n" + "".join(f"    {entry!r},\n" for entry in entries) + "]\n"
