"""The document before it is filled: title page, list of contents, a place for every page."""

import os
import subprocess
import time
from dataclasses import dataclass
from html import escape
from pathlib import Path

import yaml
from sphinx_external_toc.parsing import parse_toc_yaml

from coursepkg import __version__

STYLES = (
    *("/_static/pygments.css", "/_static/widgets/widgets.css", "/_static/quiz/quiz.css"),
    "/book.css",
)
LICENCES = (
    ("Text and figures", "CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
    ("Code", "BSD 3-Clause", "https://opensource.org/license/bsd-3-clause"),
)
ABOUT = (
    "Made from the same pages as the website. There, some figures move, code runs in the page,"
    " and quizzes answer. Here, moving figures are pictures with a description, and every"
    " solution is open."
)


@dataclass(frozen=True)
class Facts:
    """What a title page says: title and subtitle, the authors, and the day as a time stamp."""

    title: str
    subtitle: str
    authors: str
    made: int


def facts(root: Path) -> Facts:
    """Read them from `CITATION.cff` and from the commit."""
    citation = yaml.safe_load((root / "CITATION.cff").read_text("utf-8"))
    title, _, subtitle = citation["title"].partition(": ")
    authors = ", ".join(full_name(author) for author in citation["authors"])
    return Facts(title, subtitle[:1].upper() + subtitle[1:], authors, made(root))


def full_name(author: dict) -> str:
    """Return the name of a person or of a group, as the citation format writes them."""
    parts = [author.get("given-names"), author.get("family-names")]
    return author.get("name") or " ".join(filter(None, parts))


def made(root: Path) -> int:
    """Return SOURCE_DATE_EPOCH, or the time of the commit; without either it is now."""
    if epoch := os.environ.get("SOURCE_DATE_EPOCH"):
        return int(epoch)
    command = ["git", "-C", str(root), "log", "-1", "--format=%ct"]
    try:
        return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    except (OSError, subprocess.CalledProcessError, ValueError):
        return int(time.time())


def parts(root: Path) -> list[tuple[str, list[str]]]:
    """Return the parts of `_toc.yml` and their pages; the first page is a nameless one."""
    contents = parse_toc_yaml(root / "_toc.yml")
    trees = contents.root.subtrees
    named = [(tree.caption or "", [str(page) for page in tree.files()]) for tree in trees]
    return [("", [contents.root.docname]), *named]


def key(docname: str) -> str:
    """Return the id of a page's place, and the beginning of every id on it."""
    return docname.removeprefix("chapters/").replace("/", "-")


def shell(book: Facts, contents: list[tuple[str, list[str]]]) -> str:
    """Return the document as HTML, with empty places."""
    listed = "".join(contents_of(part, pages) for part, pages in contents)
    places = "".join(places_of(part, pages) for part, pages in contents)
    styles = "\n".join(f'<link rel="stylesheet" href="{style}">' for style in STYLES)
    return f"""<!doctype html>
<html lang="en" data-theme="light">
<head>
<meta charset="utf-8">
<title>{escape(book.title)}</title>
{styles}
</head>
<body>
<header class="cover">{title_page(book)}</header>
<nav class="contents"><h1>Contents</h1>{listed}</nav>
<main>{places}</main>
</body>
</html>"""


def title_page(book: Facts) -> str:
    """Return what stands on the first page."""
    day = time.gmtime(book.made)
    licences = "<br>".join(
        f'{escape(what)}: <a href="{address}">{name}</a>' for what, name, address in LICENCES
    )
    return f"""
<p class="title">{escape(book.title)}</p>
<p class="subtitle">{escape(book.subtitle)}</p>
<p class="authors">{escape(book.authors)}</p>
<p>Version {__version__}, {day.tm_mday} {time.strftime("%B %Y", day)}</p>
<p class="about">{ABOUT}</p>
<p>{licences}</p>"""


def contents_of(part: str, pages: list[str]) -> str:
    """Return a part's entries in the list of contents; titles and numbers come later."""
    heading = f"<p>{escape(part)}</p>" if part else ""
    entries = "".join(f'<li><a href="#{key(page)}"></a></li>' for page in pages)
    return f"{heading}<ol>{entries}</ol>"


def places_of(part: str, pages: list[str]) -> str:
    """Return the places of a part's pages; its name stands above the first of them."""
    names = [f'<h1 class="part">{escape(part)}</h1>' if part else "", *[""] * len(pages)]
    return "".join(
        f'<section class="page" id="{key(page)}" data-address="/{page}.html">{name}</section>'
        for page, name in zip(pages, names, strict=False)
    )
