"""Find the source of a function or class by its dotted name, without importing it.

Chapters show code by name, so that what is read is what is tested. Reading the
file with `ast` keeps the book and the notebook generator free of the package's
own imports: showing a Keras model must not load TensorFlow.
"""

import ast
import textwrap
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
DEFINITIONS = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


class UnknownNameError(LookupError):
    """A dotted name that leads to no module, or to nothing inside one."""


def source_of(dotted_name: str, root: Path = REPOSITORY) -> str:
    """Return the source text of a function, class, method or constant.

    Docstrings, the object's own and those of everything inside it, are left out: beside the
    prose of a chapter they would say the same thing twice.
    """
    path, names = locate(dotted_name, root)
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    node = find(ast.parse(text), names, dotted_name)
    dropped = docstring_lines(node, lines)
    numbers = range(first_line(node), node.end_lineno + 1)
    return textwrap.dedent("\n".join(lines[n - 1] for n in numbers if n not in dropped)) + "\n"


def locate(dotted_name: str, root: Path = REPOSITORY) -> tuple[Path, list[str]]:
    """Split a dotted name into the module's file and the names inside that module."""
    parts = dotted_name.split(".")
    for count in range(len(parts) - 1, 0, -1):
        base = root.joinpath(*parts[:count])
        for path in (base.with_suffix(".py"), base / "__init__.py"):
            if path.is_file():
                return path, parts[count:]
    raise UnknownNameError(f"{dotted_name!r} names nothing in any module under this folder")


def find(tree: ast.Module, names: list[str], dotted_name: str) -> ast.stmt:
    """Descend from the module through `names`; say what there is when one is missing."""
    node: ast.stmt | ast.Module = tree
    for depth, name in enumerate(names):
        members = defined_in(node)
        if name not in members:
            place = ".".join(dotted_name.split(".")[: depth - len(names)])
            known = ", ".join(members) or "nothing"
            raise UnknownNameError(f"{dotted_name!r}: {place} has no {name!r}; it has {known}")
        node = members[name]
    return node


def defined_in(node: ast.AST) -> dict[str, ast.stmt]:
    """Map every name that a module or class body defines to its statement."""
    members: dict[str, ast.stmt] = {}
    body = node.body if isinstance(node, ast.Module | ast.ClassDef) else []
    for statement in body:
        if isinstance(statement, DEFINITIONS):
            members[statement.name] = statement
        elif isinstance(statement, ast.Assign | ast.AnnAssign):
            targets = getattr(statement, "targets", None) or [statement.target]
            members |= {t.id: statement for t in targets if isinstance(t, ast.Name)}
    return members


def docstring_lines(node: ast.stmt, lines: list[str]) -> set[int]:
    """Return the line numbers of all docstrings in `node`, with the blank lines after them."""
    dropped: set[int] = set()
    for inner in ast.walk(node):
        # A body that is only a docstring would be no Python without it.
        if isinstance(inner, DEFINITIONS) and ast.get_docstring(inner) and len(inner.body) > 1:
            end = inner.body[0].end_lineno
            while not lines[end].strip():
                end += 1
            dropped |= set(range(inner.body[0].lineno, end + 1))
    return dropped


def first_line(statement: ast.stmt) -> int:
    """Return a definition's first line, which is its first decorator's where it has any."""
    marks = getattr(statement, "decorator_list", [])
    return min([statement.lineno, *(mark.lineno for mark in marks)])
