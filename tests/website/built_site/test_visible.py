"""What can be seen: buttons of the header, the field for searching, links under the pointer.

A control that has a name and no box, or a box in the colour of the page, passes every check of
names. These look at computed styles and boxes, in both themes.
"""

import pytest

from tests.contrast import CONTRAST
from tests.page_ready import READY

GRU = "chapters/gru"
# One link of each kind: the same place on the page, the same classes.
LINKS = """() => {
  const kinds = new Map();
  for (const link of document.querySelectorAll('a[href]')) {
    const place = link.closest('nav, article, aside, footer, .admonition, table');
    const kind = [place?.tagName, place?.className, link.parentElement.tagName, link.className];
    if (link.checkVisibility({ visibilityProperty: true, opacityProperty: true })
        && link.textContent.trim() && link.getBoundingClientRect().top >= 0)
      kinds.set(kind.join(' '), link);
  }
  return [...kinds.values()].map((link, i) => (link.dataset.kind = i));
}"""


@pytest.fixture
def open_in(browser, address):
    """A function that opens a page in a theme."""
    contexts = []

    def open_page(docname, theme="light", width=1280):
        viewport = {"width": width, "height": 900}
        context = browser.new_context(
            color_scheme=theme, viewport=viewport, reduced_motion="reduce"
        )
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{address}/{docname}.html", wait_until="networkidle")
        page.evaluate(READY)
        assert page.evaluate("document.documentElement.dataset.theme") == theme
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_button_of_the_header_can_be_seen(open_in, theme, width):
    page = open_in(GRU, theme, width)
    buttons = page.locator(".header-article-items__end .header-article-item :is(a, button)")
    drawn = []
    for button in buttons.all():
        if button.evaluate("it => it.checkVisibility()"):
            icons = [icon.evaluate(CONTRAST) for icon in button.locator("svg").all()]
            drawn.append(button.get_attribute("aria-label") or button.get_attribute("title"))
            assert [contrast >= 3 for contrast in icons if contrast] == [True], drawn[-1]
    assert "Color mode" in drawn
    assert len(drawn) >= 3


def test_the_button_for_the_theme_goes_through_its_three_modes(open_in):
    page = open_in(GRU)
    button = page.locator(".theme-switch-button:visible")
    seen = []
    for _ in range(4):
        (icon,) = [icon for icon in button.locator("svg").all() if icon.is_visible()]
        root = page.evaluate("({ ...document.documentElement.dataset })")
        assert icon.get_attribute("data-mode") == root["mode"]
        seen.append((root["mode"], root["theme"]))
        button.click()
    assert seen[0] == seen[3] == ("auto", "light")
    assert {("light", "light"), ("dark", "dark")} == set(seen[1:3])


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_field_for_searching_has_one_ring_and_shows_its_text(open_in, theme):
    page = open_in(GRU, theme)
    page.keyboard.press("Control+k")
    page.keyboard.type("update gate")
    form = page.locator("#pst-search-dialog form.bd-search")
    rings = form.evaluate(
        """(form) => [form, form.querySelector('input')].map((part) => getComputedStyle(part))
             .filter((style) => style.boxShadow !== 'none'
               || (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth))).length"""
    )
    assert rings == 1
    # Where the text begins, and where the magnifier ends.
    begins, ends = form.evaluate(
        """(form) => {
             const input = form.querySelector('input');
             const inside = ['borderLeftWidth', 'paddingLeft'].map((name) =>
               parseFloat(getComputedStyle(input)[name]));
             const icon = form.querySelector('svg').getBoundingClientRect();
             const left = input.getBoundingClientRect().left;
             return [left + inside[0] + inside[1], icon.right];
           }"""
    )
    assert begins >= ends
    assert form.locator("svg").evaluate(CONTRAST) >= 3
    assert form.locator("input").evaluate(CONTRAST) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", [GRU, "chapters/index", "chapters/reference/api"])
def test_links_can_be_read_under_the_pointer(open_in, name, theme):
    page = open_in(name, theme)
    kinds = page.evaluate(LINKS)
    assert len(kinds) >= 5
    faint = {}
    for kind in kinds:
        link = page.locator(f"[data-kind='{kind}']")
        link.hover(force=True)
        contrast = link.evaluate(CONTRAST)
        if contrast < 4.5:
            faint[link.evaluate("it => it.outerHTML.slice(0, 120)")] = contrast
    assert faint == {}
