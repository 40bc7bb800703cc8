"""A quiz answered in Chromium, with no other host."""

import json
import re

import pytest
from answering import answer, question, reasons, reload, said, score, stored, tab_to
from playwright.sync_api import expect
from small_book import chapter_quiz

from website.quiz.quiz_source import read

NOT_RIGHT = "Not right. Choose another, or have the answer shown."


@pytest.mark.parametrize("name", ["page", "twins", "chapter"])
def test_until_it_is_quiet_a_page_asks_no_other_host(show, name):
    show(name, alone=True).wait_for_load_state("networkidle")


def test_by_keyboard_alone(show):
    page = show()
    press = page.keyboard.press
    focused = "document.activeElement.value ?? document.activeElement.textContent"
    page.get_by_role("heading", level=1).click()
    tab_to(page, "radio")
    press("Enter")
    assert said(page, 1) == "Choose an option first."
    press("Space")
    press("ArrowDown")
    press("ArrowDown")
    assert reasons(page, 1) == "", "passing over an option is no answer"
    press("Enter")
    assert (reasons(page, 1), said(page, 1)) == ("C", NOT_RIGHT)
    press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Check"
    press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Show the answer"
    press("Enter")
    assert reasons(page, 1) == "ABC"
    assert page.evaluate(focused) == "B", "the button is gone, and the focus was not lost"
    tab_to(page, "radio")
    press("Space")
    tab_to(page, "button")
    press("Space")
    assert (reasons(page, 2), said(page, 2)) == ("AB", "Right.")
    assert score(page) == "1 of 2 right at the first try."


def test_the_reasons_are_those_of_the_options(show):
    page = show("chapter")
    written = read("\n".join(chapter_quiz("sequences").splitlines()[1:-1]))
    assert len(written) == 5
    for number, source in enumerate(written, 1):
        for option in source.options:
            if reasons(page, number) != "".join(o.letter for o in source.options):
                answer(page, number, option.letter)
                assert option.letter in reasons(page, number)
                assert said(page, number) == ("Right." if option.right else NOT_RIGHT)
        right = question(page, number).locator(".quiz-right")
        assert right.text_content().startswith(f"Right: {source.right} is right")


def test_what_a_screen_reader_is_told(show):
    page = show()
    first = question(page, 1)
    tree = first.aria_snapshot()
    assert re.match(r'- group "1\. What is .*in binary\?"', tree), tree
    assert re.search(r'radio "B\. .*10', tree), tree
    assert "decimal" not in tree, "a reason that is not shown is not read either"
    button = first.get_by_role("radio").first
    expect(button).to_have_accessible_description("")
    answer(page, 1, "A")
    live = first.locator("[aria-live=polite]")
    assert "Not right: A is decimal." in live.text_content()
    expect(button).to_have_accessible_description("Not right: A is decimal.")
    assert "is decimal." in first.aria_snapshot()


def test_progress_survives_and_stays_in_local_storage(show, pages):
    page = show(alone=True)
    page.wait_for_load_state("networkidle")
    assert stored(page)["local"] == {}
    asked = list(pages.asked)
    answer(page, 1, "C")
    answer(page, 2, "A")
    assert score(page) == "1 of 2 right at the first try."
    kept = stored(page)
    assert (kept["session"], kept["cookies"], page.context.cookies()) == ([], "", [])
    assert [*kept["local"]] == ["quiz:/page.html"]
    assert sorted(json.loads(kept["local"]["quiz:/page.html"]).values()) == ["A", "C"]
    assert pages.asked == asked, "answering asked for a file"

    reload(page)
    assert (reasons(page, 1), reasons(page, 2)) == ("C", "AB")
    assert "1 of 2 right at the first try." in page.locator(".quiz-note").text_content()
    answer(page, 1, "B")
    assert score(page) == "1 of 2 right at the first try.", "the second try counts no more"

    page.get_by_role("button", name="Start again").click()
    assert stored(page)["local"] == {}
    assert (reasons(page, 1), reasons(page, 2), score(page)) == ("", "", "")
    assert page.locator("input:checked, input:disabled").count() == 0
    assert page.evaluate("document.activeElement.value") == "A"


def test_an_edited_question_starts_anew_and_leaves_nothing(show):
    page = show()
    answer(page, 1, "B")
    key = question(page, 1).get_attribute("data-key")
    page.evaluate(
        "localStorage['quiz:/page.html'] = localStorage['quiz:/page.html']"
        f".replace('{key}', '0123456789ab')"
    )
    reload(page)
    assert reasons(page, 1) == ""
    answer(page, 2, "A")
    assert "0123456789ab" not in stored(page)["local"]["quiz:/page.html"]


def test_two_quizzes_of_a_page_do_not_disturb_each_other(show):
    page = show("twins")
    answer(page, 1, "B")
    answer(page, 3, "A")
    page.get_by_role("button", name="Start again").first.click()
    reload(page)
    assert (reasons(page, 1), reasons(page, 3)) == ("", "A")
    names = page.evaluate("[...document.querySelectorAll('.quiz input')].map(i => i.name)")
    assert len(set(names)) == 4


def test_a_phone_needs_no_sideways_scrolling(show):
    page = show("chapter", width=390)
    for number in range(1, 6):
        answer(page, number, "C")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_without_javascript_the_reasons_open_below(show):
    page = show(java_script_enabled=False)
    first = question(page, 1)
    assert (
        page.get_by_role("radio").count()
        == page.get_by_role("button").and_(page.locator(".quiz *")).count()
        == 0
    )
    assert first.locator("label").first.text_content().strip() == "A. 2"
    assert not first.get_by_text("is decimal").is_visible()
    first.locator("summary").click()
    assert first.get_by_text("is decimal").is_visible()
    assert reasons(page, 1) == "ABC"


@pytest.mark.parametrize("javascript", [True, False])
def test_in_print_everything_can_be_read(show, javascript):
    page = show(java_script_enabled=javascript)
    page.emulate_media(media="print")
    assert page.locator(".quiz button").filter(visible=True).count() == 0
    assert reasons(page, 1) == "ABC"
    assert page.locator(".quiz-reason").first.bounding_box()["height"] > 10
