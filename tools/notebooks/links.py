"""Links between chapters become links between notebooks, or text where there is none."""

import re
from posixpath import dirname, join, normpath, relpath

from tools.notebooks.blocks import ChapterError
from tools.notebooks.index import Label

ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def link(chapter, text: str, target: str, line: int) -> str:
    """Convert `[text](target)`; an empty text becomes the title of what is linked."""
    page, _, label = target.partition("#")
    if ADDRESS.match(target):
        return f"[{text}]({target})"
    if label:
        return to_label(chapter, text, chapter.label(label, line))
    if page.endswith(".md"):
        return to_chapter(chapter, text, page.removesuffix(".md"), line)
    if page in chapter.book.index.labels:
        return to_label(chapter, text, chapter.label(page, line))
    return f"[{text}]({target})"


def to_label(chapter, text: str, label: Label) -> str:
    """Refer to a labelled place: with its number, or with the title of its section."""
    anchor = anchor_of(label.title) if label.kind == "Section" else ""
    return to_notebook(chapter, text or label.text, label.slug, anchor)


def to_chapter(chapter, text: str, page: str, line: int) -> str:
    """Link to a chapter, given as a path from the book's root or from this chapter."""
    start = "/" if page.startswith("/") else join("/chapters", dirname(chapter.slug))
    slug = normpath(join(start, page)).removeprefix("/chapters/")
    if slug not in chapter.book.index.titles:
        raise ChapterError(line, f"there is no chapter {slug!r}")
    return to_notebook(chapter, text or chapter.book.index.titles[slug], slug)


def to_notebook(chapter, text: str, slug: str, anchor: str = "") -> str:
    """Link to a notebook or to a heading of this one; plain text if there is neither."""
    path = ""
    if slug != chapter.slug:
        if slug not in chapter.book.index.with_notebook:
            return text
        path = relpath(f"{slug}.ipynb", dirname(chapter.slug) or ".")
    return f"[{text}]({path}{anchor})" if path or anchor else text


def anchor_of(title: str) -> str:
    """Return the address that Jupyter gives a heading, if it can be told beforehand."""
    plain = re.sub(r"[`*]", "", title)
    return "" if re.search(r"[$\\{<\[(]", plain) else "#" + re.sub(r"\s", "-", plain)
