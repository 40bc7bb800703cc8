"""The cells of which the notebooks of an assignment are made."""

import re
import textwrap
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

import coursepkg.checks
from tools.assignments.public import known
from tools.assignments.source import Source
from tools.notebooks.notebook import METADATA, name_cells

CHECKS = Path(coursepkg.checks.__file__)


def notebook(source: Source, cells: list[NotebookNode]) -> str:
    """Return a notebook as text."""
    name_cells(cells, source.slug)
    made = new_notebook(cells=cells, metadata=nbformat.from_dict(METADATA))
    return nbformat.writes(made) + "\n"


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
    text = textwrap.indent(CHECKS.read_text("utf-8").rstrip(), "    ", str.strip)
    tasks = "\n".join(f"    {name!r}: {task!r}," for name, task in known(source).items())
    code = (
        "# @title Self-checks: run this cell; there is nothing in it to fill in.\n"
        "import numpy as np\n\n\n"
        f"def _self_checks():\n{text}\n    return SelfChecks\n\n\n"
        f"{draws}\n\n\ncheck = _self_checks()(\n  {{\n{tasks}\n  }},\n  globals(),\n)"
    )
    metadata = {"cellView": "form", "jupyter": {"source_hidden": True}, "tags": ["hide-input"]}
    return new_code_cell(code, metadata=nbformat.from_dict(metadata))


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
    return new_code_cell(call, metadata=nbformat.from_dict({"tags": ["self-check"]}))
