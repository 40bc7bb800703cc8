"""What a published site has besides its pages.

- Every address that it has ever had, from `published.txt`: none of them may go dead. A line is
  the address of a page, from the site's first page; or, for one that has moved, the old
  address, `->` and the new one. There the site has a page that leads on. Or it is the address
  of the wheel of a version, for which notebooks were written that people have saved.
- What a dead link shows, and the map for search engines.
- What these and other sites show of a link to a page: title, words and a picture, made by
  sphinxext-opengraph. A page may state its own words in its front matter, as
  `myst: html_meta: description:`. Only a site with an address has pictures.
"""

import posixpath
import re
from html import escape
from pathlib import Path
from urllib.parse import urlsplit
from xml.sax.saxutils import escape as escape_xml

from website.page.assets import HERE, when_site_is_whole

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
LOST = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>No page here: {title}</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ font: 1.1rem/1.6 system-ui, sans-serif; margin: 12vh auto 0; max-width: 34rem; }}
main {{ padding: 0 1rem; }}
input, button {{ font: inherit; padding: 0.3rem 0.6rem; }}
</style>
</head>
<body>
<main>
<h1>There is no page at this address</h1>
<p>The link may be old, or have a slip in it. No page of the course is taken away on purpose
without leaving a note of where it went.</p>
<form action="{base}search.html" role="search">
<label for="words">Search the course</label><br>
<input id="words" name="q" type="search"> <button>Search</button>
</form>
<p><a href="{base}{first}.html">Go to the first page</a></p>
</main>
</body>
</html>
"""
SITEMAP = """\
<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
{pages}
</urlset>
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


def write_moved(app):
    """Write the pages that lead on."""
    path = Path(app.srcdir, LIST)
    for old, new in read(path).items() if path.is_file() else ():
        if new:
            target = Path(app.outdir, old)
            target.parent.mkdir(parents=True, exist_ok=True)
            place = posixpath.relpath(new, posixpath.dirname(old) or ".")
            target.write_text(MOVED.format(target=escape(place)), encoding="utf-8")


def write_files(app):
    """Write the files; those that need the site's public address only where it is known."""
    folder, site = Path(app.outdir), app.config.course_site
    # GitHub Pages shows this page in place of any that is missing, however deep that would lie:
    # its links begin at the top, and the top of the site is known from the site's address.
    base = urlsplit(site).path if site else "/"
    lost = LOST.format(
        title=escape(app.config.html_title or app.config.project),
        base=escape(base),
        first=escape(app.config.root_doc),
    )
    (folder / "404.html").write_text(lost, encoding="utf-8")
    # Without this file GitHub Pages leaves out the folders that begin with "_".
    (folder / ".nojekyll").touch()
    if site:
        addresses = [f"{site}{name}.html" for name in sorted(app.env.found_docs)]
        pages = "\n".join(f"<url><loc>{escape_xml(name)}</loc></url>" for name in addresses)
        (folder / "sitemap.xml").write_text(SITEMAP.format(pages=pages), encoding="utf-8")
        robots = f"User-agent: *\nAllow: /\nSitemap: {site}sitemap.xml\n"
        (folder / "robots.txt").write_text(robots, encoding="utf-8")


def configure_cards(app, config):
    """Say where the site is, and how the pictures of its pages look."""
    config.ogp_site_url = config.course_site or ""
    config.html_baseurl = config.html_baseurl or config.ogp_site_url
    config.ogp_site_name = config.html_title or config.project
    config.ogp_social_cards = {
        "enable": bool(config.course_site),
        "image_mini": str(HERE / "static" / "card-mark.png"),
        "line_color": "#2f6f8f",
    }


def setup(app):
    """Load sphinxext-opengraph, and register the hooks."""
    app.setup_extension("sphinxext.opengraph")
    app.connect("config-inited", configure_cards)
    when_site_is_whole(app, write_moved)
    when_site_is_whole(app, write_files)
