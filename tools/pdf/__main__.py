"""The command line: `python -m tools.pdf`."""

import argparse
import sys
from pathlib import Path

from pikepdf import Pdf

from tools.pdf.cover import facts, parts
from tools.pdf.link import LinkError, write_link
from tools.pdf.printing import PdfError, print_site

REPOSITORY = Path(__file__).resolve().parent.parent.parent
NAME = "course.pdf"


def main(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.pdf",
        description=f"Print the built site as {NAME}, and link it from the first page.",
    )
    parser.add_argument("--root", type=Path, default=REPOSITORY, help="the book's folder")
    parser.add_argument("--site", type=Path, help="the built site; _build/html of the book")
    options = parser.parse_args(arguments)
    site = options.site or options.root / "_build" / "html"
    try:
        write(site, options.root)
    except (PdfError, LinkError) as error:
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


if __name__ == "__main__":
    sys.exit(main())
