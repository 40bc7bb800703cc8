"""Press the buttons of a live cell, and read what it says."""

import re

LOADING_TAKES_AT_MOST = 120_000  # milliseconds; a busy machine is slow
ENDED = re.compile("^(Done|Ended|Stopped|Not run|Python could not)")
# Rid Python of what cells have left: modules of the course, how NumPy prints, and all names.
FORGET = """def forget():
    import numpy, sys
    for module in [name for name in sys.modules if name.startswith("coursepkg")]:
        del sys.modules[module]
    as_loaded = vars(sys).setdefault("as_loaded", numpy.get_printoptions())
    numpy.set_printoptions(**as_loaded)
    globals().clear()
    globals()["__name__"] = "__main__"
forget()"""


def cell(page, number):
    """Return the cell that is so many on its page."""
    return page.locator("div.cell.tag_run-in-page").nth(number - 1)


def press(page, number, name):
    """Press a button of a cell."""
    cell(page, number).get_by_role("button", name=name, exact=True).click()


def wait_for(page, number, ending):
    """Wait until a cell's status has such a text."""
    status = cell(page, number).get_by_role("status").filter(has_text=ending)
    status.wait_for(timeout=LOADING_TAKES_AT_MOST)


def wait_for_end(page, number):
    """Wait until a cell has come to an end, whichever; return its status."""
    wait_for(page, number, ENDED)
    return cell(page, number).get_by_role("status").text_content()


def output(page, number):
    """Return what a cell has written in the page."""
    return cell(page, number).locator(".live-output").text_content()


def figures(page, number):
    """Return the figures that a cell has drawn in the page."""
    return cell(page, number).locator(".live-figures img")


def write(page, number, code):
    """Replace the code of a cell."""
    press(page, number, "Edit")
    cell(page, number).get_by_role("textbox").fill(code)


def run(page, number, code=None, ending="Done."):
    """Run a cell, with other code if any is given, and return what it wrote."""
    if code is not None:
        write(page, number, code)
    press(page, number, "Run")
    ended = wait_for_end(page, number)
    assert ended.startswith(ending), f"cell {number}: {ended} {output(page, number)}"
    return output(page, number)


def begin_again(page):
    """Make a page as it was when it was opened, apart from Python, which stays loaded."""
    page.bring_to_front()
    page.evaluate("document.documentElement.dataset.theme = 'light'")
    run(page, 1, FORGET)
    for reset in page.get_by_role("button", name="Reset", exact=True).all():
        reset.click()


def end(page):
    """Stop the cell that a test has left running, if it has failed."""
    stop = page.get_by_role("button", name="Stop", exact=True, disabled=False)
    for button in stop.all():
        button.click()
