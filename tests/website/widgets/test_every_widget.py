"""What holds for every widget: described without JavaScript, narrow, labelled, quiet."""

import re

import pytest
from browser_widgets import DESCRIPTION

from tests.own_scripts import assert_short_and_without_markup
from website.widgets.widget_directive import STILL, WIDGETS, known
from website.widgets.widget_models import MODELS, write_model

MODEL_OF = {"sentence-gates": "sarcasm", "next-word": "next_word", "forecast-origin": "airline"}
PHONE = 390
# How high the lines of text are, in the whole figure and in each of its pictures.
LINES = """async () => {
  // A picture is drawn when its room is known, and that is at the end of a frame.
  for (const frame of [1, 2]) await new Promise(requestAnimationFrame);
  const stage = document.querySelector('.widget-stage'), range = document.createRange();
  return [stage, ...stage.querySelectorAll('svg')].map((part) => {
    const heights = [], words = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    while (words.nextNode()) {
      range.selectNodeContents(words.currentNode);
      const lines = words.currentNode.data.trim() ? range.getClientRects() : [];
      heights.push(...[...lines].map(({ height }) => height));
    }
    return heights;
  });
}"""


@pytest.fixture(params=known())
def slug(request):
    return request.param


@pytest.fixture
def opened(show, models, slug):
    def open_it(**settings):
        model = MODEL_OF.get(slug)
        if model:
            write_model(model, models)
        return show(slug, model, **settings)

    return open_it


def test_without_javascript_there_is_a_described_picture(opened):
    figure = opened(java_script_enabled=False).locator("figure")
    assert DESCRIPTION in figure.inner_text()
    assert STILL in figure.inner_text()
    picture = figure.get_by_role("img")
    assert picture.count() == 1
    assert picture.bounding_box()["height"] > 100
    assert len(picture.get_attribute("aria-label")) > 80
    assert figure.locator("input, button").count() == 0


def test_what_is_printed_is_the_picture_and_not_the_controls(opened):
    page = opened()
    page.emulate_media(media="print")
    figure = page.locator("figure")
    assert figure.locator(".widget-fallback").get_by_role("img").is_visible()
    assert not figure.locator(".widget-stage").is_visible()
    assert DESCRIPTION in figure.inner_text()


def test_with_it_the_description_stays_and_the_excuse_goes(opened):
    figure = opened().locator("figure")
    assert DESCRIPTION in figure.inner_text()
    assert STILL not in figure.inner_text()


def test_nothing_needs_sideways_scrolling(opened):
    page = opened()
    page.evaluate("document.querySelectorAll('details').forEach((d) => (d.open = true))")
    for width in (1280, PHONE, 320):
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_every_control_and_every_picture_has_a_name(opened):
    page = opened()
    nameless = page.evaluate(
        """() => [...document.querySelectorAll('.widget :is(input, select, textarea, button)')]
             .filter((it) => !it.labels?.[0]?.textContent.trim() && !it.textContent.trim())
             .map((it) => it.outerHTML)"""
    )
    assert nameless == []
    pictures = page.locator(".widget-stage :is(svg, canvas)").all()
    assert all(len(picture.get_attribute("aria-label")) > 40 for picture in pictures)


def test_there_is_text_and_its_letters_can_be_read_on_a_phone(opened):
    for heights in opened().evaluate(LINES):
        assert min(heights, default=0) > 11


def test_each_theme_gives_its_colours(opened):
    page = opened()
    colours = set()
    for theme in ("light", "dark"):
        page.evaluate("(theme) => (document.documentElement.dataset.theme = theme)", theme)
        colours.add(
            page.locator("figure").evaluate(
                "(box) => getComputedStyle(box).getPropertyValue('--widget-blue')"
            )
        )
    assert len(colours - {""}) == 2


def test_every_model_is_used_by_some_widget():
    assert set(MODEL_OF) <= set(known())
    assert set(MODELS) == {*MODEL_OF.values(), "imdb"}


@pytest.mark.parametrize("path", sorted(WIDGETS.rglob("*.js")), ids=lambda path: path.stem)
def test_a_file_is_short_and_writes_no_markup(path):
    text = path.read_text("utf-8")
    assert_short_and_without_markup(text)
    hosts = set(re.findall(r"""["'`](?:https?:)?//[^"'`]+""", text))
    assert hosts <= {'"http://www.w3.org/2000/svg'}  # a name, which nothing is fetched from
