"""Press the buttons of a live cell, and read what it says."""

LOADING_TAKES_AT_MOST = 120_000  # milliseconds; a busy machine is slow


def cell(page, number):
    """Return the cell that is so many on its page."""
    return page.locator("div.cell.tag_run-in-page").nth(number - 1)


def press(page, number, name):
    """Press a button of a cell."""
    cell(page, number).get_by_role("button", name=name, exact=True).click()


def wait_for(page, number, ending):
    """Wait until a cell's status begins so."""
    status = cell(page, number).get_by_role("status").filter(has_text=ending)
    status.wait_for(timeout=LOADING_TAKES_AT_MOST)


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
    wait_for(page, number, ending)
    return output(page, number)
