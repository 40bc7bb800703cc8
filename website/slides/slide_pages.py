"""Slides of the chapters whose source marks some, made from their notebooks.

A chapter says what goes on a slide by Jupyter's own marks, `slideshow`;
`chapters/teaching/slides.md` tells how. When the site is built, nbconvert turns the committed
notebook, outputs included, into `_static/slides/<slug>.html` by `template/`, and reveal.js
turns the slides over. The box that such a chapter begins with links to them, and the directive
`slides` lists them all.
"""

import functools
import html
import json
import posixpath
import re
from pathlib import Path

import nbformat
from docutils import nodes
from nbconvert import SlidesExporter
from sphinx.util.docutils import SphinxDirective
from sphinx.util.osutil import relative_uri

from tools.notebooks.pictures import undrawn
from website.page.assets import MATHJAX, MATHJAX_SETTINGS, when_site_is_whole
from website.page.inline_svg import inline_svg
from website.site_notebooks import LINK, notebook_path, to_page

HERE = Path(__file__).resolve().parent
# Notebooks have dollars around mathematics, which MathJax is to read.
SETTINGS = {**MATHJAX_SETTINGS, "tex": {"inlineMath": [["$", "$"]]}}
PICTURE = re.compile(r'<img src="svg:(?P<path>[^":]+):[0-9a-f]{64}" alt="(?P<alt>[^"]*)"[^>]*>')
PLACE = '<span class="picture">{}</span>'  # of a drawing, which Markdown has to leave alone
PLACES = re.compile(PLACE.format(r"(\d+)"))
LOWER_HEADING = re.compile(r"(</?h)[3-6]\b")


class ListOfSlides(SphinxDirective):
    """Where the list of all slides goes."""

    def run(self):
        """Return a mark, to be replaced when all pages are read."""
        return [nodes.container(classes=["list-of-slides"])]


def address(docname):
    """Return the path of a page's slides within the site."""
    return f"_static/slides/{docname.removeprefix('chapters/')}.html"


def marked_notebook(app, docname):
    """Return the notebook of a page if something in it is marked for a slide, or None."""
    path = notebook_path(app, docname)
    return path and read_if_marked(path, path.stat().st_mtime_ns)


@functools.cache
def read_if_marked(path, _changed):
    """Read a notebook; return it if something in it is marked for a slide, or None."""
    notebook = nbformat.read(path, as_version=4)
    marks = [cell.metadata.get("slideshow", {}).get("slide_type") for cell in notebook.cells]
    return notebook if {"slide", "subslide", "fragment", "-"} & set(marks) else None


def put_links(app, doctree, docname):
    """Link the slides in a chapter's first box, and fill the list of them."""
    if app.builder.format != "html":
        return
    box = doctree.next_node(nodes.admonition)
    if box and marked_notebook(app, docname):
        words = [nodes.strong("", "Slides"), nodes.Text(" for a lecture: ")]
        box += nodes.paragraph("", "", *words, link(app.env, docname, docname))
    for place in doctree.findall(nodes.container):
        if "list-of-slides" in place["classes"]:
            pages = app.env.collect_relations()  # in the order of the contents
            items = [
                nodes.list_item("", nodes.paragraph("", "", link(app.env, docname, page)))
                for page in pages
                if marked_notebook(app, page)
            ]
            place += nodes.bullet_list("", *items)


def link(env, docname, chapter):
    """Return a link from a page to the slides of a chapter."""
    target = relative_uri(f"{docname}.html", address(chapter))
    title = env.titles[chapter].astext()
    return nodes.reference("", title, internal=True, refuri=target)


def write_slides(app):
    """Write the slides of every page that has any."""
    for docname in sorted(app.env.found_docs):
        if notebook := marked_notebook(app, docname):
            path = Path(app.outdir, address(docname))
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(as_html(app, docname, notebook), "utf-8")


def as_html(app, docname, notebook):
    """Return the slides of a page as a page of their own."""
    here, slug = address(docname), docname.removeprefix("chapters/")
    root = posixpath.relpath(".", posixpath.dirname(here)) + "/"
    drawings = []

    def drawing(svg, alt):
        drawings.append(inline_svg(svg, f"svg{len(drawings)}-", alt))
        return PLACE.format(len(drawings) - 1)

    def drawn_by(svg, cell):
        return drawing(svg, cell.metadata["mystnb"]["image"]["alt"])

    def drawn_by_hand(match):
        svg = Path(app.srcdir, match["path"]).read_text("utf-8")
        return drawing(svg, html.unescape(match["alt"]))

    notebook = nbformat.from_dict(notebook)  # a copy
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            words = LINK.sub(to_page(slug, root), undrawn(cell.source))
            cell.source = PICTURE.sub(drawn_by_hand, words)
    exporter = SlidesExporter(
        template_name="template",
        extra_template_basedirs=[str(HERE)],
        exclude_anchor_links=True,
        filters={"drawing": drawn_by},
    )
    deck = {
        "title": app.env.titles[docname].astext(),
        "course": app.config.project,
        "page": f"{root}{docname}.html",
        "static": f"{root}_static/",
        "mathjax": MATHJAX,
        "mathjax_settings": json.dumps(SETTINGS),
    }
    text, _ = exporter.from_notebook_node(notebook, {"deck": deck})
    # An empty corner of a table is no heading of anything.
    text = LOWER_HEADING.sub(r"\g<1>2", text).replace("<th></th>", "<td></td>")
    return PLACES.sub(lambda match: PLACE.format(drawings[int(match[1])]), text)


def setup(app):
    """Register the directive and its hooks."""
    app.add_directive("slides", ListOfSlides)
    app.connect("doctree-resolved", put_links)
    when_site_is_whole(app, write_slides)
