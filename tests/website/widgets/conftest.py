"""A small site with the widgets on it, and pages of it that ask no other host."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from browser_widgets import DESCRIPTION
from watched_pages import WatchedPages

from tools.serving import served
from tools.widget_pictures import HOST
from website.page.assets import DOM
from website.widgets.widget_directive import CLOSING, WIDGETS, opening

PAGE = """<!doctype html><html lang="en" data-theme="light"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>A widget</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="/widgets/widgets.css">
<body style="margin: 16px"><main>{}</main>
<script type="module" src="/widgets/load.js"></script></body></html>"""
CALL = """async ([module, body, given]) => {
  const m = await import(`/widgets/${module}.js`);
  return new Function('m', 'given', `return (async () => { ${body} })()`)(m, given);
}"""


@pytest.fixture(scope="session")
def workshop(tmp_path_factory):
    """The address of a site that serves `widgets/`, and the folder its pages lie in."""
    folder = tmp_path_factory.mktemp("workshop")
    (folder / "widgets").mkdir()
    for path in WIDGETS.iterdir():
        (folder / "widgets" / path.name).symlink_to(path)
    (folder / "dom.js").symlink_to(DOM)
    (folder / "empty.html").write_text(PAGE.format(""), encoding="utf-8")
    with served(folder) as address:
        yield SimpleNamespace(address=address, folder=folder)


@pytest.fixture(scope="session")
def pages(browser, workshop):
    """Pages of that site and of the tool for still pictures, and what goes wrong in them."""
    return WatchedPages(browser, workshop.address, HOST)


@pytest.fixture
def new_page(pages):
    """A function that opens an empty page; in the end nothing may have gone wrong."""
    with pages.opened() as opened:

        def make(**settings):
            opened.append(pages.open(**settings))
            return opened[-1]

        yield make


@pytest.fixture(scope="session")
def empty_page(pages):
    """A page for all that is computed and not shown."""
    page = pages.open()
    page.goto(f"{pages.address}/empty.html")
    return page


@pytest.fixture
def call(empty_page, pages):
    """A function that runs JavaScript with a module of `widgets/` as `m`; what it returns."""
    yield lambda module, body, given=None: empty_page.evaluate(CALL, [module, body, given])
    pages.check()


@pytest.fixture(scope="session")
def go_to_widget(workshop):
    """A function that has a page show one widget, and waits until it is there."""

    def go(page, slug, model=None, waits=True):
        file = workshop.folder / f"{slug}-{model}.html"
        if not file.exists():
            html = opening(slug, model) + f"<p>{DESCRIPTION}</p>" + CLOSING
            file.write_text(PAGE.format(html), encoding="utf-8")
        page.goto(f"{workshop.address}/{file.name}")
        if waits:
            page.locator("figure[data-ready]").wait_for()
        return page

    return go


@pytest.fixture
def show(pages, go_to_widget):
    """A function that loads a page with one widget; in the end nothing may have gone wrong."""

    def load(slug, model=None, **settings):
        waits = settings.get("java_script_enabled", True)
        return go_to_widget(pages.tab(**settings), slug, model, waits)

    yield load
    pages.check()


@pytest.fixture(scope="session")
def models(workshop):
    """Where the models of the site lie; `write_model` fills it."""
    folder = Path(workshop.folder, "models-made")
    folder.mkdir()
    (workshop.folder / "widgets" / "models").symlink_to(folder)
    return folder
