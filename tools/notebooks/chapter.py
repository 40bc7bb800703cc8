"""Turns one chapter's MyST Markdown into Markdown that Jupyter and Colab show as meant."""

import re
import textwrap

from tools.notebooks import directives, inline
from tools.notebooks.blocks import Block, ChapterError, Code, Directive, Equation, Text, parse
from tools.notebooks.index import Label
from tools.notebooks.maths import displayed

TERM_AND_DEFINITION = re.compile(r"^(\S.*)\n: +", re.MULTILINE)
FURTHER_DEFINITION = re.compile(r"^: +", re.MULTILINE)


class Chapter:
    """The chapter being converted, and what its later cells have to know of earlier ones."""

    def __init__(self, book, slug: str):
        self.book = book
        self.slug = slug
        # The line of a `{solution-start}` whose end has not come yet; 0 outside of one.
        self.solution_line = 0

    def markdown(self, text: str, line: int) -> str:
        """Convert text whose first line has the number `line`."""
        pieces: list[str] = []
        for block in parse(text, line):
            piece = self._convert(block)
            if isinstance(block, Directive | Equation):
                pieces += ["", textwrap.indent(piece, block.indent), ""]
            elif isinstance(block, Code | Text):
                pieces.append(piece)
        kept = [piece for n, piece in enumerate(pieces) if piece or (n and pieces[n - 1])]
        return "\n".join(kept).strip("\n")

    def inline(self, text: str, line: int) -> str:
        """Convert the roles, links and images in one piece of text."""
        return inline.convert(self, text, line)

    def title(self, directive: Directive) -> str:
        """Convert a directive's argument for use between `**` and `**`."""
        return self.inline(directive.argument, directive.line).replace("**", "")

    def body(self, directive: Directive) -> str:
        """Convert a directive's body."""
        return self.markdown(directive.body, directive.body_line)

    def label(self, name: str, line: int) -> Label:
        """Look up what a reference refers to."""
        if name not in self.book.index.labels:
            raise ChapterError(line, f"no chapter has the label {name!r}")
        return self.book.index.labels[name]

    def _convert(self, block: Block) -> str:
        match block:
            case Text():
                text = self.inline(block.text, block.line)
                text = TERM_AND_DEFINITION.sub(r"- **\1**: ", text)
                return FURTHER_DEFINITION.sub("  ", text)
            case Code():
                return block.text
            case Equation():
                return displayed(self, block.text, block.label)
            case Directive():
                return directives.convert(self, block)
        return ""
