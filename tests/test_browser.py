"""Open every page in a browser, with no network but the site itself."""

import functools
import gzip
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from hostile import HOSTILE, unharmed, watch

from tests.page_ready import READY

PHONE, LAPTOP = 390, 1280
FIRST_VIEW = 1_000_000  # bytes
# A page known to have mathematics and a figure, so that no check passes for want of any.
GRU = "chapters/gru"


@pytest.fixture(scope="module")
def visit(browser, address):
    """Open a page, once for all tests, remembering what it asked for and what went wrong."""
    visits = {}

    def open_page(docname, width=PHONE, theme="light"):
        if docname not in visits:
            context = browser.new_context(service_workers="block", color_scheme="light")
            visits[docname] = load(context, address, f"{address}/{docname}.html")
        seen = visits[docname]
        seen.page.set_viewport_size({"width": width, "height": 844})
        seen.page.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
        return seen

    yield open_page
    for seen in visits.values():
        seen.page.context.close()


def load(context, address, url):
    """Load a page and wait until it is quiet and its mathematics is typeset."""
    page = context.new_page()
    seen = SimpleNamespace(page=page, foreign=[], errors=[], files=[])

    def let_through(route):
        asked = urlsplit(route.request.url)
        if asked.netloc == urlsplit(address).netloc:
            seen.files.append(asked.path)
            route.continue_()
        else:
            seen.foreign.append(route.request.url)
            route.abort()

    def note_console(message):
        if message.type == "error":
            seen.errors.append(f"console: {message.text}")

    def note_response(response):
        if response.status >= 400:
            seen.errors.append(f"{response.status}: {response.url}")

    context.route("**/*", let_through)
    page.on("console", note_console)
    page.on("pageerror", lambda error: seen.errors.append(f"script: {error}"))
    page.on("requestfailed", lambda request: seen.errors.append(f"failed: {request.url}"))
    page.on("response", note_response)
    page.goto(url, wait_until="networkidle")
    page.evaluate(READY)
    page.evaluate("() => document.fonts.ready")
    seen.at_first = list(seen.files)
    return seen


def test_asks_no_other_host(visit, docname):
    assert visit(docname).foreign == []


def test_runs_without_an_error(visit, docname):
    assert visit(docname).errors == []


def test_first_view_is_light(visit, site, docname):
    # As a web server sends it that compresses text, GitHub Pages for one.
    asked = set(visit(docname).at_first)
    sent = {path: sent_bytes(site / path.lstrip("/")) for path in asked}
    assert sum(sent.values()) < FIRST_VIEW, sorted(sent.items(), key=lambda item: -item[1])


@functools.cache
def sent_bytes(path):
    """Return how many bytes a file of the site needs on its way."""
    content = path.read_bytes()
    text = path.suffix in {".html", ".css", ".js", ".json", ".svg", ".txt", ".mjs"}
    return len(gzip.compress(content, 6)) if text else len(content)


def test_search_finds_the_unit(visit):
    seen = visit("search")
    seen.page.goto(seen.page.url.split("?")[0] + "?q=gated")
    seen.page.locator("#search-results a[href*='gru']").first.wait_for(timeout=10_000)
    # The theme fetches the pages found, for an excerpt; the next visit would break that off.
    seen.page.wait_for_load_state("networkidle")
    assert seen.foreign == []
    assert seen.errors == []


@pytest.mark.parametrize("typed", HOSTILE.values(), ids=HOSTILE.keys())
def test_whatever_is_searched_for_is_text(visit, typed):
    seen = visit("search")
    page = seen.page
    said_aloud = watch(page)
    page.goto(page.url.split("?")[0])
    field = page.locator("input[type=search]:visible").first
    field.fill(typed[:2000])
    field.press("Enter")
    page.locator("#search-results p.search-summary").wait_for()
    unharmed(page, page.title(), said_aloud, "#search-results h2, #search-results p")
    assert "broken" not in page.title()
    assert seen.errors == []


def test_phone_needs_no_sideways_scrolling(visit, docname):
    page = visit(docname, PHONE).page
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE


def test_every_equation_is_typeset(visit, docname):
    untypeset = visit(docname, LAPTOP).page.evaluate(
        """() => {
             document.querySelectorAll('.quiz-reason').forEach(reason => reason.hidden = false);
             return [...document.querySelectorAll('.math')].filter(math => {
               const box = math.querySelector('mjx-container')?.getBoundingClientRect();
               return !box?.width || !box.height || math.querySelector('mjx-merror');
             }).map(math => math.textContent);
           }"""
    )
    assert untypeset == []


def test_mathjax_and_its_fonts_come_from_the_site(visit):
    seen = visit(GRU)
    assert seen.page.locator("mjx-container").count() > 0
    assert seen.page.locator("mjx-assistive-mml math").count() > 0
    assert any(path.endswith("mathjax/core.js") for path in seen.files)
    assert any("mathjax" in path and path.endswith(".woff") for path in seen.files)


def test_every_image_has_a_text(visit, docname):
    silent = visit(docname).page.evaluate(
        """() => [...document.querySelectorAll('article img, article svg')]
             .filter(image => !image.closest('button, [aria-hidden=true], [aria-labelledby]'))
             .filter(image => !(image.alt ?? image.getAttribute('aria-label') ?? '').trim())
             .map(image => image.outerHTML.slice(0, 200))"""
    )
    assert silent == []


def test_every_icon_is_drawn(visit, docname):
    page = visit(docname).page
    assert page.locator(":is(i, span):is(.fas, .fa-solid)").count() == 0
    assert page.locator("svg.course-icon path").count() > 5


def test_both_themes_can_be_seen(visit, docname):
    light, dark = (
        visit(docname, LAPTOP, theme).page.screenshot() for theme in ("light", "dark")
    )
    assert light != dark


def test_the_reader_can_choose_the_theme(visit):
    page = visit(GRU, LAPTOP).page
    page.evaluate("localStorage.setItem('mode', 'dark')")
    page.reload(wait_until="networkidle")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_figures_follow_the_theme(visit, docname):
    light, dark = (
        visit(docname, LAPTOP, theme).page.evaluate(
            """() => [...document.querySelectorAll('svg.figure-svg, svg.figure-svg text')]
                 .map(part => getComputedStyle(part).color)"""
        )
        for theme in ("light", "dark")
    )
    assert [a for a, b in zip(light, dark, strict=True) if a == b] == []
