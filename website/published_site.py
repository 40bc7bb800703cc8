"""Files of a site that are no pages: the map for search engines, and what a dead link shows."""

from html import escape
from pathlib import Path
from urllib.parse import urlsplit
from xml.sax.saxutils import escape as escape_xml

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


def write_files(app, error):
    """Write the files; those that need the site's public address only where it is known."""
    if error or app.builder.name != "html":
        return
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


def setup(app):
    """Register the hook."""
    app.setup_extension("website.repository")
    app.connect("build-finished", write_files)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
