"""The command line: `python -m tools.widget_pictures`. It needs Chromium."""

import argparse
import sys

from playwright.sync_api import sync_playwright

from tools.chromium import chromium
from tools.widget_pictures.still import STILLS, open_figure, picture
from website.widgets.widget_directive import picture_of


def main() -> int:
    """Draw every picture anew and return the exit status."""
    argparse.ArgumentParser(
        prog="python -m tools.widget_pictures", description=__doc__
    ).parse_args()
    found = chromium()
    if found is None:
        print("No Chromium found: install it, or name one in CHROMIUM.", file=sys.stderr)
        return 1
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        for slug, model in STILLS:
            page = browser.new_page(reduced_motion="reduce")
            open_figure(page, slug, model)
            path = picture_of(slug, model)
            path.parent.mkdir(exist_ok=True)
            path.write_text(picture(page, slug, model), encoding="utf-8")
            page.close()
            print(path.name)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
