"""Turns one chapter's MyST Markdown into Markdown that Jupyter and Colab show as meant."""

import re
import textwrap

from tools.notebooks import directives, inline
from tools.notebooks.blocks import Block, ChapterError, Code, Directive, Equation, Text, parse
from tools.notebooks.book import Book, Label

TERM_AND_DEFINITION = re.compile(r"^(\S.*)\n: +", re.MULTILINE)
FURTHER_DEFINITION = re.compile(r"^: +", re.MULTILINE)


class Chapter:
    """The chapter being converted, and what its later cells have to know of earlier ones."""

    def __init__(self, book: Book, slug: str):
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
        # Of empty lines next to each other one is enough.
        lines = [piece for n, piece in enumerate(pieces) if piece or (n and pieces[n - 1])]
        return "\n".join(lines).strip("\n")

    def inline(self, text: str, line: int) -> str:
        """Convert the roles and links in one piece of text."""
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
                return self._equation(block)
            case Directive():
                return directives.convert(self, block)
        return ""

    def _equation(self, block: Equation) -> str:
        r"""Return `$$ … \tag{n} $$` on one line, numbered within the notebook.

        On one line, because Jupyter cuts equations out before it reads Markdown: inside
        a block quote the marks at the start of each line would become part of them.
        """
        tex = " ".join(line.strip() for line in block.text.splitlines() if line.strip())
        if r"\\" in tex and r"\begin{" not in tex:
            # Sphinx lines such equations up by itself; Jupyter and Colab do not.
            tex = rf"\begin{{aligned}} {tex} \end{{aligned}}"
        if block.label:
            tex += rf" \tag{{{self.book.index.labels[block.label].number}}}"
        return f"$$ {tex} $$"
