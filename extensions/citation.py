"""How to cite the course, or one page of it: everything from `CITATION.cff`."""

import functools
import re
from dataclasses import dataclass
from pathlib import Path

import yaml

CITATION = Path(__file__).resolve().parent.parent / "CITATION.cff"
ESCAPED = str.maketrans(
    {sign: f"\\{sign}" for sign in "&%$#_{}"}
    | {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
)


@dataclass(frozen=True)
class Course:
    """What is cited: the course's `title`, its `authors` as dictionaries, and so on."""

    title: str
    authors: tuple
    version: str
    released: str  # year-month-day
    keywords: tuple

    @property
    def year(self):
        """The year of the release, as text."""
        return self.released[:4]

    @property
    def names(self):
        """The authors' names, given name first."""
        return [full_name(author) for author in self.authors]


@functools.cache
def course(path=CITATION):
    """Read the file.

    Raises: KeyError if something is missing that a citation needs.
    """
    said = yaml.safe_load(path.read_text("utf-8"))
    return Course(
        title=said["title"],
        authors=tuple(said["authors"]),
        version=str(said["version"]),
        released=str(said["date-released"]),
        keywords=tuple(said.get("keywords", ())),
    )


def full_name(author):
    """Return an author's name; a group has a `name`, a person given and family names."""
    parts = (author.get("given-names"), author.get("name-particle"), author.get("family-names"))
    return author.get("name") or " ".join(filter(None, parts))


def as_text(cited, title, address):
    """Return the citation of a page as a sentence; `address` may be None."""
    place = f" {address}" if address else ""
    authors = " and ".join(cited.names)
    return (
        f"{authors} ({cited.year}). {title}. In {cited.title}, version {cited.version}.{place}"
    )


def as_bibtex(cited, slug, title, address):
    """Return the same as an entry for BibTeX."""
    fields = {
        # A group's name would be taken apart without braces.
        "author": " and ".join(
            f"{{{tex(name)}}}" if "name" in author else tex(name)
            for name, author in zip(cited.names, cited.authors, strict=True)
        ),
        "title": f"{{{tex(title)}}}",
        "year": cited.year,
        "note": tex(f"In: {cited.title}, version {cited.version}"),
        "url": address,
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    key = re.sub(r"[^A-Za-z0-9]+", "-", f"{cited.title.split(':')[0]} {slug}").lower()
    return f"@misc{{{key},\n" + ",\n".join(lines) + "\n}"


def tex(text):
    """Return text with the signs escaped that LaTeX would take for its own."""
    return text.translate(ESCAPED)
