"""Where a book keeps its chapters, notebooks and references, and how it reports a mistake."""

from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tools.notebooks.bibliography import Bibliography
from tools.notebooks.blocks import ChapterError
from tools.notebooks.index import Index


@dataclass(frozen=True)
class Book:
    """A book rooted at a folder; every path of the generator comes from here."""

    root: Path

    @cached_property
    def index(self) -> Index:
        """Titles, labels and numbers of all chapters."""
        index = Index()
        for slug in self.slugs():
            with self.mistakes_in(slug):
                index.add(slug, self.text(slug))
        return index

    @cached_property
    def bibliography(self) -> Bibliography:
        """The works that chapters cite."""
        return Bibliography(self.root / "references.bib")

    def slugs(self) -> list[str]:
        """Every chapter, whether it has a notebook or not."""
        return self._names("chapters", ".md")

    def notebook_slugs(self) -> list[str]:
        """Every notebook that lies in the folder, whether it has a chapter or not."""
        return self._names("notebooks", ".ipynb")

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

    def _names(self, folder: str, suffix: str) -> list[str]:
        top = self.root / folder
        paths = (path.relative_to(top) for path in top.rglob(f"*{suffix}"))
        return sorted(
            path.with_suffix("").as_posix()
            for path in paths
            if not any(part.startswith(".") for part in path.parts)
        )
