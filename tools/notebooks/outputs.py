"""Keeps the outputs of a notebook in which only words have changed."""

import re

from nbformat import NotebookNode

from tools.notebooks.called import outdated
from tools.notebooks.staleness import fixed_part

SHOWN_CODE = re.compile(r"^(`{3,})python\n.*?^\1$", re.DOTALL | re.MULTILINE)


def taken_over(notebook: NotebookNode, old: NotebookNode | None) -> bool:
    """Take the outputs of `old` over if it has run, and code and what that calls are the same.

    Whether it still gives these outputs, `make test` sees: it runs every notebook.
    """
    if old is None or outdated(old, notebook) or all_code(notebook) != all_code(old):
        return False
    stored = code_cells(old)
    if any(cell.execution_count is None for cell in stored):
        return False
    for cell, twin in zip(code_cells(notebook), stored, strict=True):
        cell.outputs, cell.execution_count = twin.outputs, twin.execution_count
    return True


def all_code(notebook: NotebookNode) -> list:
    """Return the code that runs, and the code that is shown, such as the package's."""
    words = (cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    shown = [match.group() for text in words for match in SHOWN_CODE.finditer(text)]
    return [*map(fixed_part, code_cells(notebook)), *shown]


def code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    """Return the cells that run."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]
