"""A site of quizzes, and a browser that lets it ask no other host."""

from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from small_book import PAGES, build, chapter_quiz

SITE = "http://course.example"


@pytest.fixture(scope="session")
def quizzes(tmp_path_factory):
    """The site, with the quiz of one chapter as it is."""
    pages = {**PAGES, "chapter": f"# A chapter's\n\n{chapter_quiz('sequences')}"}
    return build(tmp_path_factory.mktemp("quizzes"), pages)


@pytest.fixture
def show(browser, quizzes):
    """A function that opens a page; in the end nothing may have gone wrong."""
    wrong, contexts = [], []

    def open_page(name="page", width=1000, before="", **settings):
        """`before` is a script that runs before those of the page."""
        context = browser.new_context(viewport={"width": width, "height": 844}, **settings)
        contexts.append(context)
        shown = SimpleNamespace(page=context.new_page(), context=context, asked=[])

        def answer(route):
            asked = urlsplit(route.request.url)
            shown.asked.append(asked.path)
            file = quizzes.site / asked.path.lstrip("/")
            if f"{asked.scheme}://{asked.netloc}" == SITE and file.is_file():
                route.fulfill(path=file)
            else:
                wrong.append(f"asked {route.request.url}")
                route.abort()

        context.route("**/*", answer)
        if before:
            context.add_init_script(before)
        shown.page.on("pageerror", lambda error: wrong.append(f"script: {error}"))
        shown.page.on("console", lambda said: said.type == "error" and wrong.append(said.text))
        shown.page.goto(f"{SITE}/{name}.html", wait_until="networkidle")
        return shown

    yield open_page
    for context in contexts:
        context.close()
    assert wrong == []
