"""Cuts MyST Markdown into blocks: directives, code, equations, targets, paragraphs.

A small line parser is enough, because MyST does not look inside a fence before
it is closed: the body is text until the first line with as many marks.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

FENCE = re.compile(r"(?P<indent> *)(?P<marks>`{3,}(?=[^`]*$)|~{3,}|:{3,}) *(?P<info>.*)$")
FENCE_AFTER_MARK = re.compile(r" *(?:(?:[>*+-]|\d+[.)]) +)+(?:`{3,}(?=[^`]*$)|~{3,}|:{3,})")
FENCE_WITH_BACKTICK = re.compile(r" *`{3,} *\{[\w:-]+\}.*`")
DIRECTIVE = re.compile(r"\{(?P<name>[^{}]+)\} *(?P<argument>.*)$")
OPTION = re.compile(r" *:(?P<key>[\w-]+): *(?P<value>.*)$")
TARGET = re.compile(r" *\((?P<label>[^()]+)\)= *$")
COMMENT = re.compile(r" {0,3}%")
AMSMATH = re.compile(r" *\\begin\{(?:equation|align|gather|multline|eqnarray|flalign)")
EQUATION_START = re.compile(r"(?P<indent> *)\$\$")
EQUATION_END = re.compile(r"\$\$ *(?:\((?P<label>[^()]+)\))? *$")


class ChapterError(Exception):
    """A mistake in a chapter, with the line it is on."""

    def __init__(self, line: int, message: str):
        super().__init__(message)
        self.line = line
        self.path = "?"

    def __str__(self):
        return f"{self.path}:{self.line}: {self.args[0]}"


@dataclass
class Text:
    """A paragraph, a heading, a list, a table: lines up to an empty one, or an empty one."""

    line: int
    text: str


@dataclass
class Code:
    """A fenced block of code, with its fences."""

    line: int
    text: str


@dataclass
class Equation:
    """A displayed equation, with its label if it has one."""

    line: int
    indent: str
    text: str
    label: str | None


@dataclass
class Target:
    """A line `(label)=` in front of what it names."""

    line: int
    label: str


@dataclass
class Directive:
    """A fence with a `{name}`: `line` is the fence's, `body_line` the body's first."""

    line: int
    indent: str
    name: str
    argument: str
    options: dict
    body: str
    body_line: int

    @property
    def label(self) -> str | None:
        """The name by which other places refer to it."""
        return self.options.get("name") or self.options.get("label")


Block = Text | Code | Equation | Target | Directive


def parse(text: str, line: int = 1) -> Iterator[Block]:
    """Yield the blocks of `text`, whose first line has the number `line`."""
    lines = text.splitlines()
    start = position = 0
    while position < len(lines):
        block, length = special_block(lines[position:], line + position)
        if block is None:
            position += 1
            continue
        if start < position:
            yield Text(line + start, "\n".join(lines[start:position]))
        yield block
        start = position = position + length
    if start < len(lines):
        yield Text(line + start, "\n".join(lines[start:]))


def special_block(lines: list[str], line: int) -> tuple[Block | None, int]:
    """Return the block that the first line starts and its length; None in a paragraph."""
    first = lines[0]
    if not first.strip() or COMMENT.match(first):
        return Text(line, ""), 1
    if target := TARGET.match(first):
        return Target(line, target["label"]), 1
    if fence := FENCE.match(first):
        return fenced(fence, lines, line)
    if FENCE_AFTER_MARK.match(first):
        raise ChapterError(line, "start a fence on a line of its own, not after a list mark")
    if FENCE_WITH_BACKTICK.match(first):
        raise ChapterError(line, "a title with a backtick needs a fence of colons")
    if AMSMATH.match(first):
        raise ChapterError(line, "write equations between $$ and $$, aligned ones in {aligned}")
    if EQUATION_START.match(first):
        return equation(lines, line)
    return None, 0


def fenced(fence: re.Match, lines: list[str], line: int) -> tuple[Block, int]:
    """Return the directive or the code between a fence and its end."""
    marks, indent = fence["marks"], fence["indent"]
    end = re.compile(rf" *{marks[0]}{{{len(marks)},}} *$")
    last = next((n for n, text in enumerate(lines[1:], start=1) if end.match(text)), None)
    if last is None:
        raise ChapterError(line, f"nothing closes {fence.group().strip()!r} in this cell")
    directive = DIRECTIVE.match(fence["info"])
    if directive is None:
        if marks[0] == ":":
            raise ChapterError(line, "colons open a directive only: a {name} is missing")
        return Code(line, "\n".join(lines[: last + 1])), last + 1
    name = directive["name"].strip()
    body = [text.removeprefix(indent) for text in lines[1:last]]
    if body and body[0].startswith("---") and name != "code-cell":
        raise ChapterError(line, "write the options as :name: value, one a line")
    matches = list(takewhile(bool, map(OPTION.match, body)))
    options = {match["key"]: match["value"].strip() for match in matches}
    argument, rest = directive["argument"].strip(), "\n".join(body[len(matches) :])
    first = line + 1 + len(matches)
    return Directive(line, indent, name, argument, options, rest, first), last + 1


def equation(lines: list[str], line: int) -> tuple[Equation | None, int]:
    """Return the equation between `$$` and `$$`, unless a sentence starts with one."""
    indent = EQUATION_START.match(lines[0])["indent"]
    rest = lines[0][len(indent) + 2 :]
    if "$$" in rest and not EQUATION_END.search(rest):
        return None, 0
    for number, text in enumerate([rest, *lines[1:]]):
        if end := EQUATION_END.search(text):
            body = [rest, *lines[1 : number + 1]]
            body[-1] = body[-1][: end.start()]
            return Equation(line, indent, "\n".join(body).strip(), end["label"]), number + 1
    raise ChapterError(line, "nothing closes '$$' in this cell")
