"""What several tests share: the built site, a server and a browser for it, and a last word."""

import os
from pathlib import Path

import pytest
from eager_keras import eager as eager
from sphinx_external_toc.parsing import parse_toc_yaml

from coursepkg.data.files import data_folder
from tools.chromium import chromium as find_chromium
from tools.serving import served

ROOT = Path(__file__).resolve().parent.parent
# The small books that tests build are published nowhere, wherever the tests run.
os.environ["COURSE_REPOSITORY"] = "none"
os.environ.pop("COURSE_SITE_URL", None)
SITE = ROOT / "_build" / "html"
NO_BROWSER = "no Chromium found"
# Nothing reaches the network: the browser itself looks up no name but this machine's.
QUIET = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


DOCNAMES = list(parse_toc_yaml(ROOT / "_toc.yml"))


# One of each kind of page, and those with most on them.
SAMPLE = [
    *(f"chapters/{name}" for name in ("index", "start", "gradient_descent", "bptt", "gru")),
    *("chapters/vanishing", "chapters/spot_the_bug", "chapters/labs/airline"),
    *("chapters/labs/sarcasm", "chapters/teaching/guide", "chapters/reference/api"),
    "chapters/reference/glossary",
]


def pytest_addoption(parser):
    """Add what `make all` says."""
    parser.addoption(
        "--all-pages",
        action="store_true",
        help="every page in a browser, not a dozen; each attack with fewest and most libraries",
    )
    parser.addoption(
        "--every-choice", action="store_true", help="each attack with every choice of libraries"
    )
    parser.addoption(
        "--fuzz", type=int, default=1, help="how often as many damaged submissions; default 1"
    )


def pytest_generate_tests(metafunc):
    """Run a test once for every page: `docname` is read, `visited` is opened in a browser.

    To open a page takes seconds, so `make test` opens a dozen, and `make all` every one.
    """
    if "docname" in metafunc.fixturenames:
        metafunc.parametrize("docname", DOCNAMES, scope="module")
    if "visited" in metafunc.fixturenames:
        pages = DOCNAMES if metafunc.config.getoption("--all-pages") else SAMPLE
        # One worker opens a page, for all that is asked of it.
        marked = [pytest.param(name, marks=pytest.mark.xdist_group(name)) for name in pages]
        metafunc.parametrize("visited", marked, scope="module")


@pytest.fixture(scope="session")
def sampled(request):
    """A function that takes some of a list in `make test`, and all of it in `make all`."""
    everything = request.config.getoption("--all-pages")
    return lambda names: names if everything else names[:: max(1, len(names) // 5)]


@pytest.fixture(scope="session")
def docnames():
    """Every page of the table of contents."""
    return DOCNAMES


@pytest.fixture(scope="session")
def site():
    """The folder of the built site."""
    if not (SITE / "index.html").is_file():
        pytest.fail("The site is not built: run 'make book' first.")
    return SITE


@pytest.fixture(scope="session")
def address(site):
    """The address of a server that shows the site on this machine."""
    with served(site) as address:
        yield address


@pytest.fixture(scope="session")
def chromium():
    """The path of Chromium: the one CHROMIUM names, or one found on this machine."""
    found = find_chromium()
    if not found and os.environ.get("COURSE_BROWSER") == "required":
        pytest.fail(NO_BROWSER)
    if not found:
        pytest.skip(NO_BROWSER)
    return found


@pytest.fixture(scope="session")
def browser(chromium):
    """A headless Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=list(QUIET))
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def sandbox():
    """Something to start sandboxed processes with: bubblewrap must work here."""
    from classroom import sandbox

    try:
        sandbox.check()
    except sandbox.SandboxError as error:
        if os.environ.get("COURSE_SANDBOX") == "required":
            pytest.fail(str(error))
        pytest.skip("NOT CHECKED: bubblewrap is missing (apt-get install bubblewrap)")
    return sandbox


@pytest.fixture(scope="session")
def real_data():
    """The folder with the real data; a test that asks for it is one of real data."""
    folder = data_folder()
    if not folder:
        pytest.skip("needs the real data: set COURSEPKG_DATA_DIR")
    return folder


def pytest_configure(config):
    """Name the marks, for `-m`: what `make quick` leaves out, and what reads real data."""
    config.addinivalue_line("markers", "browser: opens Chromium")
    config.addinivalue_line("markers", "kernel: starts a Jupyter kernel")
    config.addinivalue_line("markers", "slow: seconds for a tool that no page calls")
    config.addinivalue_line("markers", "real_data: reads the folder of COURSEPKG_DATA_DIR")


def pytest_collection_modifyitems(items):
    """Mark the tests by what they ask for."""
    for item in items:
        asked = getattr(item, "fixturenames", ())  # a notebook's cell has none
        for fixture, mark in {"chromium": "browser", "real_data": "real_data"}.items():
            if fixture in asked:
                item.add_marker(mark)


def pytest_terminal_summary(terminalreporter):
    """Count the tests of real data, and the checks that were skipped for want of a browser."""
    stats = terminalreporter.stats

    def of_real_data(*kinds):
        reports = [report for kind in kinds for report in stats.get(kind, [])]
        # A file that cannot be imported has a report without keywords.
        return sum("real_data" in getattr(report, "keywords", ()) for report in reports)

    ran = of_real_data("passed", "failed")
    if ran or of_real_data("error", "skipped"):
        terminalreporter.write_line(f"{ran} tests of real data ran")
    skipped = stats.get("skipped", [])
    count = sum(NO_BROWSER in str(report.longrepr) for report in skipped)
    terminalreporter.config.stash[MISSED] = count


MISSED = pytest.StashKey[int]()


def pytest_unconfigure(config):
    """Say as the very last lines that the browser checks did not run."""
    if config.stash.get(MISSED, 0):
        print(
            f"\nNOT CHECKED in a browser: {config.stash[MISSED]} checks were skipped, because"
            " Chromium was not found.\nTo run them: apt-get install chromium, or"
            " make test CHROMIUM=/path/to/chrome"
        )
