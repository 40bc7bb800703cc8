"""Answer a question in the page, and read what it says."""

from tests.page_ready import READY


def wait_until_ready(page):
    """Wait until the mathematics is typeset; the quiz is there once the page is loaded."""
    page.evaluate(READY)


def reload(page):
    """Come back to the page."""
    page.reload()
    wait_until_ready(page)


def tab_to(page, kind):
    """Press Tab until something of this kind has the focus."""
    page.keyboard.press("Tab")
    while page.evaluate("document.activeElement.type") != kind:
        page.keyboard.press("Tab")


def question(page, number):
    """Return the question that is so many on its page."""
    return page.locator(".quiz-question").nth(number - 1)


def answer(page, number, letter):
    """Choose an option and press Check."""
    question(page, number).get_by_role("radio").nth(ord(letter) - ord("A")).check()
    question(page, number).get_by_role("button", name="Check").click()


def reasons(page, number):
    """Return the letters of the reasons that can be read."""
    shown = question(page, number).locator(".quiz-reason").filter(visible=True)
    return "".join(text.split(": ")[1].strip()[0] for text in shown.all_text_contents())


def said(page, number):
    """Return what the question says of the last answer."""
    return question(page, number).get_by_role("status").text_content()


def score(page):
    """Return the line below the quiz."""
    return page.locator(".quiz-end").get_by_role("status").text_content()


def stored(page):
    """Return all that the browser keeps, by the kind of its place; the theme's own apart."""
    return page.evaluate(
        """() => ({local: Object.fromEntries(Object.entries(localStorage)
                     .filter(([name]) => !['mode', 'theme'].includes(name))),
                   session: Object.keys(sessionStorage), cookies: document.cookie})"""
    )
