"""A site of cells that run in the page, and pages of it that ask no other host."""

import pytest
from buttons import begin_again, end
from reduced_book import build, chapters, code_cells, trial_cells
from watched_pages import WatchedPages

from tools.serving import served

# A page keeps the workers that begin in pages opened by it, and lends them to the next ones.
LEND = """() => {
  const workers = {};
  window.lend = (url, options) => {
    const end = () => { Worker.prototype.terminate.call(workers[url]); delete workers[url]; };
    workers[url] ??= Object.assign(new Worker(url, options), { terminate: end });
    return workers[url];
  };
}"""
BORROW = "window.Worker = function (...given) { return opener.lend(...given); };"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Keep the tests that share a page in one process (`--dist loadgroup`)."""
    for item in items:
        if "trial_page" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("trial_page"))


@pytest.fixture(scope="session")
def book(tmp_path_factory):
    """The chapters' cells as a site, and a page `trial`."""
    pages = {slug: code_cells(slug) for slug in chapters()}
    return build(tmp_path_factory.mktemp("cells"), {**pages, "trial": trial_cells()})


@pytest.fixture(scope="session")
def pages(browser, book):
    """Pages of that site, and what goes wrong in them."""
    with served(book.site) as address:
        yield WatchedPages(browser, address)


@pytest.fixture
def show(pages):
    """A function that opens a page; in the end nothing may have gone wrong."""
    with pages.opened() as opened:

        def open_page(name, **settings):
            opened.append(pages.open(**settings))
            opened[-1].goto(f"{pages.address}/{name}.html")
            return opened[-1]

        yield open_page


@pytest.fixture(scope="session")
def trial_page(pages):
    """The page `trial`, opened once, since it takes seconds to load Python there."""
    page = pages.open()
    page.goto(f"{pages.address}/trial.html")
    return page


@pytest.fixture
def page(trial_page, pages):
    """The page `trial` as if just opened; in the end nothing may have gone wrong."""
    begin_again(trial_page)
    yield trial_page
    end(trial_page)
    pages.check()


@pytest.fixture(scope="session")
def borrower(pages):
    """A page that borrows its Python, so that it is loaded once for all chapters."""
    lender = pages.open()
    lender.goto(f"{pages.address}/index.html")
    lender.evaluate(LEND)
    with lender.expect_popup() as opened:
        lender.evaluate("void open('about:blank')")
    opened.value.add_init_script(BORROW)
    return opened.value


@pytest.fixture
def show_chapter(borrower, pages):
    """A function that opens a chapter; its Python is loaded and has forgotten the others."""

    def open_page(slug):
        borrower.goto(f"{pages.address}/{slug}.html")
        begin_again(borrower)
        return borrower

    yield open_page
    end(borrower)
    pages.check()
