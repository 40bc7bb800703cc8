"""Chromium joins the pages, typesets the equations and prints, and reaches no network."""

import mimetypes
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from time import gmtime, strftime
from urllib.parse import unquote, urlsplit

from pikepdf import Dictionary, Name, ObjectStreamMode, Pdf

from tools.chromium import chromium
from tools.pdf.cover import Facts, key, shell
from website.page.assets import MATHJAX, MATHJAX_SETTINGS

HERE = Path(__file__).resolve().parent
HOST = "http://book.invalid"
# The width of a printed column: A4 less the margins of book.css, at 96 pixels an inch.
COLUMN = round(170 / 25.4 * 96)
PAPER = {"prefer_css_page_size": True, "print_background": True}
ATTEMPTS = 4
ON_PAPER = {
    **MATHJAX_SETTINGS,
    "options": {"processHtmlClass": "math|mathjax_process|tex2jax_process"},
}
OURS = {f"/{path.name}": path for path in HERE.iterdir() if path.suffix in {".css", ".js"}}
WRITE_NUMBERS = """numbers => {
  for (const [key, number] of Object.entries(numbers)) {
    document.querySelector(`nav a[href="#${key}"] .number`).textContent = number;
  }
}"""

# Chromium writes these kinds of text, which its version of PDF does not know, without a word
# on what they are.
ROLES = Dictionary(Strong=Name.Span, Em=Name.Span)


class PdfError(Exception):
    """The site cannot be printed as it should be."""


def print_site(site: Path, book: Facts, contents: list[tuple[str, list[str]]]) -> bytes:
    """Return the site's pages in the order of `contents` as one PDF.

    Raises:
        PdfError: Chromium or a page is missing, a link leads nowhere, or something is too
            wide for the paper.
    """
    for _, pages in contents:
        for docname in pages:
            if not (site / f"{docname}.html").is_file():
                raise PdfError(f"{docname}.html is not in {site}: run 'make book' first")
    with opened(site, shell(book, contents)) as page:
        complain(page.evaluate("() => import('/joining.js').then(module => module.join())"))
        typeset(page)
        complain(page.evaluate("() => import('/fitting.js').then(module => module.fit())"))
        page.evaluate("() => import('/formulas.js').then(module => module.speak())")
        keys = [key(docname) for _, pages in contents for docname in pages]
        return finish(numbered(page, keys), book)


@contextmanager
def opened(site: Path, document: str):
    """Open the document in a Chromium that sees the site's folder as its only host."""
    # Imported here, so that what needs no browser can be used without one.
    from playwright.sync_api import Error, sync_playwright

    def answer(route):
        path = unquote(urlsplit(route.request.url).path)
        file = OURS.get(path) or (site / path.lstrip("/")).resolve()
        if not route.request.url.startswith(HOST):
            route.abort()
        elif path == "/":
            route.fulfill(body=document, content_type="text/html")
        elif file.is_file() and (path in OURS or file.is_relative_to(site.resolve())):
            kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
            route.fulfill(body=file.read_bytes(), content_type=kind)
        else:
            route.fulfill(status=404)

    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(
                executable_path=chromium(), args=["--no-sandbox"]
            )
        except Error as error:
            needed = "printing needs Chromium (apt-get install chromium)"
            raise PdfError(f"{needed}: {error}") from None
        window = {"width": COLUMN, "height": 1000}
        page = browser.new_page(viewport=window, color_scheme="light")
        page.emulate_media(media="print")
        page.route("**/*", answer)
        page.goto(HOST)
        yield page
        browser.close()


def typeset(page) -> None:
    """Let MathJax set all equations of the joined pages."""
    from playwright.sync_api import Error

    try:
        page.evaluate(
            "both => import('/typesetting.js').then(module => module.typeset(...both))",
            [ON_PAPER, f"{HOST}/_static/{MATHJAX}"],
        )
    except Error as error:
        needed = "the equations need the whole of MathJax: run 'make book' again"
        raise PdfError(f"{needed}: {error.message}") from None


def numbered(page, keys: list[str]) -> bytes:
    """Print more than once: the first time shows on which page each chapter begins."""
    # Without tags it takes a quarter of the time.
    numbers = first_pages(page.pdf(**PAPER), keys)
    page.evaluate(WRITE_NUMBERS, numbers)
    # Chromium may break a page elsewhere at every second print of the same document.
    for _ in range(ATTEMPTS):
        # Tags for screen readers, and bookmarks, one for each heading.
        result = page.pdf(**PAPER, tagged=True, outline=True)
        if first_pages(result, keys) == numbers:
            return result
    raise PdfError("the list of contents moved the chapters when it got its numbers")


def complain(wrong: list[str]) -> None:
    """Stop if anything is wrong."""
    if wrong:
        raise PdfError("\n".join(wrong))


def first_pages(pdf: bytes, keys: list[str]) -> dict[str, int]:
    """Return for each chapter's key the number, counted from 1, of the page it begins on."""
    with Pdf.open(BytesIO(pdf)) as document:
        numbers = {page.objgen: number for number, page in enumerate(document.pages, start=1)}
        # A name in a PDF begins with a slash.
        return {key: numbers[document.Root.Dests[f"/{key}"][0].objgen] for key in keys}


def finish(pdf: bytes, book: Facts) -> bytes:
    """Add what Chromium leaves out, title, authors, language and date; a third of the size."""
    day = strftime("D:%Y%m%d%H%M%SZ", gmtime(book.made))
    with Pdf.open(BytesIO(pdf)) as document:
        about = Dictionary(Title=book.title, Author=book.authors, Subject=book.subtitle)
        about.CreationDate = about.ModDate = day
        document.docinfo = document.make_indirect(about)
        root = document.Root
        root.Lang = "en-GB"
        root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        root.StructTreeRoot.RoleMap = ROLES
        file = BytesIO()
        # Linearised: a browser shows the first page before it has the last.
        streams = ObjectStreamMode.generate
        document.save(file, object_stream_mode=streams, linearize=True, deterministic_id=True)
    return file.getvalue()
