"""A site of cells that run in the page, and a browser that lets it ask no other host."""

from types import SimpleNamespace

import pytest
from reduced_book import build, chapters, code_cells, trial_cells

from tools.serving import served as serving


@pytest.fixture(scope="session")
def book(tmp_path_factory):
    """The chapters' cells as a site, and a page `trial`."""
    pages = {slug: code_cells(slug) for slug in chapters()}
    return build(tmp_path_factory.mktemp("cells"), {**pages, "trial": trial_cells()})


@pytest.fixture(scope="session")
def served(book):
    """The address of that site."""
    with serving(book.site) as address:
        yield address


@pytest.fixture
def show(browser, served):
    """A function that opens a page; in the end nothing may have gone wrong."""
    wrong, contexts = [], []

    def open_page(name, **settings):
        context = browser.new_context(viewport={"width": 390, "height": 844}, **settings)
        contexts.append(context)
        shown = SimpleNamespace(page=context.new_page(), asked=[], sent=[], wrong=wrong)

        def let_through(route):
            request = route.request
            shown.asked.append(request.url.removeprefix(served))
            if request.method != "GET" or request.post_data:
                shown.sent.append(request.url)
            if request.url.startswith((served, "data:")):
                route.continue_()
            else:
                wrong.append(f"asked {request.url}")
                route.abort()

        context.route("**/*", let_through)
        page = shown.page
        page.on("pageerror", lambda error: wrong.append(f"script: {error}"))
        page.on("console", lambda said: said.type == "error" and wrong.append(said.text))
        page.goto(f"{served}/{name}.html")
        return shown

    yield open_page
    for context in contexts:
        context.close()
    assert wrong == []
