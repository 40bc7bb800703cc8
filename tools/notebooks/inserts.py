"""Directives that bring something in: code of the package, figures that move."""

import re

from tools.notebooks.blocks import ChapterError
from website.page.source_of import UnknownNameError, source_of

MOVES_ELSEWHERE = "On the course's website this is a figure that you can move."


def source(chapter, directive) -> str:
    """`{source} dotted.name`: code of the package, read by name."""
    name = directive.argument
    try:
        code = source_of(name, root=chapter.book.root)
    except UnknownNameError as error:
        raise ChapterError(directive.line, str(error)) from None
    return f"`{name}`:\n\n{fence('python', code)}"


def widget(chapter, directive) -> str:
    """`{widget} slug`: what the interactive figure shows, and where it can be moved."""
    return f"{chapter.body(directive)}\n\n*{MOVES_ELSEWHERE}*"


def fence(language: str, code: str) -> str:
    """Return a fenced block whose marks are longer than any in the code."""
    longest = max((len(marks) for marks in re.findall(r"`{3,}", code)), default=2)
    marks = "`" * (longest + 1)
    return f"{marks}{language}\n{code.rstrip()}\n{marks}"
