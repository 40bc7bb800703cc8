"""A site of quizzes, and pages of it that ask no other host."""

import pytest
from answering import wait_until_ready
from small_book import PAGES, build, chapter_quiz
from watched_pages import WatchedPages

from tools.serving import served


@pytest.fixture(scope="session")
def quizzes(tmp_path_factory):
    """The site, with the quiz of one chapter as it is."""
    pages = {**PAGES, "chapter": f"# A chapter's\n\n{chapter_quiz('sequences')}"}
    return build(tmp_path_factory.mktemp("quizzes"), pages)


@pytest.fixture(scope="session")
def pages(browser, quizzes):
    """Pages of that site, and what goes wrong in them."""
    with served(quizzes.site) as address:
        yield WatchedPages(browser, address)


@pytest.fixture
def show(pages):
    """A function that loads a page; in the end nothing may have gone wrong."""
    with pages.opened() as shown:

        def load(name="page", width=1000, alone=False, before="", **settings):
            """`alone`: on a first visit; `before` runs before the scripts of the page."""
            settings["viewport"] = {"width": width, "height": 844}
            if alone or before:
                page = pages.open(alone=True, **settings)
                page.add_init_script(before)
            else:
                page = pages.tab(**settings)
            shown.append(page)
            page.goto(f"{pages.address}/{name}.html")
            wait_until_ready(page)
            return page

        yield load
        for page in shown:
            page.evaluate("localStorage.clear()")
