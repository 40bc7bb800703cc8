"""Tells which results of the studies a notebook was executed with.

A cell that prints what a study found prints something else when the study has gone on, though
no word of its chapter has changed. So the notebook remembers the results that it has seen.
"""

import hashlib

from nbformat import NotebookNode

from tools.notebooks.book import Book

READERS = ("read_results(", "kept(")
KEY = "results"


def fingerprint(book: Book, cells: list[NotebookNode]) -> dict[str, str]:
    """Return the metadata of a notebook with these cells: a hash, or nothing if it reads none.

    Which of the files a loop reads only its execution would tell, so all of them count.
    """
    code = (cell.source for cell in cells if cell.cell_type == "code")
    if not any(reader in source for source in code for reader in READERS):
        return {}
    found = hashlib.sha256()
    for path in sorted(book.root.glob("results/*.json")):
        found.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return {KEY: found.hexdigest()[:16]}


def outdated(stored: NotebookNode, expected: NotebookNode) -> bool:
    """Tell whether the stored notebook was executed with other results."""
    return stored.metadata.get(KEY) != expected.metadata.get(KEY)
