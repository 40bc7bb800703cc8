"""Which extras of the package a notebook needs: found by following its imports.

The modules of `coursepkg` that a notebook imports are read, and those that they import, and so
on; what is not Python's own or ours in the end belongs to an extra of `pyproject.toml`.
"""

import ast
import functools
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "coursepkg"
EXTRAS = {
    "keras": {"keras", "tensorflow"},
    # joblib comes with scikit-learn.
    "labs": {"joblib", "jsonschema", "matplotlib", "scipy", "sklearn", "statsmodels"},
    "study": {"dask", "distributed"},
}
# What the package brings in any case (requests with pooch), and what every notebook runs in.
ALWAYS = {"filelock", "numpy", "pooch", "requests", "threadpoolctl", "tqdm"}
ALWAYS |= {"IPython", "matplotlib_inline"}


def extras_of(cells, root=ROOT):
    """Return the extras, in the order of the alphabet, that the code of these cells needs.

    Raises: ValueError if something is imported that no extra has.
    """
    trees = [ast.parse(code) for code in cells]
    outside, _ = reached(
        [name for tree in trees for name in (*imported(tree), *asked(tree))], root
    )
    unknown = outside - ALWAYS - set(sys.stdlib_module_names) - set().union(*EXTRAS.values())
    if unknown:
        raise ValueError(
            f"a notebook imports {', '.join(sorted(unknown))}, which no extra of the package "
            "brings: add it to pyproject.toml and to website/notebook_needs.py"
        )
    return sorted(extra for extra, names in EXTRAS.items() if names & outside)


def reached(names, root):
    """Return the top names of all that is imported, sooner or later, and our own files."""
    outside, inside, waiting, seen = set(), set(), list(names), set()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        top, _, rest = name.partition(".")
        if top != PACKAGE:
            outside.add(top)
            continue
        if rest:
            waiting.append(name.rpartition(".")[0])
        for path in (
            root / f"{name.replace('.', '/')}{end}" for end in (".py", "/__init__.py")
        ):
            if path.is_file():
                inside.add(path)
                module = name if path.stem == "__init__" else name.rpartition(".")[0]
                waiting.extend(imports_of(path, module))
    return outside, inside


@functools.cache
def imports_of(path, package):
    """Return what a module of the package imports; each is read once for all notebooks."""
    return list(imported(ast.parse(path.read_text("utf-8")), package))


def asked(tree):
    """Yield the packages whose version a cell looks up: they must be there, too."""
    if any(name.startswith("importlib.metadata") for name in imported(tree)):
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and node.value in set().union(*EXTRAS.values()):
                yield node.value


def imported(tree, package=""):
    """Yield the dotted names that a module of this package imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parts = package.split(".")[: len(package.split(".")) - node.level + 1]
            base = ".".join([*(parts if node.level else []), *filter(None, [node.module])])
            # The name may be a module, or something of the module in front of it.
            yield from (f"{base}.{alias.name}" for alias in node.names)
