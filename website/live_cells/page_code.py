"""What of a cell's code a page can run by itself.

The page has Python, NumPy, Matplotlib, the scratch twin and the style of the course's figures;
it has no Keras and no data. Most chapters begin with one cell that imports everything. What
is not there is left out in the page, and so is every statement that needs what was not
imported, or what such a statement would have made.
"""

import ast
import sys

LIBRARIES = {"numpy", "matplotlib", *sys.stdlib_module_names}
PACKAGE = tuple(f"coursepkg.{part}" for part in ("checks", "numpy_nn", "plots", "variants"))


def for_the_page(code, missing):
    """Return the code without the statements that work only outside of the page.

    `missing` is the set of names that the cells above lack, and is brought up to date.

    Raises: SyntaxError where the code is not Python.
    """
    lines = code.splitlines()
    for statement in ast.parse(code).body:
        start, end = statement.lineno - 1, statement.end_lineno
        if isinstance(statement, ast.Import | ast.ImportFrom):
            available = [alias for alias in statement.names if importable(statement, alias)]
            unavailable = [alias for alias in statement.names if alias not in available]
            missing.update(bound(alias) for alias in unavailable)
            missing.difference_update(bound(alias) for alias in available)
            if unavailable:
                lines[start:end] = [None] * (end - start)
            if unavailable and available:
                statement.names = available
                lines[start] = ast.unparse(statement)
        elif names(statement, ast.Load) & missing:
            missing |= made(statement)
            lines[start:end] = [None] * (end - start)
        else:
            missing -= made(statement)
    return "\n".join(without_gaps(lines)).strip("\n")


def importable(statement, alias):
    """Tell whether the page has what one name of an import statement stands for."""
    module = alias.name
    if isinstance(statement, ast.ImportFrom):
        module = f"{statement.module}.{alias.name}"
    if module.split(".")[0] in LIBRARIES:
        return True
    return any(f"{module}.".startswith(f"{part}.") for part in PACKAGE)


def bound(alias):
    """Return the name that an import gives a value to."""
    return (alias.asname or alias.name).split(".")[0]


def names(statement, context):
    """Return the names that are read, or written, anywhere in a statement."""
    nodes = (node for node in ast.walk(statement) if isinstance(node, ast.Name))
    return {node.id for node in nodes if isinstance(node.ctx, context)}


def made(statement):
    """Return the names that a statement gives a value to."""
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        return {statement.name}
    return names(statement, ast.Store)


def without_gaps(lines):
    """Yield the lines that are left; where some went, two empty lines become one."""
    last, cut = None, False
    for line in lines:
        cut = cut or line is None
        if line is None or (cut and not line.strip() and not last):
            continue
        yield line
        last, cut = line.strip(), cut and not line.strip()
