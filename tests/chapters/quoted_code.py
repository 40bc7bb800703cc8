"""What a chapter quotes of the package's code, and what the package has of it."""

import ast
import re

from tools.notebooks.__main__ import REPOSITORY
from tools.notebooks.blocks import Directive, parse
from tools.notebooks.book import Book
from website.page.source_of import source_of

CELL = re.compile(r"```\{code-cell\} ipython3\n(?::[^\n]*\n)*(.*?)```", re.DOTALL)


def written_in(dotted_name):
    """Return every assignment and keyword argument of a function, in a uniform spelling."""
    nodes = ast.walk(ast.parse(source_of(dotted_name)))
    return {ast.unparse(node) for node in nodes if isinstance(node, ast.Assign | ast.keyword)}


def cells_between(text, start, end):
    """Return the code of all cells between two marks of a chapter, as one."""
    section = text.partition(start)[2].partition(end)[0]
    return "\n".join(CELL.findall(section))


def defined_by(slug, *functions, **names):
    """Run the cells of a chapter that define these functions; return all that is then named.

    Args:
        slug: the chapter, such as "gru".
        functions: names of functions that its cells define.
        names: what these cells use of cells before them.
    """
    for block in parse(Book(REPOSITORY).text(slug)):
        if isinstance(block, Directive) and any(f"def {f}(" in block.body for f in functions):
            exec(block.body, names)
    return names
