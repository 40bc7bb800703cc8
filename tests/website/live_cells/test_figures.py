"""Figures drawn in the page: where they stand, in which colours, and what they may not do."""

from urllib.parse import unquote

from buttons import figures, run
from hostile import HOSTILE

# The width of a picture that the browser could read.
SHOWN = "image => image.decode().then(() => image.naturalWidth)"
FIGURE = """import matplotlib.pyplot as plt
_ = plt.plot([1, 2])
_ = plt.title("two points")
_ = plt.figure()
print("drawn")"""


def test_figures_stand_under_the_cell(page):
    assert run(page, 4, FIGURE) == "drawn\n"
    assert figures(page, 4).count() == 2
    assert figures(page, 4).first.evaluate(SHOWN) > 100
    assert figures(page, 4).first.get_attribute("alt") == "A figure that cell 4 has drawn"
    # They were closed, so that the next run does not draw them again.
    assert run(page, 4, "print(plt.get_fignums())") == "[]\n"
    assert figures(page, 4).count() == 0


def test_a_figure_follows_the_theme(page):
    run(page, 4, "from coursepkg import plots\nplots.use_course_style()\n" + FIGURE)
    colours = set()
    for theme in ("light", "dark"):
        page.evaluate("(theme) => (document.documentElement.dataset.theme = theme)", theme)
        ink = page.evaluate("getComputedStyle(document.querySelector('.live-figures')).color")
        drawn = unquote(figures(page, 4).first.get_attribute("src"))
        assert ink in drawn
        assert "#1f2328" not in drawn
        assert "#ffffff" not in drawn
        colours.add(ink)
    assert len(colours) == 2


def test_a_drawing_runs_no_script_and_too_many_are_cut(page):
    many = "import matplotlib.pyplot as plt\nfor _ in range(9): plt.figure()"
    assert run(page, 4, many) == "Shown are 8 of 9 figures.\n"
    typed = f"{FIGURE}\n_ = plt.text(0, 0, {HOSTILE['a script']!r})"
    assert run(page, 4, typed) == "drawn\n"
    assert figures(page, 4).nth(1).evaluate(SHOWN) > 100
