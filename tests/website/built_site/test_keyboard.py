"""The site by keyboard alone, without motion for those who ask for that, and on paper."""

import pytest

from tests.page_ready import READY

PAGES = ["chapters/index", "chapters/gru", "chapters/labs/airline", "chapters/reference/api"]
# Every stop of the Tab key that can be seen, in the order of the page.
STOPS = """() => [...document.querySelectorAll(
    'a[href], button, input, select, textarea, summary, [tabindex]')]
  .filter((it) => it.tabIndex >= 0 && !it.disabled && it.checkVisibility(
     { visibilityProperty: true, opacityProperty: true }) && it.getClientRects().length
     && !(it.type === 'radio' && !it.checked))
  .map((it, i) => { it.dataset.stop = i; return it.outerHTML.slice(0, 120); })"""
# A field for searching is ringed as a whole.
FOCUS = """() => {
  const it = document.activeElement, field = it.closest('.bd-search') ?? it;
  const style = getComputedStyle(field);
  const seen = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
  return [it.dataset.stop ?? null, seen || style.boxShadow !== 'none', it.tagName];
}"""
MOVING = """() => [...document.querySelectorAll('*')].flatMap((it) =>
  ['', '::before', '::after'].flatMap((part) => {
    const { transitionDuration, animationName, animationDuration } =
      getComputedStyle(it, part || null);
    const times = animationName === 'none' ? transitionDuration
      : `${transitionDuration}, ${animationDuration}`;
    return times.split(', ').some((time) => parseFloat(time) > 0.001)
      ? [`${it.tagName}.${it.className}${part} ${times}`] : [];
  }))"""


@pytest.fixture
def open_in(browser, address):
    """A function that opens a page."""
    contexts = []

    def open_page(docname, **settings):
        settings = {"viewport": {"width": 1280, "height": 900}, **settings}
        context = browser.new_context(service_workers="block", **settings)
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{address}/{docname}.html", wait_until="networkidle")
        if settings.get("java_script_enabled", True):
            page.evaluate(READY)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize("name", PAGES)
def test_every_control_is_reached_in_order_and_seen(open_in, name):
    page = open_in(name, reduced_motion="reduce")
    stops = page.evaluate(STOPS)
    reached, unseen = [], []
    # Chromium stops at every box that scrolls, besides.
    for _ in range(3 * len(stops)):
        page.keyboard.press("Tab")
        stop, seen, tag = page.evaluate(FOCUS)
        if tag in ("BODY", "HTML") or (stop is not None and int(stop) in reached):
            break
        if stop is not None:
            reached.append(int(stop))
        if not seen:
            unseen.append(page.evaluate("document.activeElement.outerHTML.slice(0, 200)"))
    missed = [stops[number] for number in set(range(len(stops))) - set(reached)]
    assert missed == []
    assert reached == sorted(reached)
    assert unseen == []


def test_the_first_stop_skips_to_the_text(open_in):
    page = open_in("chapters/gru", reduced_motion="reduce")
    page.keyboard.press("Tab")
    link = page.locator(":focus")
    assert "Skip to main content" in link.inner_text()
    assert link.bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_wide_code_scrolls_by_keyboard(open_in):
    page = open_in("chapters/gru", viewport={"width": 390, "height": 844})
    # The theme looks for them a moment after the page is there.
    page.wait_for_function(
        """() => {
          const wide = [...document.querySelectorAll('pre')]
            .filter((it) => it.scrollWidth > it.clientWidth + 1 && it.checkVisibility());
          return wide.length > 0 && wide.every((it) => it.tabIndex === 0);
        }"""
    )


@pytest.mark.parametrize("name", ["chapters/gru", "chapters/labs/airline"])
def test_nothing_moves_for_who_wants_stillness(open_in, name):
    assert open_in(name, reduced_motion="reduce").evaluate(MOVING) == []
    assert open_in(name, reduced_motion="no-preference").evaluate(MOVING) != []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_on_paper_there_is_ink_on_white_and_nothing_to_press(open_in, theme):
    page = open_in("chapters/gru")
    page.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
    page.emulate_media(media="print")
    seen = page.evaluate(
        """() => [...document.querySelectorAll('button, nav, input, select, dialog')]
             .filter((it) => it.checkVisibility() && it.getClientRects().length)
             .map((it) => it.outerHTML.slice(0, 120))"""
    )
    assert seen == []
    assert page.locator(".widget-fallback svg").is_visible()
    assert page.locator("article h1").is_visible()
    colours = page.evaluate(
        """() => ['body', '.bd-article', 'article p', 'article pre', 'svg.figure-svg text']
             .map((it) => getComputedStyle(document.querySelector(it)))
             .map(({ color, backgroundColor }) => [color, backgroundColor])"""
    )
    assert {paper for _, paper in colours} <= {"rgba(0, 0, 0, 0)", "rgb(255, 255, 255)"}
    assert {ink for ink, _ in colours} == {"rgb(0, 0, 0)"}


def test_on_paper_every_solution_is_open(open_in):
    page = open_in("chapters/gru")
    page.emulate_media(media="print")
    folded = page.locator(".admonition.toggle-hidden")
    assert folded.count() > 2
    for box in folded.all():
        assert box.locator(".admonition-title ~ *").first.bounding_box()["height"] > 10


def test_without_javascript_the_text_and_the_pictures_are_there(open_in):
    page = open_in("chapters/gru", java_script_enabled=False)
    assert page.locator("article h1").is_visible()
    assert page.locator(".widget-fallback svg").is_visible()
    assert page.locator("article svg.figure-svg").count() > 3
    assert page.get_by_role("button", name="Run").count() == 0
