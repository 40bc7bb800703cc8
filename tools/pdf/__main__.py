"""The command line: `python -m tools.pdf` prints the site, and links the file from it."""

import argparse
import re
import sys
from html import escape
from os.path import relpath
from pathlib import Path

from pikepdf import Pdf

from tools.pdf.cover import facts, parts
from tools.pdf.printing import PdfError, print_site

REPOSITORY = Path(__file__).resolve().parent.parent.parent
NAME = "course.pdf"
PLACE = re.compile(r'<span class="course-pdf">.*?</span>', re.DOTALL)  # on the first page


def main(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.pdf",
        description=f"Print the built site as {NAME}, and link it from the first page.",
    )
    parser.add_argument("--root", type=Path, default=REPOSITORY, help="the book's folder")
    options = parser.parse_args(arguments)
    try:
        write(options.root / "_build" / "html", options.root)
    except PdfError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def write(site: Path, root: Path) -> None:
    """Print the site, and link the file from the first page."""
    contents = parts(root)
    pdf = print_site(site, facts(root), contents)
    file = site / NAME
    file.write_bytes(pdf)
    with Pdf.open(file) as document:
        pages = len(document.pages)
    (first_page,) = contents[0][1]
    write_link(site, first_page, file, pages)
    print(f"{file}: {pages} pages, {len(pdf) / 1e6:.1f} MB")


def write_link(site: Path, docname: str, file: Path, pages: int) -> None:
    """Link from the page `docname` to `file`, with its length and size; an old link goes.

    Raises:
        PdfError: The page has no `<span class="course-pdf"></span>`; nothing is changed.
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
        raise PdfError(f'{page} needs a <span class="course-pdf"></span> for the link')
    page.write_text(linked, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
