"""Every page in both themes, as axe-core sees it, and whatever a click would bring up on it.

What axe calls incomplete, because it cannot tell by itself, is left to the eye.
"""

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from tests.page_ready import READY

LAPTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
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
SETTLED = """() => innerWidth < 400 && [...document.querySelectorAll('pre')].every(
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
def tab(browser):
    """One tab for all pages; without motion no colour is caught halfway."""
    context = browser.new_context(reduced_motion="reduce", service_workers="block")
    yield context.new_page()
    context.close()


@pytest.fixture
def opened(tab, address):
    """A function that opens a page, all its folds open, with axe on it."""

    def open_page(docname):
        tab.set_viewport_size(LAPTOP)
        tab.goto(f"{address}/{docname}.html", wait_until="load")
        tab.evaluate(READY)
        tab.evaluate(UNFOLD)
        for _ in tab.locator("figure[data-model]:not([data-model=airline])").all():
            tab.locator(".widget-share").last.wait_for()
        tab.evaluate(MARK_REPEATED)
        tab.evaluate(AXE_SCRIPT)
        return tab

    return open_page


def test_axe_finds_no_violation(opened, docname):
    page = opened(docname)
    # Colours change with the theme, and what has to scroll with the width.
    found = {}
    for theme in ("light", "dark"):
        page.evaluate(THEME, theme)
        found[theme] = page.evaluate(AXE, CONTRAST)
    found["laptop"] = page.evaluate(AXE, ALL_BUT_CONTRAST)
    page.set_viewport_size(PHONE)
    page.wait_for_function(SETTLED)
    found["phone"] = page.evaluate(AXE, SCROLLS)
    assert not any(found.values()), found


def test_axe_on_the_search(opened):
    page = opened("search")
    assert page.evaluate(AXE, {}) == []


@pytest.mark.parametrize(
    "html",
    [
        '<img src="nothing.png">',
        '<p style="color: #999; background: #fff">too faint</p>',
        "<button></button>",
    ],
)
def test_these_checks_can_fail(opened, html):
    page = opened("chapters/start")
    page.evaluate("html => document.querySelector('article').innerHTML += html", html)
    assert page.evaluate(AXE, {}) != []
