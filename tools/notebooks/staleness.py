"""Finds notebooks that are not what their chapters would give now. Runs nothing."""

import nbformat
from nbformat import NotebookNode

from tools.notebooks.book import Book
from tools.notebooks.called import outdated
from tools.notebooks.notebook import build
from tools.notebooks.pictures import undrawn


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
    if outdated(stored, expected):
        return "was executed with other code, results or weights than those that are here"
    if stored.metadata != expected.metadata:
        return "has other metadata"
    for number, (old, new) in enumerate(zip(stored.cells, expected.cells, strict=False), 1):
        if fixed_part(old) != fixed_part(new):
            return f"differs in cell {number}: {first_words(new.source)}"
    if len(stored.cells) != len(expected.cells):
        return f"has {len(stored.cells)} cells instead of {len(expected.cells)}"
    return None


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
