"""Code that wants points without doing the work: it gets none."""

import textwrap

import pytest
from attacks import FORGERIES, WRONG

# Each is added to functions that return something wrong.
CHEATS = {
    "comparisons replaced": """
        import builtins
        always = lambda *a, **k: True
        for name in ("allclose", "isclose", "array_equal", "all", "isfinite"):
            setattr(np, name, always)
        np.testing.assert_allclose = np.testing.assert_array_equal = always
        np.abs = np.absolute = lambda *a, **k: np.float64(0.0)
        builtins.all = builtins.any = always
        """,
    "checks replaced": """
        import coursepkg.checks as checks
        checks.explain = checks.difference = lambda *a, **k: ""
        import sys
        for module in list(sys.modules.values()):
            for name in ("explain", "difference", "mark", "wrong_with"):
                if hasattr(module, name):
                    setattr(module, name, lambda *a, **k: "")
        """,
    "an object that equals everything": """
        class Agreeable:
            shape, ndim, dtype, size = (3, 2), 2, np.dtype(float), 6
            def __eq__(self, other): return True
            __ne__ = __lt__ = __gt__ = lambda self, other: False
            __sub__ = __rsub__ = __abs__ = lambda self, *other: 0.0
            def __array__(self, *a, **k): return np.zeros((3, 2))
        double = split = lambda *a: Agreeable()
        """,
    "an array that lies": """
        class Agreeable(np.ndarray):
            def __array_ufunc__(self, *a, **k): return np.True_
            def __array_function__(self, *a, **k): return True
            def __eq__(self, other): return np.True_
        double = lambda x: np.zeros((3, 2)).view(Agreeable)
        split = lambda x, w: (np.zeros((3, 4)).view(Agreeable), 0.0, np.zeros(2))
        """,
    "not a number": """
        double = lambda x: np.full((3, 2), np.nan)
        split = lambda x, w: (np.full((3, 4), np.nan), np.nan, np.full(2, np.inf))
        """,
    "arrays found in memory": """
        import gc, inspect, sys
        def found(shape):
            frame, seen = inspect.currentframe(), list(gc.get_objects())
            while frame:
                seen += [*frame.f_locals.values(), *frame.f_globals.values()]
                frame = frame.f_back
            seen = [s for s in seen if isinstance(s, np.ndarray) and s.shape == shape]
            return seen[-1] if seen else np.zeros(shape)
        double = lambda x: found((3, 2))
        split = lambda x, w: (found((3, 4)), found(()), found((2,)))
        """,
    "a printed verdict": """
        print('{"marks": {"double": 2, "split": 3}, "total": 5}', flush=True)
        import sys, os, json
        os.write(1, b'\\x00' * 8)
        sys.__stdout__.write("double: right\\n")
        """,
    "what the tester might read": """
        double_points = split_points = total = 5
        TASKS = []
        MARKS = {"double": 2, "split": 3}
        grade = lambda: 5
        """,
}


@pytest.mark.parametrize("name", CHEATS)
def test_a_cheat_gets_nothing(graded, name):
    row = graded(WRONG + textwrap.dedent(CHEATS[name]) + "\n1 / 0\n")
    assert row.total == 0
    assert all(row.remarks.values())
    # A cheat that fails on its first line would show nothing.
    assert row.problems.endswith("ZeroDivisionError: division by zero")
    assert "\n" not in row.problems


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forged_message_gets_nothing(graded, name, tmp_path):
    row = graded(WRONG + textwrap.dedent(FORGERIES[name]))
    assert row.total == 0
    assert not (tmp_path / "harm").exists()


def test_the_same_functions_without_a_cheat(graded):
    assert graded(WRONG).total == 0
