"""Draws the still pictures of the figures that move: `python -m tools.widget_pictures`.

They are for pages where nothing can move. A figure is opened in Chromium, moved to a state that
is worth printing, and drawn as SVG. The picture comes from the figure itself, so there is no
second drawing of it to keep in step. `tests/website/widgets/test_pictures.py` draws all of them
again and compares.
"""

import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import sync_playwright

from tools.chromium import chromium
from website.page.assets import DOM
from website.widgets.widget_directive import WIDGETS, picture_of
from website.widgets.widget_models import write_model

LOAD = "Load the trained model (about 1.5 MB)"
# Every figure of the course as (slug, model), and the buttons pressed before it is drawn.
STILLS = {
    ("bptt-stepper", None): ["To the end"],
    ("cell-playground", None): [],
    ("conventions", None): [],
    ("descent", None): ["Run"],
    ("gradient-lag", None): [],
    ("forecast-origin", "airline"): [],
    ("next-word", "next_word"): [LOAD],
    ("sentence-gates", "imdb"): [LOAD],
    ("sentence-gates", "sarcasm"): [LOAD],
}
HOST = "http://figures.test"  # nothing is asked of it: every request is answered below
INK = "#1f2328"
PAGE = f"""<!doctype html><html lang="en" data-theme="light"><meta charset="utf-8">
<title>A figure</title><link rel="stylesheet" href="/widgets.css">
<body style="--pst-color-text-base: {INK}; width: 600px"><main>{{}}</main>
<script type="module" src="/load.js"></script></body></html>"""
FIGURE = '<figure class="widget" data-widget="{}" data-model="{}"><div class="widget-stage">'
TYPES = {".js": "text/javascript", ".css": "text/css", ".json": "application/json"}
DRAW = Path(__file__).with_suffix(".js")


def main() -> int:
    """Draw every picture anew and return the exit status."""
    browser = chromium()
    if browser is None:
        print("No Chromium found: install it, or name one in CHROMIUM.", file=sys.stderr)
        return 1
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        for slug, model in STILLS:
            page = running.new_page(reduced_motion="reduce")
            open_figure(page, slug, model)
            path = picture_of(slug, model)
            path.parent.mkdir(exist_ok=True)
            path.write_text(picture(page, slug, model), encoding="utf-8")
            page.close()
            print(path.name)
        running.close()
    return 0


def open_figure(page, slug: str, model: str | None) -> None:
    """Show a figure on an otherwise empty page, and press its buttons."""
    page.route("**/*", lambda route: answer(route, slug, model))
    page.goto(f"{HOST}/")
    page.locator("figure[data-ready]").wait_for()
    for name in STILLS[slug, model]:
        page.get_by_role("button", name=name, exact=True).click()
    if LOAD in STILLS[slug, model]:
        page.locator("textarea").wait_for()
        page.locator(".widget-share").first.wait_for()


def answer(route, slug: str, model: str | None) -> None:
    """Answer a request from the folder of the figures."""
    path = urlsplit(route.request.url).path.lstrip("/")
    if not path:
        route.fulfill(body=PAGE.format(FIGURE.format(slug, model)), content_type="text/html")
    elif path.startswith("models/"):
        with tempfile.TemporaryDirectory() as folder:
            write_model(model, folder)
            route.fulfill(body=Path(folder, Path(path).name).read_bytes())
    elif (file := DOM if path == DOM.name else WIDGETS / path).is_file():
        route.fulfill(body=file.read_bytes(), content_type=TYPES[file.suffix])
    else:
        route.fulfill(status=404)


def picture(page, slug: str, model: str | None) -> str:
    """Return the opened figure as the text of an SVG file."""
    # A picture is drawn when its width is known, which is a moment after it is there.
    page.wait_for_function(
        "[...document.querySelectorAll('.widget-picture')].every((it) => it.firstChild)"
    )
    return page.evaluate(DRAW.read_text("utf-8"))


if __name__ == "__main__":
    sys.exit(main())
