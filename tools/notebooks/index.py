"""What every chapter offers to the others: its title, its labels and their numbers."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from tools.notebooks.blocks import (
    Block,
    ChapterError,
    Directive,
    Equation,
    Target,
    Text,
    parse,
)

HEADING = re.compile(r"#{1,6} +(?P<title>.*?)(?: +#+)? *$", re.MULTILINE)
FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
# Read by docutils or another extension in its own way: no Markdown inside.
LITERAL = {
    *("code", "code-block", "code-cell", "eval-rst", "glossary", "literalinclude"),
    *("math", "raw", "source", "sourcecode"),
}
ROLE = re.compile(r"\{[A-Za-z][\w:.+-]*\}`(?P<content>[^`]+)`")
NUMBERED = ("Equation", "Figure")


@dataclass(frozen=True)
class Label:
    """A place that can be referred to; `number` is 0 for what has none."""

    slug: str
    kind: str
    title: str
    number: int = 0

    @property
    def text(self) -> str:
        """What a reference says when its author did not say it."""
        if self.kind == "Equation":
            return f"({self.number})"
        if self.number:
            return f"{self.kind} {self.number}"
        return self.title


class Index:
    """All titles and labels of a book."""

    def __init__(self):
        self.titles: dict[str, str] = {}
        self.labels: dict[str, Label] = {}
        self.with_notebook: set[str] = set()

    def add(self, slug: str, text: str) -> None:
        """Enter one chapter."""
        counts: Counter[str] = Counter()
        targets: list[Target] = []
        for block in walk(without_front_matter(text), 1):
            if isinstance(block, Target):
                targets.append(block)
            elif isinstance(block, Text) and block.text:
                self._add_text(slug, block, targets)
                targets = []
            elif isinstance(block, Directive | Equation):
                if targets:
                    message = "a target names a heading: use :name: or :label: here"
                    raise ChapterError(targets[0].line, message)
                self._add_labelled(slug, block, counts)

    def _add_text(self, slug: str, text: Text, targets: list[Target]) -> None:
        heading = HEADING.match(text.text)
        title = ROLE.sub(r"\g<content>", heading["title"]) if heading else ""
        if heading:
            self.titles.setdefault(slug, title)
        for target in targets:
            self._enter(target.label, Label(slug, "Section", title), target.line)

    def _add_labelled(self, slug: str, block: Directive | Equation, counts: Counter) -> None:
        name, kind, title = block.label, "Equation", ""
        if isinstance(block, Directive):
            kind = block.name.removesuffix("-start").title()
            title = title_of(block, kind)
            if block.name == "code-cell":
                kind = "Figure"
                self.with_notebook.add(slug)
                name = figure_of(block.options).get("name")
        if name:
            counts[kind] += 1
            number = counts[kind] if kind in NUMBERED else 0
            self._enter(name, Label(slug, kind, title, number), block.line)

    def _enter(self, name: str, label: Label, line: int) -> None:
        if name in self.labels:
            other = self.labels[name].slug
            raise ChapterError(line, f"the label {name!r} is also in chapters/{other}.md")
        self.labels[name] = label


def without_front_matter(text: str) -> str:
    """Return a chapter with empty lines in place of what Jupyter Book alone reads."""
    return FRONT_MATTER.sub(lambda match: "\n" * match.group().count("\n"), text)


def walk(text: str, line: int) -> Iterator[Block]:
    """Yield all blocks, those inside directives right after the directive."""
    for block in parse(text, line):
        yield block
        if isinstance(block, Directive) and block.name not in LITERAL:
            yield from walk(block.body, block.body_line)


def title_of(directive: Directive, kind: str) -> str:
    """Return what a reference to a directive without a number says."""
    if kind == "Exercise" and directive.argument:
        return f"Exercise “{directive.argument}”"
    # The argument of a solution is the label of its exercise.
    return kind if kind == "Solution" else directive.argument or kind


def figure_of(metadata: dict) -> dict:
    """Return what a code cell's metadata say about its output as a figure."""
    return (metadata.get("mystnb") or {}).get("figure") or {}
