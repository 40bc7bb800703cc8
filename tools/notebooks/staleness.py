"""Compares a stored notebook with what its chapter gives now. Runs nothing."""

import re

import nbformat
from nbformat import NotebookNode

from tools.notebooks.book import Book
from tools.notebooks.fingerprint import KEY
from tools.notebooks.notebook import build
from tools.notebooks.pictures import undrawn

SHOWN_CODE = re.compile(r"^(`{3,})python\n.*?^\1$", re.DOTALL | re.MULTILINE)


def problem(book: Book, slug: str) -> str | None:
    """Say what is wrong with the notebook of a chapter; None if nothing is."""
    if not book.notebook(slug).exists():
        return "is missing"
    stored = read(book, slug)
    if stored is None:
        return "is not a notebook that can be read"
    expected, _ = build(book, slug)
    return difference(expected, stored) or unexecuted(stored)


def orphans(book: Book) -> list[str]:
    """Name the notebooks whose chapter is gone or has no code any more."""
    return [slug for slug in book.notebook_slugs() if slug not in book.index.with_notebook]


def read(book: Book, slug: str) -> NotebookNode | None:
    """Return the stored notebook if there is one that can be read."""
    try:
        notebook = nbformat.read(book.notebook(slug), as_version=nbformat.NO_CONVERT)
    except (OSError, ValueError, AttributeError, nbformat.ValidationError):
        return None
    return notebook if "cells" in notebook else None


def difference(expected: NotebookNode, stored: NotebookNode) -> str | None:
    """Name the first difference, outputs apart."""
    if (stored.nbformat, stored.nbformat_minor) != (expected.nbformat, expected.nbformat_minor):
        return "has another notebook format"
    if calls_differ(expected, stored):
        return "was executed with other code, results or weights than those that are here"
    if stored.metadata != expected.metadata:
        return "has other metadata"
    for number, (old, new) in enumerate(zip(stored.cells, expected.cells, strict=False), 1):
        if fixed_part(old) != fixed_part(new):
            return f"differs in cell {number}: {first_words(new.source)}"
    if len(stored.cells) != len(expected.cells):
        return f"has {len(stored.cells)} cells instead of {len(expected.cells)}"
    return None


def calls_differ(expected: NotebookNode, stored: NotebookNode) -> bool:
    """Tell whether the stored notebook was executed with other code or files."""
    return stored.metadata.get(KEY) != expected.metadata.get(KEY)


def fixed_part(cell: NotebookNode) -> tuple:
    """Return all of a cell that the chapter decides."""
    source = undrawn(cell.source) if cell.cell_type == "markdown" else cell.source
    return cell.cell_type, cell.get("id"), source, cell.metadata, cell.get("attachments")


def first_words(source: str) -> str:
    """Return enough of a cell to recognise it."""
    line = source.strip().partition("\n")[0]
    return line if len(line) <= 60 else f"{line[:59]}…"


def unexecuted(notebook: NotebookNode) -> str | None:
    """Name the first code cell that has never run."""
    for number, cell in enumerate(notebook.cells, start=1):
        if cell.cell_type == "code" and cell.execution_count is None:
            return f"has a cell that never ran, {number}: {first_words(cell.source)}"
    return None


def take_over_outputs(notebook: NotebookNode, stored: NotebookNode | None) -> bool:
    """Copy the outputs if `stored` has run, and code and what that calls are the same.

    Whether it still gives these outputs, `make test` sees: it runs every notebook.
    """
    if stored is None or calls_differ(notebook, stored) or unexecuted(stored):
        return False
    if all_code(notebook) != all_code(stored):
        return False
    for cell, twin in zip(code_cells(notebook), code_cells(stored), strict=True):
        cell.outputs, cell.execution_count = twin.outputs, twin.execution_count
    return True


def all_code(notebook: NotebookNode) -> list:
    """Return the code that runs, and the code that is shown, such as the package's.

    What goes on a slide changes no output.
    """
    cells = [
        (
            cell.get("id"),
            cell.source,
            {k: v for k, v in cell.metadata.items() if k != "slideshow"},
        )
        for cell in code_cells(notebook)
    ]
    words = (cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    shown = [match.group() for text in words for match in SHOWN_CODE.finditer(text)]
    return [*cells, *shown]


def code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    """Return the cells that run."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]
