"""A hash of what the cells of a notebook call: code of the package, and files of the course.

A cell prints something else when what it calls has changed, though no word of its chapter has.
So a notebook remembers a hash of it. Comments, docstrings and times of files do not count.
"""

import ast
import functools
import hashlib
import re
from pathlib import Path

from nbformat import NotebookNode

from tools.notebooks.book import Book
from website.notebook_needs import imported, reached

KEY = "calls"
# The one module through which code reaches files of the course.
READER = "coursepkg/results.py"
STUDIED = (
    *("studies/*.json", "studies/benchmarks/*.json"),
    *("studies/results/*.json", "studies/weights/*/*"),
)
OTHERS = ("assignments/*.csv", "assignments/*/*", "chapters/**/*.md")
FILE = re.compile(r"find_file\(\s*(?:\"(?P<name>[^\"]+)\"\s*\))?")


def fingerprint(book: Book, cells: list[NotebookNode]) -> dict[str, str]:
    """Return the metadata of a notebook with these cells: a hash of all that they call."""
    code = [cell.source for cell in cells if cell.cell_type == "code"]
    _, modules = reached([name for text in code for name in imports(text)], book.root)
    digest = hashlib.sha256()
    for path in sorted(modules):
        digest.update(f"{path.relative_to(book.root).as_posix()}\0".encode())
        digest.update(normal_form(path.read_bytes()))
        for data in sorted([*path.parent.glob("*.csv"), *path.parent.glob("stand_ins/*.xz")]):
            digest.update(data.read_bytes())
    if book.root / READER in modules:
        for path in files(book.root, code):
            digest.update(f"{path.relative_to(book.root).as_posix()}\0".encode())
            digest.update(path.read_bytes())
    return {KEY: digest.hexdigest()[:16]}


def imports(text: str) -> list[str]:
    """Return the dotted names that a cell imports; lines for Jupyter alone are no code."""
    try:
        return list(imported(ast.parse(text)))
    except SyntaxError:
        plain = "\n".join(line for line in text.splitlines() if line[:1] not in ("%", "!"))
        return list(imported(ast.parse(plain)))


def files(root: Path, code: list[str]) -> list[Path]:
    """Return what the cells may read: what studies found, and files that they name.

    Which of the studies' files a cell reads only its execution would tell, so all count. A cell
    that puts a name together may read any other file as well.
    """
    named = {match["name"] for text in code for match in FILE.finditer(text)}
    patterns = [*STUDIED, *(OTHERS if None in named else sorted(named))]
    paths = {path for pattern in patterns for path in root.glob(pattern)}
    return sorted(path for path in paths if path.is_file())


@functools.cache
def normal_form(source: bytes) -> bytes:
    """Return code without comments, docstrings and layout, the same for every Python."""
    return repr(without_words(ast.parse(source))).encode()


def without_words(value):
    """Return a syntax tree as tuples; what is empty is left out, as Pythons differ in that."""
    if isinstance(value, list):
        return [without_words(item) for item in value]
    if not isinstance(value, ast.AST):
        return value
    fields = dict(ast.iter_fields(value))
    match fields.get("body"):
        case [ast.Expr(value=ast.Constant(value=str())), *rest]:
            fields["body"] = rest
    if isinstance(value, ast.JoinedStr):  # Python 3.12 ends some f-strings with an empty text
        fields["values"] = [part for part in value.values if getattr(part, "value", None) != ""]
    full = [(name, item) for name, item in fields.items() if item not in (None, [])]
    return type(value).__name__, [(name, without_words(item)) for name, item in full]
