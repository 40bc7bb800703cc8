"""What `start` and the first page promise: minutes of the paths, versions, lines of code."""

import ast
import inspect
import re
import tomllib
from pathlib import Path

import pytest

from coursepkg.numpy_nn.gru import gru_step_forward

ROOT = Path(__file__).parent.parent.parent
CHAPTERS = ROOT / "chapters"
START = (CHAPTERS / "start.md").read_text("utf-8")
GUIDE = (CHAPTERS / "teaching" / "guide.md").read_text("utf-8")
COURSE = re.findall(
    r"chapters/(\S+)", (ROOT / "_toc.yml").read_text("utf-8").partition("caption: Teaching")[0]
)[1:]  # the first is the root
IN_WORDS = "five days, listed below"
ROWS = re.findall(
    rf"^\| (.+?) \| (.*\{{doc\}}.*|{IN_WORDS}|all chapters.*) \| (\d+ h \d+ min) \|$",
    START,
    re.M,
)
DAYS = re.findall(
    r"^\d\. (.+)$",
    re.search(r"^The week, day by day:\n\n((?:\d\. .+\n)+)", START, re.M)[1],
    re.M,
)


def stated(page):
    """Return the minutes for everybody that a page's box states."""
    text = (CHAPTERS / f"{page}.md").read_text("utf-8")
    return int(re.search(r"^\*\*Time\*\* about (\d+)", text, re.M)[1])


def pages_of(cell):
    text = " ".join(DAYS) if cell == IN_WORDS else cell
    return re.findall(r"\{doc\}`[^`<]*<([^`>]+)>`", text) or COURSE


def test_the_table_has_five_paths():
    assert [name for name, _, _ in ROWS] == [
        "an evening",
        "a weekend",
        '"I know Keras"',
        "a week",
        "a semester",
    ]


def test_a_week_has_the_days_of_the_guide():
    (text,) = re.findall(r"PATHS = (\{.*?\n\})", GUIDE, re.DOTALL)
    listed = ast.literal_eval(text)["a week"]
    pages = [
        [*read.split(), *(f"labs/{lab}" for lab in labs.split())] for read, labs, _ in listed
    ]
    assert [pages_of(day) for day in DAYS] == pages
    assert len(DAYS) == 5


@pytest.mark.parametrize(("name", "cell", "time"), ROWS)
def test_a_path_takes_what_its_pages_state(name, cell, time):
    hours, minutes = divmod(sum(map(stated, pages_of(cell))), 60)
    assert time == f"{hours} h {minutes} min", name


def test_the_guide_has_the_same_paths():
    (text,) = re.findall(r"PATHS = (\{.*?\n\})", GUIDE, re.DOTALL)
    days = ast.literal_eval(text)
    listed = {
        name: [*read.split(), *(f"labs/{lab}" for lab in labs.split())]
        for name, parts in days.items()
        for read, labs in [map(" ".join, list(zip(*parts, strict=True))[:2])]
    }
    shown = {name.strip('"'): pages_of(cell) for name, cell, _ in ROWS}
    assert listed == {name: shown[name] for name in listed}
    assert shown.keys() - listed.keys() == {"a semester"}


def test_the_versions_needed_are_those_of_the_package():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    optional = (line for lines in project["optional-dependencies"].values() for line in lines)
    lines = [*project["dependencies"], *optional]
    (needed,) = re.findall(r"NEEDED = (\{.*?\})", START)
    for package, version in ast.literal_eval(needed).items():
        assert any(
            re.match(rf"{package}>={re.escape(version)}(?![\d.])", line) for line in lines
        )
    assert f"(needed: {project['requires-python'].removeprefix('>=')})" in START


def test_the_first_page_counts_the_lines_of_the_step():
    before, _, after = inspect.getsource(gru_step_forward).split('"""')
    assert len([line for line in (before + after).splitlines() if line.strip()]) == 8
    assert "whose step takes eight lines of NumPy" in (CHAPTERS / "index.md").read_text("utf-8")


def test_the_first_page_counts_the_figures_that_move():
    figures = list((ROOT / "website" / "widgets" / "figures").glob("*.js"))
    assert len(figures) == 8
    assert "**Eight figures that move.**" in (CHAPTERS / "index.md").read_text("utf-8")
