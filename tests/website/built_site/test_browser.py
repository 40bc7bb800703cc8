"""Open pages in a browser, with no network but the site itself, and ask all of each at once.

What axe calls incomplete, because it cannot tell by itself, is left to the eye.
"""

import functools
import gzip
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from bs4 import BeautifulSoup
from hostile import HOSTILE, unharmed, watch

from tests.contrast import CONTRAST as MEASURED
from tests.page_ready import READY

PHONE, LAPTOP = 390, 1280
FIRST_VIEW = 1_000_000  # bytes
# A page known to have mathematics and a figure, so that no check passes for want of any.
GRU = "chapters/gru"
# Colours are the new theme's after the next frame, even where nothing fades.
THEME = """async (theme) => {
  document.documentElement.dataset.theme = theme;
  for (let i = 0; i < 2; i++) await new Promise(requestAnimationFrame);
}"""
# What is folded away is opened, and the figures that need a model get it.
UNFOLD = """() => {
  for (const it of document.querySelectorAll('details')) it.open = true;
  for (const it of document.querySelectorAll('button.toggle-button-hidden')) it.click();
  const named = /^(Edit|Load the trained model.*|To the end)$/;
  for (const it of document.querySelectorAll('button'))
    if (named.test(it.textContent)) it.click();
}"""
# A class of code has one pair of colours wherever it stands: one of each is enough to see.
MARK_REPEATED = """() => {
  const seen = new Set();
  for (const word of document.querySelectorAll('pre span')) {
    const box = word.closest('pre').parentElement.parentElement;
    const kind = [word.className, box.className, box.parentElement.className].join('|');
    if (seen.has(kind)) word.dataset.repeated = '';
    seen.add(kind);
  }
}"""
# The theme looks a moment after a change of width which boxes have to scroll now.
SETTLED = """() => innerWidth < 400
  && [...document.querySelectorAll('pre, .pst-scrollable-table-container')].every(
    (box) => box.tabIndex === 0 || box.scrollWidth <= box.clientWidth)"""
AXE = """async (options) => {
  // A heading of nothing but mathematics is empty to axe, which does not read MathML.
  const symbol = 'th:has(mjx-assistive-mml math)';
  const where = { exclude: ['[data-repeated]', 'svg.figure-svg > *', symbol] };
  const { violations } = await axe.run(where, { resultTypes: ['violations'], ...options });
  return violations.flatMap(({ id, nodes }) => nodes.map(
    (node) => [id, node.target.join(' '), node.html.slice(0, 200), node.failureSummary]));
}"""
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
SCROLLS = {"runOnly": {"type": "rule", "values": ["scrollable-region-focusable"]}}
ALL_BUT_CONTRAST = {"rules": {"color-contrast": {"enabled": False}}}


@pytest.fixture(scope="module")
def visit(browser, address):
    """Open a page, once for all tests, remembering what it asked for and what went wrong."""
    latest = {}

    def open_page(docname, width=PHONE, theme="light"):
        if docname not in latest:
            for seen in latest.values():
                seen.page.context.close()
            latest.clear()
            context = browser.new_context(
                color_scheme="light", reduced_motion="reduce", service_workers="block"
            )
            latest[docname] = load(context, address, f"{address}/{docname}.html")
        seen = latest[docname]
        seen.page.set_viewport_size({"width": width, "height": 844})
        seen.page.evaluate(THEME, theme)
        return seen

    yield open_page
    for seen in latest.values():
        seen.page.context.close()


def load(context, address, url):
    """Load a page and wait until it is quiet and its mathematics is typeset.

    The browser itself keeps other hosts out; what is asked of them is noted all the same.
    """
    page = context.new_page()
    seen = SimpleNamespace(page=page, foreign=[], errors=[], files=[])

    def note_request(request):
        asked = urlsplit(request.url)
        if asked.netloc == urlsplit(address).netloc:
            seen.files.append(asked.path)
        elif asked.scheme not in ("data", "blob"):
            seen.foreign.append(request.url)

    def note_console(message):
        if message.type == "error":
            seen.errors.append(f"console: {message.text}")

    def note_response(response):
        if response.status >= 400:
            seen.errors.append(f"{response.status}: {response.url}")

    page.on("request", note_request)
    page.on("console", note_console)
    page.on("pageerror", lambda error: seen.errors.append(f"script: {error}"))
    page.on("requestfailed", lambda request: seen.errors.append(f"failed: {request.url}"))
    page.on("response", note_response)
    page.goto(url, wait_until="networkidle")
    page.evaluate(READY)
    page.evaluate("() => document.fonts.ready")
    seen.at_first = list(seen.files)
    return seen


def test_asks_no_other_host(visit, visited):
    assert visit(visited).foreign == []


def test_runs_without_an_error(visit, visited):
    assert visit(visited).errors == []


def test_first_view_is_light(visit, site, visited):
    # As a web server sends it that compresses text, GitHub Pages for one.
    asked = set(visit(visited).at_first)
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


def test_phone_needs_no_sideways_scrolling(visit, visited):
    page = visit(visited, PHONE).page
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE


def test_every_equation_is_typeset(visit, visited):
    untypeset = visit(visited, LAPTOP).page.evaluate(
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


def test_every_image_has_a_text(visit, visited):
    silent = visit(visited).page.evaluate(
        """() => [...document.querySelectorAll('article img, article svg')]
             .filter(image => !image.closest('button, [aria-hidden=true], [aria-labelledby]'))
             .filter(image => !(image.alt ?? image.getAttribute('aria-label') ?? '').trim())
             .map(image => image.outerHTML.slice(0, 200))"""
    )
    assert silent == []


def test_every_icon_is_drawn(visit, visited):
    page = visit(visited).page
    assert page.locator(":is(i, span):is(.fas, .fa-solid)").count() == 0
    assert page.locator("svg.course-icon path").count() > 5


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_stands_out_in_both_themes(visit, visited, theme):
    page = visit(visited, LAPTOP, theme).page
    heading = page.locator("article h1").first
    assert heading.evaluate(MEASURED) >= 7
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    brightness = sum(map(int, paper.removeprefix("rgb(").rstrip(")").split(","))) / 3 / 255
    assert brightness > 0.9 if theme == "light" else brightness < 0.2


def test_the_reader_can_choose_the_theme(visit):
    page = visit(GRU, LAPTOP).page
    page.evaluate("localStorage.setItem('mode', 'dark')")
    page.reload(wait_until="networkidle")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_figures_follow_the_theme(visit, site, visited):
    light, dark = (
        visit(visited, LAPTOP, theme).page.evaluate(
            """() => [...document.querySelectorAll('svg.figure-svg')]
                 .map(part => getComputedStyle(part).color)"""
        )
        for theme in ("light", "dark")
    )
    text = (site / f"{visited}.html").read_text("utf-8")
    written = BeautifulSoup(text, "html.parser").select("svg.figure-svg")
    assert len(light) == len(written)
    assert [a for a, b in zip(light, dark, strict=True) if a == b] == []


def test_axe_finds_no_violation(visit, visited):
    """The last that a page is asked, as everything on it is unfolded."""
    page = with_axe(visit(visited, LAPTOP).page)
    # Colours change with the theme, and what has to scroll with the width.
    found = {}
    for theme in ("light", "dark"):
        page.evaluate(THEME, theme)
        found[theme] = page.evaluate(AXE, CONTRAST)
    found["laptop"] = page.evaluate(AXE, ALL_BUT_CONTRAST)
    page.set_viewport_size({"width": PHONE, "height": 844})
    page.wait_for_function(SETTLED)
    found["phone"] = page.evaluate(AXE, SCROLLS)
    assert not any(found.values()), found


def with_axe(page):
    """Unfold everything on a page, and put axe on it."""
    page.evaluate(UNFOLD)
    for _ in page.locator("figure[data-model]:not([data-model=airline])").all():
        page.locator(".widget-share").last.wait_for()
    page.evaluate(MARK_REPEATED)
    page.evaluate(AXE_SCRIPT)
    return page


def test_axe_on_the_search(visit):
    page = with_axe(visit("search", LAPTOP).page)
    assert page.evaluate(AXE, {}) == []


@pytest.mark.parametrize(
    "html",
    [
        '<img src="nothing.png">',
        '<p style="color: #999; background: #fff">too faint</p>',
        "<button></button>",
    ],
)
def test_what_axe_is_to_find_it_finds(visit, html):
    page = with_axe(visit("chapters/start", LAPTOP).page)
    page.evaluate("html => document.querySelector('article').innerHTML += html", html)
    assert page.evaluate(AXE, {}) != []
