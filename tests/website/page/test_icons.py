"""Icons: their outlines come from the theme's own script, in the style that is asked for."""

import re

import pytest

from website.page.icons import SCRIPT, THEME, is_name, outlines_of

DRAWN = re.compile(r"M[-\d.\s\w]+")


@pytest.fixture(scope="module")
def script():
    return (THEME / SCRIPT).read_text("utf-8")


def test_outlines_are_found(script):
    names = [("solid", "fa-bars"), ("solid", "fa-angle-left"), ("other", "fa-github")]
    outlines = outlines_of(names, script)
    assert list(outlines) == ["fa-bars", "fa-angle-left", "fa-github"]
    for width, height, path in outlines.values():
        assert 0 < width <= 640
        assert height == 512
        assert DRAWN.match(path)


def test_solid_and_outlined_icons_of_one_name_differ(script):
    (solid,) = outlines_of([("solid", "fa-file")], script).values()
    (outlined,) = outlines_of([("other", "fa-file")], script).values()
    assert solid != outlined
    assert len(solid[2]) < len(outlined[2])


def test_an_unknown_icon_is_left_out(script):
    assert outlines_of([("solid", "fa-no-such-icon")], script) == {}


def test_sizes_and_styles_are_no_names():
    classes = "fa-solid fa-circle-half-stroke fa-lg theme-switch fa-2xl"
    assert [word for word in classes.split() if is_name(word)] == ["fa-circle-half-stroke"]
