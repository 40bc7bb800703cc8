"""A small site with the widgets on it, and a browser page that notes whatever goes wrong."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from browser_widgets import DESCRIPTION

from extensions.widgets import CLOSING, WIDGETS, opening
from tools.serving import served

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
    (folder / "empty.html").write_text(PAGE.format(""), encoding="utf-8")
    with served(folder) as address:
        yield SimpleNamespace(address=address, folder=folder)


def refuse_others(context, address, wrong):
    """Let a browser ask no other host, and note it if it tries."""

    def let_through(route):
        if route.request.url.startswith((address, "data:")):
            route.continue_()
        else:
            wrong.append(f"asked {route.request.url}")
            route.abort()

    context.route("**/*", let_through)


@pytest.fixture
def new_page(browser, workshop):
    """A function that opens an empty page; in the end nothing may have gone wrong."""
    wrong, contexts = [], []

    def make(**settings):
        settings = {"viewport": {"width": 390, "height": 844}, **settings}
        context = browser.new_context(**settings)
        contexts.append(context)
        refuse_others(context, workshop.address, wrong)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: wrong.append(f"script: {error}"))
        page.on("console", lambda m: m.type == "error" and wrong.append(m.text))
        return page

    yield make
    for context in contexts:
        context.close()
    assert wrong == []


@pytest.fixture
def call(new_page, workshop):
    """A function that runs JavaScript with a module of `widgets/` as `m`; what it returns."""
    page = new_page()
    page.goto(f"{workshop.address}/empty.html")
    return lambda module, body, given=None: page.evaluate(CALL, [module, body, given])


@pytest.fixture
def show(new_page, workshop):
    """A function that opens a page with one widget and waits until it is there."""

    def open_widget(slug, model=None, **settings):
        html = opening(slug, model) + f"<p>{DESCRIPTION}</p>" + CLOSING
        (workshop.folder / f"{slug}.html").write_text(PAGE.format(html), encoding="utf-8")
        page = new_page(**settings)
        page.goto(f"{workshop.address}/{slug}.html")
        if settings.get("java_script_enabled", True):
            page.locator("figure[data-ready]").wait_for()
        return page

    return open_widget


@pytest.fixture
def models(workshop):
    """Where the models of the site lie; `write_model` fills it."""
    folder = Path(workshop.folder, "models-made")
    link = workshop.folder / "widgets" / "models"
    if not link.is_symlink():
        folder.mkdir()
        link.symlink_to(folder)
    return folder
