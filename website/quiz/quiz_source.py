"""Reads a quiz as it stands in a chapter, for the website and for the notebooks.

    1. What does the reset gate do at 0?

       - [ ] It sets the state to zero.
         > **A** is what the name suggests, and it is wrong.
       - [x] It hides the old state from the candidate.
         > **B** is right. The candidate is then made of the input alone.

That is Markdown as any viewer shows it: numbered questions, options with a mark, and below each
option its reason as a quotation. The letters are counted from A.
"""

import hashlib
import re
from dataclasses import dataclass
from string import ascii_uppercase

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.dollarmath import dollarmath_plugin

# Displayed mathematics may have a line that begins with a minus, and that is no list.
MARKDOWN = MarkdownIt("commonmark").use(dollarmath_plugin)
LIST_MARK = re.compile(r" *(?:\d+[.)]|[-*+]) +")
RIGHT_OR_NOT = re.compile(r"\[([ x])\] +(?=\S)")
QUOTATION_MARK = re.compile(r"^ {0,3}> ?", re.MULTILINE)


class QuizError(Exception):
    """A mistake in a quiz, with the line it is on."""

    def __init__(self, line: int, message: str):
        super().__init__(message)
        self.line = line


@dataclass(frozen=True)
class Passage:
    """Some Markdown, and the line on which it begins."""

    text: str
    line: int


@dataclass(frozen=True)
class Option:
    """One of the answers to choose from."""

    letter: str
    right: bool
    text: Passage
    reason: Passage


@dataclass(frozen=True)
class Question:
    """A question with its options, of which exactly one is right."""

    number: int
    text: Passage
    options: tuple[Option, ...]

    @property
    def right(self) -> str:
        """The letter of the right option."""
        return next(option.letter for option in self.options if option.right)

    @property
    def key(self) -> str:
        """A name that changes when the question, an option or the right one does."""
        parts = [self.text.text, *(f"{o.right} {o.text.text}" for o in self.options)]
        words = "\n".join(" ".join(part.split()) for part in parts)
        return hashlib.sha256(words.encode()).hexdigest()[:12]


def read(text: str, line: int = 1) -> list[Question]:
    """Return the questions of a quiz whose first line has the number `line`.

    Raises: QuizError for the first mistake.
    """
    lines = text.splitlines()
    items = []
    for block in SyntaxTreeNode(MARKDOWN.parse(text)).children:
        if block.type != "ordered_list":
            message = "a quiz is a numbered list of questions, and this stands outside of it"
            raise QuizError(line + block.map[0], message)
        items += block.children
    if not items:
        raise QuizError(line, "a quiz is a numbered list of questions, and there is none")
    return [question(item, number, lines, line) for number, item in enumerate(items, 1)]


def question(item: SyntaxTreeNode, number: int, lines: list[str], line: int) -> Question:
    """Read one question, and see that it can be answered."""
    here, name = line + item.map[0], f"question {number}"
    if not item.children or item.children[0].type != "paragraph":
        raise QuizError(here, f"{name} has to begin with a sentence")
    last = item.children[-1]
    if last.type != "bullet_list" or len(last.children) < 2:
        message = f"{name} has to end with a list of at least two options: - [x] …, - [ ] …"
        raise QuizError(here, message)
    letters = zip(last.children, ascii_uppercase, strict=False)
    options = tuple(option(*pair, name, lines, line) for pair in letters)
    right = [choice.letter for choice in options if choice.right]
    if len(right) != 1:
        marked = f"{len(right)} options marked right: {', '.join(right)}"
        which = marked if right else "no option marked right"
        raise QuizError(here, f"{name} has {which}. Mark one with [x], the others with [ ]")
    text = passage(lines, item.map[0], last.map[0], line)
    return Question(number, text, options)


def option(item, letter: str, of_question: str, lines: list[str], line: int) -> Option:
    """Read one option and its reason."""
    here, name = line + item.map[0], f"option {letter} of {of_question}"
    reason = item.children[-1] if item.children else None
    if reason is None or reason.type != "blockquote":
        message = f"{name} has no reason. It comes last, as a quotation: > **{letter}** …"
        raise QuizError(here, message)
    written = passage(lines, item.map[0], reason.map[0], line)
    mark = RIGHT_OR_NOT.match(written.text)
    if mark is None:
        message = f"{name} has to begin with [x] if it is right, with [ ] if not"
        raise QuizError(here, message)
    quoted = passage(lines, *reason.map, line)
    because = Passage(QUOTATION_MARK.sub("", quoted.text), quoted.line)
    right = mark[1] == "x"
    # A reason has to make sense by itself: in print, and in a notebook's list of reasons.
    start = f"**{letter}** is right" if right else f"**{letter}**"
    if not because.text.startswith(start):
        raise QuizError(because.line, f"the reason of {name} has to begin with {start}")
    return Option(letter, right, Passage(written.text[mark.end() :], written.line), because)


def passage(lines: list[str], start: int, end: int, line: int) -> Passage:
    """Return some lines without the list's mark and its indentation."""
    mark = LIST_MARK.match(lines[start])
    first = " " * mark.end() + lines[start][mark.end() :] if mark else lines[start]
    indent = len(first) - len(first.lstrip())
    unindented = [
        text[min(indent, len(text) - len(text.lstrip())) :]
        for text in [first, *lines[start + 1 : end]]
    ]
    return Passage("\n".join(unindented).rstrip(), line + start)
