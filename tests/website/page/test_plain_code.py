"""Code on the site: what has a colour is marked, the rest is text, and nothing is lost."""

import pytest
from bs4 import BeautifulSoup
from pygments import highlight
from pygments.lexers import PythonLexer
from pygments.styles import get_style_by_name
from pygments.token import Token

from website.page.plain_code import PLAIN, PlainCode

CODE = """@cached
def gate(x, *, bias=1.5):  # of a cell
    return f"{x!r}" if x < bias else None
"""
# Those of the theme: tests/website/built_site sees them on the pages.
STYLES = ["a11y-high-contrast-light", "a11y-high-contrast-dark"]


@pytest.fixture
def code():
    html = highlight(CODE, PythonLexer(), PlainCode())
    return BeautifulSoup(html, "html.parser").pre


def test_no_character_is_lost(code):
    assert code.text == CODE


def test_what_has_a_colour_is_marked(code):
    marked = {(mark["class"][0], mark.text) for mark in code.find_all("span", class_=True)}
    assert {("k", "def"), ("nf", "gate"), ("mf", "1.5"), ("c1", "# of a cell")} <= marked
    assert {kind for kind, _ in marked}.isdisjoint({"n", "p", "w"})


@pytest.mark.parametrize("style", STYLES)
def test_what_is_not_marked_looks_like_text(style):
    style = get_style_by_name(style)
    assert {str(style.style_for_token(kind)) for kind in PLAIN} == {
        str(style.style_for_token(Token.Text))
    }
