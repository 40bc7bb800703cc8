"""The browser that the checks of the site drive; readers use their own."""

import os
import shutil
import tempfile

from .child import ask
from .finding import Finding

SECONDS = 30
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MEND = "apt-get install chromium, or name one: export CHROMIUM=/path/to/chrome"


def chromium():
    """Return the path of the browser that CHROMIUM names, or of one found here, or None."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def look():
    """Yield the `Finding`; only who changes the site needs it."""
    program = chromium()
    if not program:
        yield Finding("browser", False, "no Chromium found; for checks of the site", MEND)
        return
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [program, "--headless", "--no-sandbox", f"--user-data-dir={profile}"]
        answer = ask([*command, "--dump-dom", "about:blank"], SECONDS)
    works = answer.well and "<html>" in answer.text
    what = "for checks of the site" if works else f"does not start: {answer.text[-80:]}"
    yield Finding("browser", works, f"{program}, {what}", MEND)
