"""The derivation of backpropagation through time, held against the package."""

import re

from tests.chapters.quoted_code import written_in
from tools.notebooks.__main__ import REPOSITORY

CHAPTER = (REPOSITORY / "chapters/bptt.md").read_text("utf-8")
ROW = re.compile(r"^\| \$(?P<equation>.+)\$ \| `(?P<code>[^`]+)` \|$", re.MULTILINE)


def test_the_table_quotes_the_package():
    quoted = [row["code"] for row in ROW.finditer(CHAPTER)]
    assert len(quoted) == 6
    written = written_in("coursepkg.numpy_nn.rnn.rnn_step_backward")
    assert [line for line in quoted if line not in written] == []


def test_a_line_that_the_package_does_not_have_is_found():
    written = written_in("coursepkg.numpy_nn.rnn.rnn_step_backward")
    assert "dx = da @ params.kernel" not in written
