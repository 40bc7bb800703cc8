"""The link to the PDF on the site's first page, which has an empty place for it."""

import re
from html import escape
from os.path import relpath
from pathlib import Path

PLACE = re.compile(r'<span class="course-pdf">.*?</span>', re.DOTALL)


class LinkError(Exception):
    """The first page has no place for the link."""


def write_link(site: Path, docname: str, file: Path, pages: int) -> None:
    """Link from the page `docname` to `file`, with its length and size; an old link goes.

    Raises:
        LinkError: The page has no `<span class="course-pdf"></span>`; nothing is changed.
    """
    page = site / f"{docname}.html"
    text = page.read_text(encoding="utf-8")
    address = Path(relpath(file, page.parent)).as_posix()
    sentence = (
        f'<a href="{escape(address)}">The whole course is also one PDF</a>'
        f" of {pages} pages, {file.stat().st_size / 1e6:.0f} MB."
    )
    linked, count = PLACE.subn(f'<span class="course-pdf">{sentence}</span>', text)
    if not count:
        raise LinkError(f'{page} needs a <span class="course-pdf"></span> for the link')
    page.write_text(linked, encoding="utf-8")
