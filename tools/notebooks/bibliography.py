"""Citations from the book's BibTeX file."""

from functools import cached_property
from pathlib import Path

from pybtex.database import Entry, Person, parse_file
from pybtex.richtext import Text


class Bibliography:
    """The works in one BibTeX file, read when the first is asked for."""

    def __init__(self, path: Path):
        self._path = path

    @cached_property
    def _entries(self) -> dict[str, Entry]:
        return parse_file(str(self._path)).entries if self._path.exists() else {}

    def __contains__(self, key: str) -> bool:
        return key in self._entries

    def in_text(self, key: str) -> str:
        """Cite as part of a sentence: Author (year)."""
        entry = self._entries[key]
        return linked(f"{authors(entry)} ({year(entry)})", entry)

    def in_parentheses(self, key: str) -> str:
        """Cite for use inside parentheses: Author, year."""
        entry = self._entries[key]
        return linked(f"{authors(entry)}, {year(entry)}", entry)


def authors(entry: Entry) -> str:
    """Return the family names; one and "et al." from three on."""
    people = entry.persons.get("author") or entry.persons.get("editor") or []
    names = [family_name(person) for person in people]
    if not names:
        return str(Text.from_latex(entry.fields.get("title", entry.key)))
    return f"{names[0]} et al." if len(names) > 2 else " and ".join(names)


def family_name(person: Person) -> str:
    """Return a family name with its particle, accents as plain characters."""
    return str(Text.from_latex(" ".join(person.prelast_names + person.last_names)))


def year(entry: Entry) -> str:
    """Return the year of publication."""
    return entry.fields.get("year", "no date")


def linked(text: str, entry: Entry) -> str:
    """Link to the work by its most lasting address."""
    fields = entry.fields
    if "doi" in fields:
        return f"[{text}](https://doi.org/{fields['doi']})"
    if "eprint" in fields and fields.get("archiveprefix", "arXiv").lower() == "arxiv":
        return f"[{text}](https://arxiv.org/abs/{fields['eprint']})"
    return f"[{text}]({fields['url']})" if "url" in fields else text
