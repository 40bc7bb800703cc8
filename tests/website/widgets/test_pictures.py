"""The still pictures: one for every figure of the book, each as the figure draws it today."""

import re
from xml.etree import ElementTree

import numpy as np
import pytest

from tools.widget_pictures import STILLS, open_figure, picture
from website.widgets.widget_directive import COLOURS, WIDGETS, picture_of, still

CHAPTERS = WIDGETS.parents[1] / "chapters"
USED = re.compile(r"^```\{widget\} (\S+)\n(?::model: (\S+))?", re.MULTILINE)
MAKE = "make them anew: python -m tools.widget_pictures"


def test_every_figure_of_the_book_has_one_and_there_are_no_others():
    used = {
        (slug, model or None)
        for path in CHAPTERS.rglob("*.md")
        for slug, model in USED.findall(path.read_text("utf-8"))
    }
    assert used == set(STILLS)
    files = {path.name for path in (WIDGETS / "pictures").iterdir()}
    assert files == {picture_of(*figure).name for figure in STILLS}


def parts(svg):
    """Return what is written in a picture, its shapes without numbers, and the numbers."""
    root = ElementTree.fromstring(svg)
    written = [root.get("aria-label"), *(text.strip() for text in root.itertext())]
    shapes = re.sub(r'aria-label="[^"]*"', "", svg)
    number = re.compile(r"-?\d+(?:\.\d+)?")
    return written, number.sub("", shapes), [float(n) for n in number.findall(shapes)]


@pytest.mark.parametrize("figure", STILLS, ids=lambda figure: "-".join(filter(None, figure)))
def test_a_picture_is_what_its_figure_shows(new_page, figure):
    page = new_page(reduced_motion="reduce", viewport={"width": 1280, "height": 720})
    open_figure(page, *figure)
    written, shapes, numbers = parts(picture(page, *figure))
    kept = parts(picture_of(*figure).read_text("utf-8"))
    assert written == kept[0], MAKE
    assert shapes == kept[1], MAKE
    np.testing.assert_allclose(numbers, kept[2], atol=0.02, err_msg=MAKE)


@pytest.mark.parametrize("figure", STILLS, ids=lambda figure: "-".join(filter(None, figure)))
def test_in_the_page_it_has_the_colours_of_the_page(figure):
    shown = still(*figure)
    assert 'role="img"' in shown
    bare = re.sub(r"var\(--widget-\w+, #\w+\)", "", shown)
    assert not any(colour in bare for colour in [*COLOURS, "#1f2328"])
