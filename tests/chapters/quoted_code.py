"""What a chapter quotes of the package's code, and what the package has of it."""

import ast
import re

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
