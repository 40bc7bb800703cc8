"""Code that wants points without doing the work: it gets none."""

import textwrap
from dataclasses import replace

from attacks import CHEATS, FORGERIES, WRONG
from small_class import IMPATIENT

from classroom.sandbox import Limits


def test_a_cheat_gets_nothing(graded, cheat, libraries):
    code = WRONG + textwrap.dedent(CHEATS[cheat]) + "\n1 / 0\n"
    row = graded(code, limits=Limits(libraries=libraries))
    assert row.total == 0
    assert all(row.remarks.values())
    # A cheat that fails on its first line would show nothing.
    assert row.problems.endswith("ZeroDivisionError: division by zero")
    assert "\n" not in row.problems


def test_a_forged_message_gets_nothing(graded, forgery, libraries, tmp_path):
    limits = replace(IMPATIENT, libraries=libraries)
    row = graded(WRONG + textwrap.dedent(FORGERIES[forgery]), limits=limits)
    assert row.total == 0
    assert not (tmp_path / "harm").exists()


def test_the_same_functions_without_a_cheat(graded):
    assert graded(WRONG).total == 0
