from html.parser import HTMLParser

import pytest

from website.page.inline_svg import THEMED, inline_svg
from website.page.source_of import source_of

DRAWING = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<!-- a comment -->
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
     xmlns:ink="http://editor.example/ns" width="360pt" height="216pt" viewBox="0 0 360 216">
  <metadata><ink:made/></metadata>
  <script>alert(1)</script>
  <ink:guide/>
  <style type="text/css">*{stroke-linejoin: round} #a{fill: #abc} .b{fill: url(#a)}</style>
  <defs><path id="a" d="M0 0" ink:label="x" style="fill: #1F2328; stroke: #ffffff"/></defs>
  <use xlink:href="#a"/><use href="#a"/>
  <g clip-path="url(#a)" fill="#abc"><text fill="#1f2328">less &lt; more</text></g>
</svg>"""


class Elements(HTMLParser):
    """Collects every start tag with its attributes, as an HTML page would read them."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


@pytest.fixture
def svg():
    return inline_svg(DRAWING, "svg1-", 'A "gate"')


def test_root_is_an_image_with_a_text(svg):
    tag, attributes = Elements(svg).found[0]
    assert tag == "svg"
    assert attributes["role"] == "img"
    assert attributes["aria-label"] == 'A "gate"'
    assert attributes["class"] == "figure-svg"
    # The HTML parser knows these names only as SVG writes them.
    assert 'viewBox="0 0 360 216"' in svg


def test_what_a_page_has_no_use_for_is_gone(svg):
    assert svg.startswith("<svg ")
    for gone in ("<?xml", "DOCTYPE", "comment", "metadata", "script", "guide", "editor", "ns0"):
        assert gone not in svg


def test_ids_and_what_refers_to_them_are_prefixed_together(svg):
    assert 'id="svg1-a"' in svg
    assert svg.count('href="#svg1-a"') == 2
    assert 'clip-path="url(#svg1-a)"' in svg
    assert "#a" not in svg.replace("#abc", "")


def test_style_sheet_stays_inside_the_drawing(svg):
    assert "#svg1-figure { *{stroke-linejoin: round} #svg1-a{fill: #abc}" in svg
    assert ".b{fill: url(#svg1-a)}" in svg


def test_neutral_colours_become_the_page_s(svg):
    assert "fill: currentColor; stroke: var(--figure-paper, transparent)" in svg
    assert '<text fill="currentColor">less &lt; more</text>' in svg
    assert 'fill="#abc"' in svg


def test_neutral_colours_are_those_of_the_plots():
    named = {name: source_of(f"coursepkg.plots.{name}") for name in ("INK", "PAPER")}
    for (name, text), colour in zip(named.items(), THEMED, strict=True):
        assert text.startswith(f'{name} = "{colour}"')


def test_size_follows_the_column_down_to_a_limit(svg):
    style = Elements(svg).found[0][1]["style"]
    assert style == "width: 480px; min-width: calc(0.6 * 480px)"
    assert "height" not in Elements(svg).found[0][1]


def test_width_falls_back_on_the_view_box():
    svg = inline_svg('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 9"/>', "p", "x")
    assert "width: 90px" in svg


def test_drawing_that_cannot_shrink_is_refused():
    with pytest.raises(ValueError, match="viewBox"):
        inline_svg('<svg xmlns="http://www.w3.org/2000/svg" width="9"/>', "p", "x")
