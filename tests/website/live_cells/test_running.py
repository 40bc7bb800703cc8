"""Cells run, edited, stopped and reset in Chromium, with no other host."""

import re

import pytest
from buttons import cell, figures, output, press, run, wait_for, wait_for_end, write
from hostile import HOSTILE, unharmed
from reduced_book import chapters, is_figure, marked, printed


@pytest.mark.parametrize("slug", chapters())
def test_every_chapter_prints_in_the_page_what_its_notebook_prints(show_chapter, slug):
    page = show_chapter(slug)
    cells = marked(slug)
    press(page, len(cells), "Run")
    wait_for_end(page, len(cells))
    for number, notebook_cell in enumerate(cells, 1):
        said = cell(page, number).get_by_role("status").text_content()
        here, there = output(page, number), printed(notebook_cell)
        assert said == "Done.", f"cell {number}: {said} {here}"
        if cell(page, number).locator(".live-note").is_visible():
            # What was left out there cannot be printed here.
            assert here.strip() in there, f"cell {number}"
        else:
            assert here == there, f"cell {number}"
            drawn = [out for out in notebook_cell.outputs if is_figure(out)]
            assert figures(page, number).count() == len(drawn), f"cell {number}"


def test_nothing_is_loaded_before_the_button_is_pressed(show, pages):
    page = show("trial", alone=True, service_workers="block")
    page.wait_for_load_state("networkidle")
    heavy = re.compile(r"pyodide|worker|\.zip|\.whl|cell\.py")
    assert not [url for url in pages.asked if heavy.search(url)]
    run(page, 1)
    assert {"pyodide.asm.wasm", "coursepkg.zip"} <= {url.split("/")[-1] for url in pages.asked}


def test_cells_share_names_and_those_above_run_first(page):
    assert run(page, 2) == "42\n"
    assert output(page, 1) == "first\n"
    assert run(page, 1, "first = 1\nprint('changed')") == "changed\n"
    assert run(page, 2) == "7\n"


def test_an_error_is_shown_as_python_shows_it(page):
    wrong = "def halve(n):\n    return n / 0\n\nprint('before')\nhalve(1)"
    lines = run(page, 1, wrong, "Ended with an error").splitlines()
    assert lines == [
        "before",
        "Traceback (most recent call last):",
        '  File "<cell 1>", line 5, in <module>',
        "    halve(1)",
        '  File "<cell 1>", line 2, in halve',
        "    return n / 0",
        "           ~~^~~",
        "ZeroDivisionError: division by zero",
    ]
    wrong = run(page, 1, "print('a'\n", "Ended with an error")
    assert "SyntaxError: '(' was never closed" in wrong
    assert "cell.py" not in wrong
    run(page, 2, ending="Not run: a cell above")
    assert run(page, 1, "first = 2") == ""
    press(page, 2, "Run")
    wait_for(page, 2, "Done.")
    assert output(page, 2) == "14\n"


def test_a_folded_cell_runs_as_it_is_and_is_opened_to_be_edited(page):
    folded = cell(page, 5)
    assert not folded.get_by_text("print(", exact=False).is_visible()
    assert run(page, 5) == "folded\n"
    assert not folded.get_by_text("print(", exact=False).is_visible()
    assert run(page, 5, "print('changed')") == "changed\n"
    assert folded.get_by_role("textbox").is_visible()


def test_an_endless_loop_is_stopped_and_python_begins_afresh(page):
    run(page, 1)
    write(page, 2, "print('begun')\nwhile True: pass")
    press(page, 2, "Run")
    cell(page, 2).get_by_text("begun", exact=True).wait_for()
    assert cell(page, 3).get_by_role("button", name="Run").is_disabled()
    press(page, 2, "Stop")
    wait_for(page, 2, "Stopped.")
    press(page, 2, "Reset")
    assert run(page, 2) == "42\n"


def test_loading_shows_how_far_it_is_and_can_be_stopped(show):
    page = show("trial", alone=True)
    wheel = "**/*.whl"
    page.context.route(wheel, lambda route: None)  # never answered
    press(page, 1, "Run")
    wait_for(page, 1, "Loading Python and NumPy: 12 of 16 MB")
    press(page, 1, "Stop")
    wait_for(page, 1, "Stopped.")
    page.context.unroute(wheel)
    assert run(page, 1) == "first\n"


def test_an_endless_loop_ends_at_the_limit(show):
    page = show("trial")
    run(page, 1)
    page.clock.install(time=0)
    page.clock.pause_at(1000)
    write(page, 1, "print('begun')\nwhile True: print('again')")
    press(page, 1, "Run")
    cell(page, 1).get_by_text("The rest is left out").wait_for()
    assert len(output(page, 1)) < 21_000
    page.clock.fast_forward(19_000)
    assert cell(page, 1).get_by_text("Running").is_visible()
    page.clock.fast_forward(1_500)
    wait_for(page, 1, "Stopped after 20 seconds")


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_is_text(page, pages, text):
    title = page.title()
    # As a string that is printed, as the message of an error, and as the code itself.
    assert run(page, 1, f"print({text[:9000]!r})") == text[:9000] + "\n"
    assert text[:900] in run(page, 1, f"raise ValueError({text[:900]!r})", "Ended")
    wrong = run(page, 1, f"1 +\n{text}", "Ended")
    assert "Error" in wrong
    assert cell(page, 1).get_by_role("textbox").input_value() == f"1 +\n{text}"
    unharmed(page, title, pages.wrong, "div.cell.tag_run-in-page")
    assert run(page, 1, "print('still here')") == "still here\n"


def test_reset_brings_the_code_back(page):
    run(page, 1, "print('mine')")
    press(page, 1, "Reset")
    assert cell(page, 1).locator("textarea").count() == 0
    assert cell(page, 1).locator(".cell_input").is_visible()
    assert cell(page, 1).locator(".live-output").is_hidden()
    assert run(page, 1) == "first\n"


def test_what_the_page_was_made_with_is_told_from_what_ran(page):
    made = "what this cell gave when the page was made"
    assert cell(page, 1).get_by_text(made).is_hidden()
    run(page, 1, "print('mine')")
    label = cell(page, 1).get_by_text(made)
    own = cell(page, 1).locator(".cell_output")
    mine = cell(page, 1).locator(".live-output")
    above, between, below = (node.bounding_box()["y"] for node in (mine, label, own))
    assert above < between < below
    press(page, 1, "Reset")
    assert label.is_hidden()
    # This one gave nothing.
    run(page, 4)
    assert cell(page, 4).get_by_text(made).is_hidden()


def test_what_the_page_has_not_got_is_left_out_and_said(page):
    assert cell(page, 3).get_by_text("left out in the page").is_visible()
    assert cell(page, 2).get_by_text("left out in the page").is_hidden()
    assert run(page, 3) == "[1. 1.]\n"
    press(page, 3, "Edit")
    code = cell(page, 3).get_by_role("textbox").input_value()
    assert code == "import numpy as np\nprint(np.ones(2))"


def test_by_keyboard_alone(page):
    cell(page, 1).get_by_role("button", name="Edit").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Control+A")
    page.keyboard.type("print('typed')")
    page.keyboard.press("Control+Enter")
    wait_for(page, 1, "Done.")
    assert output(page, 1) == "typed\n"
    page.keyboard.press("Tab")
    focused = page.evaluate("document.activeElement.textContent")
    assert focused == "Run"


def test_a_missing_file_is_said_and_may_be_tried_again(show, pages):
    page = show("trial", alone=True)
    lost = "**/coursepkg.zip"
    page.context.route(lost, lambda route: route.fulfill(status=404))
    run(page, 1, ending="Python could not be loaded")
    assert "coursepkg.zip: 404" in output(page, 1)
    pages.wrong.clear()  # the browser has noted the same
    page.context.unroute(lost)
    assert run(page, 1) == "first\n"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_phone_needs_no_sideways_scrolling(page, theme):
    page.evaluate("(theme) => (document.documentElement.dataset.theme = theme)", theme)
    run(page, 1, "print('wide ' * 200)")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_without_javascript_the_page_is_as_ever(show):
    page = show("trial", java_script_enabled=False)
    first = cell(page, 1)
    assert first.locator(".cell_input").is_visible()
    assert first.locator(".live-cell, textarea").count() == 0
