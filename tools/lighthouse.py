"""Scores the built site with Lighthouse: `python -m tools.lighthouse [--phone] [--runs 5]`.

It needs Node.js and Chromium. The site is served as GitHub Pages does: text compressed, kept
for ten minutes. Prints the scores of a few pages as a Markdown table, and fails below 95. The
performance of one run depends on what else the machine does: what counts is the median of some,
as Lighthouse's own documentation advises.
"""

import argparse
import functools
import gzip
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from statistics import median_low

from tools.chromium import chromium
from tools.serving import QuietHandler, served

SITE = Path(__file__).resolve().parents[1] / "_build" / "html"
LIGHTHOUSE = "lighthouse@12.8.2"  # the last that runs on Node.js 20
PAGES = (
    "index",
    "chapters/gru",
    "chapters/vanishing",
    "chapters/labs/sarcasm",
    "chapters/reference/glossary",
)
CATEGORIES = ("performance", "accessibility", "best-practices")
LOWEST = 95
TEXT = {".css", ".html", ".js", ".json", ".mjs", ".svg", ".txt"}


def main() -> int:
    """Measure every page and return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.lighthouse", description=__doc__)
    parser.add_argument("--phone", action="store_true", help="a slow phone on a slow network")
    parser.add_argument("--runs", type=int, default=5, help="of a page (default: %(default)s)")
    options = parser.parse_args()
    if options.runs < 1:
        parser.error(f"--runs is {options.runs}; at least 1 run is needed")
    browser = chromium()
    if not (shutil.which("npx") and browser and SITE.is_dir()):
        print("Needed: npx of Node.js, Chromium, and the site (make book).", file=sys.stderr)
        return 1
    with served(SITE, PackedHandler) as address:
        print(f"| page | {' | '.join(CATEGORIES)} |\n|---|{'---:|' * len(CATEGORIES)}")
        lowest = 100
        for page in PAGES:
            url = f"{address}/{page}.html"
            runs = [measure(url, browser, options.phone) for _ in range(options.runs)]
            scores = [median_low(of_one) for of_one in zip(*runs, strict=True)]
            print(f"| {page} | {' | '.join(map(str, scores))} |", flush=True)
            lowest = min(lowest, *scores)
    return 0 if lowest >= LOWEST else 1


def measure(url: str, browser: str, phone: bool) -> list[int]:
    """Return a page's scores, from 0 to 100, in the order of the categories."""
    command = ["npx", "--yes", LIGHTHOUSE, url, "--quiet", "--output=json"]
    command += [f"--only-categories={','.join(CATEGORIES)}"]
    command += ["--chrome-flags=--headless=new --no-sandbox"]
    command += [] if phone else ["--preset=desktop"]
    environment = {**os.environ, "CHROME_PATH": browser}
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    categories = json.loads(done.stdout)["categories"]
    return [round(100 * categories[name]["score"]) for name in CATEGORIES]


class PackedHandler(QuietHandler):
    """Answers with the files of a folder, text among them compressed."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):  # noqa: N802  http.server calls it by this name
        """Send one file."""
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            self.send_error(404)
            return
        body = packed(path)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=600")
        if path.suffix in TEXT:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(body)


@functools.cache
def packed(path: Path) -> bytes:
    """Return what is sent for a file."""
    content = path.read_bytes()
    return gzip.compress(content, 6) if path.suffix in TEXT else content


if __name__ == "__main__":
    sys.exit(main())
