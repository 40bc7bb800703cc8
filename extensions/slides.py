"""Slides of every chapter and lab, made from the page when the site is built.

Each lies beside the site's other files, as `_static/slides/<slug>.html`; the box that a chapter
begins with links to it, and the directive `slides` lists them all. `extensions/slide_choice.py`
chooses what is shown, the folder `slides/` has their style and their keys.
"""

import html
import shutil
from pathlib import Path

from docutils import nodes
from sphinx.util.docutils import SphinxDirective
from sphinx.util.osutil import relative_uri

from extensions.assets import MATHJAX, is_math
from extensions.slide_choice import opening_box, slides_of

SCRIPTS = Path(__file__).resolve().parent.parent / "slides"
FOLDER = "slides"  # below _static
PAGE = """<!doctype html>
<html lang="en" data-theme="light">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Slides: {title}</title>
<link rel="icon" href="{static}favicon.svg">
<link rel="stylesheet" href="{static}pygments.css">
<link rel="stylesheet" href="{static}{folder}/slides.css">
<script src="{static}{folder}/slides.js"></script>
{mathjax}<body>
<main>
{slides}
</main>
<nav aria-label="Slides">
<button type="button" data-by="-1" aria-label="Previous slide">‹</button>
<button type="button" data-by="1" aria-label="Next slide">›</button>
</nav>
</html>
"""
WITH_MATHJAX = """<script>window.MathJax = {{ options: {{ enableMenu: false }} }};</script>
<script defer src="{static}{mathjax}"></script>
"""
SLIDE = """<section class="slide{opening}" aria-label="{number} of {count}"><div class="sheet">
<h{level}>{title}</h{level}>
<div class="body">
{body}
</div>
<footer><a href="{page}">{chapter}</a><span>{number} / {count}</span></footer>
</div></section>"""


def address(docname):
    """Return the path of a page's slides within the site."""
    return f"_static/{FOLDER}/{docname.removeprefix('chapters/')}.html"


class ListOfSlides(SphinxDirective):
    """Where the list of all slides goes."""

    def run(self):
        """Return a mark; the list is known when all pages are read."""
        return [nodes.container(classes=["list-of-slides"])]


def put_links(app, doctree, docname):
    """Link the slides in a chapter's first box, and fill the list of them."""
    if app.builder.format != "html":
        return
    if box := opening_box(doctree):
        box += nodes.paragraph("", "", nodes.strong("", "Slides"), nodes.Text(" for a lecture: "))
        box[-1] += link(docname, docname, app.env.titles[docname].astext())
    for place in doctree.findall(nodes.container):
        if "list-of-slides" in place["classes"]:
            place += listed(app.env, docname)


def listed(env, docname):
    """Return the list of the slides, in the order of the table of contents."""
    items = nodes.bullet_list()
    for chapter in env.found_docs_in_order():
        items += nodes.list_item("", nodes.paragraph("", "", link(docname, chapter, "")))
    return items


def link(docname, chapter, title):
    """Return a link from a page to the slides of a chapter."""
    target = relative_uri(f"{docname}.html", address(chapter))
    return nodes.reference("", title, internal=True, refuri=target)


def write(app, pagename, templatename, context, doctree):
    """Write the slides of a page that has any."""
    if doctree is None or not opening_box(doctree):
        return
    path = Path(app.outdir, address(pagename))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(document(app.builder, pagename, doctree), "utf-8")
