"""What several tests share: the built site, a server and a browser for it, and a last word."""

import os
from pathlib import Path

import pytest
from sphinx_external_toc.parsing import parse_toc_yaml

from coursepkg.doctor.browser import chromium as find_chromium
from tools.serving import served

ROOT = Path(__file__).resolve().parent.parent
# The small books that tests build are published nowhere, wherever the tests run.
os.environ["COURSE_REPOSITORY"] = "none"
os.environ.pop("COURSE_SITE_URL", None)
SITE = ROOT / "_build" / "html"
NO_BROWSER = "no Chromium found"
# Nothing but the pages under test may reach for the network.
QUIET = ("--no-sandbox", "--disable-background-networking", "--disable-component-update")


DOCNAMES = list(parse_toc_yaml(ROOT / "_toc.yml"))


def pytest_generate_tests(metafunc):
    """Run a test that takes `docname` once for every page of the table of contents."""
    if "docname" in metafunc.fixturenames:
        metafunc.parametrize("docname", DOCNAMES, scope="module")


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
    from coursepkg.grading import sandbox

    try:
        sandbox.check()
    except sandbox.SandboxError as error:
        if os.environ.get("COURSE_SANDBOX") == "required":
            pytest.fail(str(error))
        pytest.skip("NOT CHECKED: bubblewrap is missing (apt-get install bubblewrap)")
    return sandbox


def pytest_terminal_summary(terminalreporter):
    """Keep the number of browser checks that were skipped for want of a browser."""
    skipped = terminalreporter.stats.get("skipped", [])
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
