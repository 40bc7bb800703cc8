"""The four equations of the GRU, each beside the line of the package that computes it."""

import re

from tests.chapters.quoted_code import written_in
from tools.notebooks.__main__ import REPOSITORY

CHAPTER = (REPOSITORY / "chapters/gru.md").read_text("utf-8")
QUOTED = re.compile(r"^\$\$ \(eq-gru-(\w+)\)\n\n\*In the code:\* `(.+)`$", re.MULTILINE)


def test_each_equation_stands_above_its_line_of_the_package():
    quoted = dict(QUOTED.findall(CHAPTER))
    assert [*quoted] == ["update", "reset", "candidate", "blend"]
    written = written_in("coursepkg.numpy_nn.gru.gru_step_forward")
    assert [line for line in quoted.values() if line not in written] == []


def test_the_other_convention_is_not_a_line_of_the_package():
    written = written_in("coursepkg.numpy_nn.gru.gru_step_forward")
    assert "h = (1 - z) * h_prev + z * candidate" not in written
