"""A book: where its files are, and what each chapter offers to the others."""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tools.notebooks.bibliography import Bibliography
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
LITERAL = {"code-cell", "eval-rst", "glossary", "source"}
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
        return f"{self.kind} {self.number}" if self.number else self.title


@dataclass(frozen=True)
class Book:
    """A book rooted at a folder; every path of the generator comes from here."""

    root: Path

    @cached_property
    def index(self) -> "Index":
        """Titles, labels and numbers of all chapters."""
        index = Index()
        for slug in self._slugs("chapters", ".md"):
            with self.mistakes_in(slug):
                index.add(slug, self.text(slug))
        return index

    @cached_property
    def bibliography(self) -> Bibliography:
        """The works that chapters cite."""
        return Bibliography(self.root / "references.bib")

    def notebook_slugs(self) -> list[str]:
        """Every notebook that lies in the folder, whether it has a chapter or not."""
        return self._slugs("notebooks", ".ipynb")

    def chapter(self, slug: str) -> Path:
        """The source of a chapter."""
        return self.root / "chapters" / f"{slug}.md"

    def notebook(self, slug: str) -> Path:
        """The notebook generated from it."""
        return self.root / "notebooks" / f"{slug}.ipynb"

    def text(self, slug: str) -> str:
        """The text of a chapter."""
        return self.chapter(slug).read_text(encoding="utf-8")

    @contextmanager
    def mistakes_in(self, slug: str):
        """Name the chapter in every `ChapterError` that is raised inside."""
        try:
            yield
        except ChapterError as error:
            error.path = f"chapters/{slug}.md"
            raise

    def _slugs(self, folder: str, suffix: str) -> list[str]:
        top = self.root / folder
        paths = (path.relative_to(top) for path in top.rglob(f"*{suffix}"))
        return sorted(
            path.with_suffix("").as_posix()
            for path in paths
            if not any(part.startswith(".") for part in path.parts)
        )


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
                if isinstance(block, Directive) and block.name == "code-cell":
                    self.with_notebook.add(slug)
                elif block.label:
                    self._add_labelled(slug, block, counts)

    def _add_text(self, slug: str, text: Text, targets: list[Target]) -> None:
        heading = HEADING.match(text.text)
        title = ROLE.sub(r"\g<content>", heading["title"]) if heading else ""
        if heading:
            self.titles.setdefault(slug, title)
        for target in targets:
            self._enter(target.label, Label(slug, "Section", title), target.line)

    def _add_labelled(self, slug: str, block: Directive | Equation, counts: Counter) -> None:
        kind, title = "Equation", ""
        if isinstance(block, Directive):
            kind = block.name.title()
            title = block.argument or kind
            if kind == "Exercise" and block.argument:
                title = f"Exercise “{block.argument}”"
        counts[kind] += 1
        number = counts[kind] if kind in NUMBERED else 0
        self._enter(block.label, Label(slug, kind, title, number), block.line)

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
