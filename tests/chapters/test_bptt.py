"""The derivation of backpropagation through time, held against the package."""

import ast
import re

from extensions.source_of import source_of
from tools.notebooks.__main__ import REPOSITORY

CHAPTER = (REPOSITORY / "chapters/bptt.md").read_text("utf-8")
ROW = re.compile(r"^\| \$(?P<equation>.+)\$ \| `(?P<code>[^`]+)` \|$", re.MULTILINE)


def parts(code):
    """Return every assignment and keyword argument of a function, in a uniform spelling."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Assign):
            yield ast.unparse(node)
        elif isinstance(node, ast.keyword):
            yield f"{node.arg}={ast.unparse(node.value)}"


def test_the_table_quotes_the_package():
    quoted = [row["code"] for row in ROW.finditer(CHAPTER)]
    assert len(quoted) == 6
    written = set(parts(source_of("coursepkg.numpy_nn.rnn.rnn_step_backward")))
    assert [line for line in quoted if line not in written] == []


def test_a_line_that_the_package_does_not_have_is_found():
    written = set(parts(source_of("coursepkg.numpy_nn.rnn.rnn_step_backward")))
    assert "dx = da @ params.kernel" not in written
