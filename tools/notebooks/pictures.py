"""Draws the SVG figures of a notebook as PNG, which every notebook viewer shows.

Each PNG carries the address of the drawing it was made from. So `--check` needs no
browser, and a drawing that has not changed is not drawn again: pictures made on
another machine stay as they are.
"""

import base64
import re
from collections.abc import Iterator
from io import BytesIO

from nbformat import NotebookNode
from PIL import Image, PngImagePlugin

from tools.chromium import chromium
from tools.notebooks.book import Book

DRAWING = re.compile(r'src="(?P<address>svg:(?P<path>[^":]+):[0-9a-f]{64})"')
PNG = re.compile(r"data:image/png;base64,([A-Za-z0-9+/=]+)")
ORIGIN = "Drawn from"
# A drawing takes ink, paper and letters from the page it is on, as on the website.
PAGE = """<style>
body { margin: 0; background: #ffffff; color: #1f2328; font-family: sans-serif }
svg { --figure-paper: #ffffff; display: block; width: 760px; height: auto }
</style>"""
SHARPNESS = 2
COLOURS = 128


class PictureError(Exception):
    """A drawing cannot be drawn on this machine."""


def undrawn(markdown: str) -> str:
    """Put the addresses of the drawings back in the place of their pictures."""
    return PNG.sub(lambda match: origin(match[1]) or match[0], markdown)


def origin(encoded: str) -> str | None:
    """Return the address of the drawing that a PNG was made from."""
    try:
        return Image.open(BytesIO(base64.b64decode(encoded))).info.get(ORIGIN)
    except (OSError, ValueError):
        return None


def pictures_in(notebook: NotebookNode) -> Iterator[tuple[str, str]]:
    """Yield the address and the `data:` address of each picture made from a drawing."""
    for cell in notebook.cells:
        for match in PNG.finditer(cell.source if cell.cell_type == "markdown" else ""):
            if address := origin(match[1]):
                yield address, match[0]


def draw(book: Book, notebook: NotebookNode, old: NotebookNode | None) -> None:
    """Replace every drawing by a picture, one of `old` where it has it."""
    known = dict(pictures_in(old)) if old else {}
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            for match in DRAWING.finditer(cell.source):
                address = match["address"]
                if address not in known:
                    svg = (book.root / match["path"]).read_text(encoding="utf-8")
                    known[address] = picture(svg, address)
                cell.source = cell.source.replace(address, known[address])


def picture(svg: str, address: str) -> str:
    """Return an SVG as a PNG that knows its origin, as a `data:` address."""
    information = PngImagePlugin.PngInfo()
    information.add_text(ORIGIN, address)
    file = BytesIO()
    image = photograph(svg).convert("RGB").quantize(COLOURS)
    image.save(file, "png", optimize=True, pnginfo=information)
    return f"data:image/png;base64,{base64.b64encode(file.getvalue()).decode()}"


def photograph(svg: str) -> Image.Image:
    """Draw an SVG in a browser."""
    # Imported here, because only a new or changed drawing needs a browser.
    from playwright.sync_api import Error, sync_playwright

    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(
                executable_path=chromium(), args=["--no-sandbox"]
            )
        except Error as error:
            raise PictureError(f"a new drawing needs Chromium: {error}") from None
        page = browser.new_page(device_scale_factor=SHARPNESS, color_scheme="light")
        page.set_content(PAGE + svg)
        screenshot = page.locator("svg").first.screenshot()
        browser.close()
    return Image.open(BytesIO(screenshot))
