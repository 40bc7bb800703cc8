"""The addresses that the site has ever had, from `published.txt`: none of them may go dead.

A line is the address of a page, from the site's first page; or, for one that has moved, the old
address, `->` and the new one. There the site has a page that leads on. Or it is the address of
the wheel of a version, for which notebooks were written that people have saved.
"""

import posixpath
import re
from html import escape
from pathlib import Path

LIST = "published.txt"
ARROW = "->"
WHEEL = re.compile(
    r"wheels/coursepkg-(?P<version>[\d.]+)-py3-none-any\.whl(?: = (?P<commit>[0-9a-f]{40}))?"
)

MOVED = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>This page has moved</title>
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="0; url={target}">
<link rel="canonical" href="{target}">
</head>
<body><p>This page has moved: <a href="{target}">go to its new place</a>.</p></body>
</html>
"""


def wheels(path):
    """Return {version: the commit or tag that its wheel is built from}, in the file's order."""
    lines = map(WHEEL.fullmatch, path.read_text("utf-8").splitlines())
    return {m["version"]: m["commit"] or f"v{m['version']}" for m in lines if m}


def read(path):
    """Return {address: new address, or None for a page that is where it was}.

    Raises: ValueError for a line that is neither, or that would lead out of the site.
    """
    addresses = {}
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#") or WHEEL.fullmatch(line):
            continue
        old, arrow, new = (part.strip() for part in line.partition(ARROW))
        for address in (old, new) if arrow else (old,):
            plain = posixpath.normpath(address).lstrip("/.") == address
            if not plain or not address.endswith(".html") or ":" in address:
                raise ValueError(
                    f"{path.name}, line {number}: {address!r} is no page's address; "
                    f"write chapters/gru.html, or {ARROW.join(('old.html ', ' new.html'))}"
                )
        addresses[old] = new or None
    return addresses


def dead(addresses, pages):
    """Return the addresses that lead to none of the pages, by themselves or by moving on."""
    return sorted(old for old, new in addresses.items() if (new or old) not in pages)


def write_moved(app, error):
    """Write the pages that lead on."""
    path = Path(app.srcdir, LIST)
    if error or app.builder.name != "html" or not path.is_file():
        return
    for old, new in read(path).items():
        if new:
            target = Path(app.outdir, old)
            target.parent.mkdir(parents=True, exist_ok=True)
            place = posixpath.relpath(new, posixpath.dirname(old) or ".")
            target.write_text(MOVED.format(target=escape(place)), encoding="utf-8")


def setup(app):
    """Register the hook."""
    app.connect("build-finished", write_moved)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
