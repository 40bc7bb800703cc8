"""What is built: the HTML of a quiz, what loads the scripts, where a mistake is reported."""

import pytest
from small_book import QUIZ, ROOT, build

from tests.own_scripts import assert_short_and_without_markup
from tests.small_site import parsed

pytestmark = pytest.mark.xdist_group("quizzes")  # the site is built once

SCRIPTS = ROOT / "website" / "quiz"


def test_the_book_is_built_without_a_warning(quizzes):
    assert quizzes.warnings == ""


def test_a_question_is_a_group_of_labelled_radio_buttons(quizzes):
    first, second = parsed(quizzes, "page").select("fieldset.quiz-question")
    assert " ".join(first.legend.get_text().split()) == "1. What is \\(1 + 1\\), in binary?"
    assert first.legend.select_one("code, .math") is not None
    buttons = first.select("input[type=radio]")
    assert [button["value"] for button in buttons] == ["A", "B", "C"]
    assert {button["name"] for button in buttons} == {"quiz-page-1-1"}
    for button in buttons:
        label = first.select_one(f"label[for='{button['id']}']")
        assert label.get_text().startswith(f"{button['value']}. ")
        assert label.find(["p", "div"]) is None
    assert (first["data-right"], second["data-right"]) == ("B", "A")
    assert second.legend.find(["p", "div", "pre"]) is None
    assert second.select_one(".highlight-python pre") is not None


def test_a_question_and_an_option_may_link(quizzes):
    links = parsed(quizzes, "links").select(".quiz a[href='plain.html']")
    assert [link.find_parent(["legend", "label"]).name for link in links] == ["legend", "label"]


def test_without_a_script_buttons_are_hidden_and_reasons_closed(quizzes):
    page = parsed(quizzes, "page")
    assert all(button.has_attr("hidden") for button in page.select(".quiz input"))
    assert [d.summary.get_text() for d in page.select(".quiz details")] == [
        "Answer and reasons"
    ] * 2
    assert not page.select(".quiz details[open]")
    heard = [reason.get_text(" ", strip=True) for reason in page.select(".quiz-reason")]
    assert heard[0].startswith("Not right: A is decimal")
    assert heard[1].startswith("Right: B is right")
    assert len(page.select(".quiz-reason")[2].select("p")) == 2


def test_no_id_twice(quizzes):
    ids = [element["id"] for element in parsed(quizzes, "twins").select(".quiz [id]")]
    assert len(ids) == len(set(ids)) == 20


def test_scripts_are_loaded_where_a_quiz_is(quizzes):
    assert parsed(quizzes, "page").select("script[type=module][src*='quiz/load.js']")
    assert parsed(quizzes, "page").select("link[href*='quiz/quiz.css']")
    assert not parsed(quizzes, "plain").select("[src*='quiz/'], [href*='quiz/']")
    copies = {path.name for path in (quizzes.site / "_static" / "quiz").iterdir()}
    assert copies == {path.name for path in SCRIPTS.iterdir() if path.suffix in {".js", ".css"}}


def test_a_mistake_is_a_warning_with_its_file_and_line(tmp_path):
    pages = {
        "first": f"# First\n\n{QUIZ.replace('[ ] It', 'It')}",
        "second": "# Second\n\n```{quiz}\n```\n",
        "third": f"# Third\n\n```python\n```\n\n{QUIZ.replace('[ ] `False`', '[x] `False`')}",
        "fourth": f"# Fourth\n\n{QUIZ.replace('`two`', '{ref}`nowhere`')}",
    }
    warnings = build(tmp_path, pages).warnings
    assert "first.md:11: WARNING: quiz: option C of question 1 has to begin" in warnings
    assert "second.md:4: WARNING: quiz: a quiz is a numbered list" in warnings
    assert "third.md:28: WARNING: quiz: the reason of option B of question 2" in warnings
    assert "fourth.md:14: WARNING: undefined label: 'nowhere'" in warnings
    assert not parsed_quiz(tmp_path, "first")


def parsed_quiz(folder, name):
    return 'class="quiz"' in (folder / "html" / f"{name}.html").read_text("utf-8")


@pytest.mark.parametrize("path", sorted(SCRIPTS.glob("*.js")), ids=lambda path: path.stem)
def test_a_script_is_short_writes_no_markup_and_names_no_host(path):
    text = path.read_text("utf-8")
    assert_short_and_without_markup(text)
    assert "fetch(" not in text
    assert "://" not in text
