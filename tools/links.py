"""Checks every link that a page has to another host: `python -m tools.links`.

Sphinx's own builder `linkcheck` does it: it sees what a reader would see, works of the
bibliography too, and is there already. The pages are not run for it.
"""

import json
import re
import sys
from pathlib import Path

from jupyter_book.sphinx import build_sphinx

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = {
    "nb_execution_mode": "off",
    "linkcheck_timeout": 30,  # seconds
    "linkcheck_retries": 3,
    "linkcheck_rate_limit_timeout": 120,  # seconds in all, for a host that asks us to wait
    "linkcheck_anchors": False,  # many pages make theirs in the browser
}
# The host answers, but not to machines: publishers and shops do so. That is no dead link.
REFUSED = re.compile(r"(401|403|405|406|418|429|503|999) ")


def check(root=ROOT, folder=None):
    """Check a book and return the records of Sphinx: filename, lineno, status, uri, info.

    Raises:
        RuntimeError: the book cannot be read.
    """
    folder = Path(folder or root / "_build" / "links")
    # As Jupyter Book's own command line gives them; it has no way to leave the code alone.
    toc = (root / "_toc.yml").as_posix()
    settings = {"external_toc_path": toc, "latex_individualpages": False}
    result = build_sphinx(
        root,
        folder / "report",
        noconfig=True,
        path_config=root / "_config.yml",
        confoverrides={**settings, **SETTINGS},
        builder="linkcheck",
        freshenv=True,
        quiet=True,
    )
    if isinstance(result, Exception):
        raise RuntimeError(f"the pages could not be read: {result}")
    lines = (folder / "report" / "output.json").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def dead(record):
    """Tell whether a record is of a link that leads nowhere."""
    return record["status"] in {"broken", "timeout"} and not REFUSED.match(record["info"])


def main(records=None):
    """Print the dead links and return the exit status."""
    records = check() if records is None else records
    dead_links = sorted(filter(dead, records), key=lambda one: (one["filename"], one["lineno"]))
    for one in dead_links:
        print(f"{one['filename']}:{one['lineno']}: {one['uri']}: {one['info']}")
    remote = [one for one in records if one["uri"].startswith("http")]
    print(f"{len(remote)} links to other hosts, {len(dead_links)} of them dead")
    return 1 if dead_links else 0


if __name__ == "__main__":
    sys.exit(main())
