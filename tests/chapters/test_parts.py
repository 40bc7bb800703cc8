"""Every chapter of the course has the parts that its readers count on."""

import json
import re
from pathlib import Path

import pytest
import yaml

from website.quiz.quiz_source import read

ROOT = Path(__file__).parent.parent.parent
PARTS = yaml.safe_load((ROOT / "_toc.yml").read_text("utf-8"))["parts"]
PAGES = {
    part["caption"]: [ROOT / f"{c['file']}.md" for c in part["chapters"]] for part in PARTS
}
NOTEBOOKS = sorted((ROOT / "notebooks").rglob("*.ipynb"))


def name(path):
    return path.stem


def sections(text):
    """Return the text of every section by its heading."""
    pieces = re.split(r"^## (.*)\n", text, flags=re.MULTILINE)
    return dict(zip(pieces[1::2], pieces[2::2], strict=True))


@pytest.fixture(params=PAGES["Course"], ids=name)
def chapter(request):
    return request.param.read_text("utf-8")


@pytest.mark.parametrize("page", PAGES["Course"] + PAGES["Labs"], ids=name)
def test_the_box_at_the_top(page):
    top = page.read_text("utf-8").partition("\n## ")[0]
    for promise in ("**You will be able to** ", "**You need** ", "**Time** about "):
        assert promise in top


def test_a_question_first_and_reading_last(chapter):
    headings = [*sections(chapter)]
    assert headings[0] == "A question first"
    assert headings[-1] == "Read on"
    assert "Common mistakes" in headings


def test_three_graded_exercises_each_with_its_solution(chapter):
    asked = re.findall(r"```\{exercise\}.*\n:label: (\S+)\n\n\(\*(\w+)\.\*\)", chapter)
    assert len(asked) == chapter.count("```{exercise}") >= 3
    assert {grade for _, grade in asked} <= {"Easy", "Medium", "Harder"}
    assert {grade for _, grade in asked} > {"Easy"}, "not all may be easy"
    solved = re.findall(r"\{solution(?:-start)?\} (\S+)\n:class: dropdown", chapter)
    assert sorted(solved) == sorted(label for label, _ in asked)


def test_five_questions_with_a_reason_for_every_option(chapter):
    (quiz,) = [text for title, text in sections(chapter).items() if title.startswith("Quiz")]
    (written,) = re.findall(r"^:::\{quiz\}\n(.*?)^:::$", quiz, re.MULTILINE | re.DOTALL)
    questions = read(written)  # raises an error for an option without a reason
    assert len(questions) == 5
    for question in questions:
        assert len(question.options) >= 3
    assert len({question.right for question in questions}) > 1, "always the same letter"


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=name)
def test_every_drawn_figure_has_a_description(notebook):
    for cell in json.loads(notebook.read_text("utf-8"))["cells"]:
        images = [
            o
            for o in cell.get("outputs", [])
            if any(kind.startswith("image/") for kind in o.get("data", {}))
        ]
        if images:
            alt = cell["metadata"].get("mystnb", {}).get("image", {}).get("alt", "")
            assert len(alt) > 40, "".join(cell["source"])[:200]
