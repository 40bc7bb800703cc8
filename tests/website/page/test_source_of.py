import pytest

from website.page.source_of import UnknownNameError, source_of

MODULE = '''"""A module."""
import functools

LIMIT = 3


@functools.cache
def step(x):
    """Do one step.

    At length.
    """

    # why
    def inner():
        """Inner words."""
        return x
    return inner()


class Cell:
    """A cell."""

    size: int = 2

    def call(self):
        "One line."
        return 1


class OddError(Exception):
    """Only words."""
'''


@pytest.fixture
def root(tmp_path):
    folder = tmp_path / "package"
    folder.mkdir()
    (folder / "__init__.py").write_text("def top():\n    return 0\n")
    (folder / "cell.py").write_text(MODULE)
    return tmp_path


def test_function_without_docstrings_and_with_decorator_and_comment(root):
    assert source_of("package.cell.step", root=root) == (
        "@functools.cache\ndef step(x):\n    # why\n    def inner():\n"
        "        return x\n    return inner()\n"
    )


def test_class_and_method(root):
    assert source_of("package.cell.Cell", root=root) == (
        "class Cell:\n    size: int = 2\n\n    def call(self):\n        return 1\n"
    )
    assert source_of("package.cell.Cell.call", root=root) == ("def call(self):\n    return 1\n")


def test_constant_and_package(root):
    assert source_of("package.cell.LIMIT", root=root) == "LIMIT = 3\n"
    assert source_of("package.top", root=root) == "def top():\n    return 0\n"


def test_a_body_that_is_only_a_docstring_keeps_it(root):
    text = source_of("package.cell.OddError", root=root)
    compile(text, "shown", "exec")
    assert "Only words." in text


@pytest.mark.parametrize(
    ("name", "part", "known"),
    [
        ("package.cell.stp", "'stp'", "LIMIT, step, Cell, OddError"),
        ("package.cell.Cell.run", "'run'", "size, call"),
        ("package.cell.step.inner", "'inner'", "nothing"),
        ("package.sell.step", "'sell'", "top"),
        ("parcel.cell.step", "'parcel.cell.step'", "any module"),
    ],
)
def test_unknown_name_says_what_there_is(root, name, part, known):
    with pytest.raises(UnknownNameError) as error:
        source_of(name, root=root)
    message = str(error.value)
    assert name in message
    assert part in message
    assert known in message
