"""Slides of every chapter and lab, made from the page when the site is built.

Each lies beside the site's other files, as `_static/slides/<slug>.html`; the box that a chapter
begins with links to it, and the directive `slides` lists them all. `slide_choice.py` chooses
what is shown; `slides.css` and `slides.js` are their style and their keys. `slides: with code`
in the front matter of a chapter shows short cells with what they print.
"""

import html
import json
from pathlib import Path

from docutils import nodes
from sphinx.util.docutils import SphinxDirective
from sphinx.util.osutil import relative_uri

from website.page.assets import MATHJAX, MATHJAX_SETTINGS, is_math
from website.slides.slide_choice import opening_box, slides_of

PAGE = """<!doctype html>
<html lang="en" data-theme="light">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Slides: {title}</title>
<link rel="icon" href="{static}favicon.svg">
<link rel="stylesheet" href="{static}pygments.css">
<link rel="stylesheet" href="{static}slides/slides.css">
<script src="{static}slides/slides.js"></script>
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
WITH_MATHJAX = """<script>window.MathJax = {settings};</script>
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
    return f"_static/slides/{docname.removeprefix('chapters/')}.html"


class ListOfSlides(SphinxDirective):
    """Where the list of all slides goes."""

    def run(self):
        """Return a mark; the list is known when all pages are read."""
        return [nodes.container(classes=["list-of-slides"])]


def note(app, doctree):
    """Remember which pages have slides."""
    if opening_box(doctree):
        app.env.metadata[app.env.docname]["has_slides"] = True


def put_links(app, doctree, docname):
    """Link the slides in a chapter's first box, and fill the list of them."""
    if app.builder.format != "html":
        return
    if box := opening_box(doctree):
        box += nodes.paragraph(
            "", "", nodes.strong("", "Slides"), nodes.Text(" for a lecture: ")
        )
        box[-1] += link(app.env, docname, docname)
    for place in doctree.findall(nodes.container):
        if "list-of-slides" in place["classes"]:
            listed = [
                page
                for page in app.env.collect_relations()  # in the order of the contents
                if "has_slides" in app.env.metadata[page]
            ]
            items = [nodes.paragraph("", "", link(app.env, docname, page)) for page in listed]
            place += nodes.bullet_list("", *(nodes.list_item("", item) for item in items))


def link(env, docname, chapter):
    """Return a link from a page to the slides of a chapter."""
    target = relative_uri(f"{docname}.html", address(chapter))
    title = env.titles[chapter].astext()
    return nodes.reference("", title, internal=True, refuri=target)


def write(app, pagename, templatename, context, doctree):
    """Write the slides of a page that has any."""
    if doctree is None or not opening_box(doctree):
        return
    path = Path(app.outdir, address(pagename))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(as_html(app.builder, pagename, doctree), "utf-8")


def as_html(builder, docname, doctree):
    """Return the slides of a page as a page of their own."""
    here, title = address(docname), doctree.next_node(nodes.title).astext()
    with_code = builder.env.metadata[docname].get("slides") == "with code"
    slides = list(slides_of(doctree, with_code))
    page = relative_uri(here, f"{docname}.html")
    bodies = [body_of(builder, slide, f"{page}#") for slide in slides]
    written = [
        SLIDE.format(
            opening="" if number > 1 else " opening",
            level=min(number, 2),
            number=number,
            count=len(slides),
            title=fragment(builder, nodes.inline("", "", *slide.title.deepcopy().children)),
            body=body,
            page=page + (slide.anchor and f"#{slide.anchor}"),
            chapter=html.escape(title),
        )
        for number, (slide, body) in enumerate(zip(slides, bodies, strict=True), start=1)
    ]
    static = relative_uri(here, "_static/")
    settings = json.dumps(MATHJAX_SETTINGS)
    loading = WITH_MATHJAX.format(settings=settings, static=static, mathjax=MATHJAX)
    return PAGE.format(
        title=html.escape(title),
        static=static,
        mathjax=loading if any(doctree.findall(is_math)) else "",
        slides="\n".join(written),
    )


def body_of(builder, slide, page):
    """Return what stands below the heading of a slide."""
    parts = []
    for kind, shown in slide.parts:
        if kind == "widget":
            target = f"{page}{slide.anchor}"
            text = f'<a href="{target}">A figure to move: open it on the page</a>'
        else:
            text = "".join(fragment(builder, bare(node)) for node in shown)
        parts.append(f'<div class="{kind}">{text}</div>')
    return "\n".join(parts)


def bare(node):
    """Return a copy without links and numbers, which belong to the page."""
    copy = node.deepcopy()
    for reference in list(copy.findall(nodes.reference)):
        reference.replace_self(nodes.inline("", reference.astext()))
    for caption in list(copy.findall(nodes.caption)):
        name = nodes.literal("", caption.astext())
        caption.replace_self(nodes.container("", name, classes=["code-block-caption"]))
    if isinstance(copy, nodes.math_block):
        copy["number"] = copy["label"] = None
    return copy


def fragment(builder, node):
    """Return a node as HTML."""
    return builder.render_partial(node)["fragment"]


def setup(app):
    """Register the directive and its hooks."""
    app.add_directive("slides", ListOfSlides)
    app.connect("doctree-read", note)
    app.connect("doctree-resolved", put_links)
    app.connect("html-page-context", write)
