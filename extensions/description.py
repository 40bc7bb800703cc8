"""Give every page a description for search engines and link previews.

A page may state its own as `myst: html_meta: description:` in its front
matter; any other page is described by its first paragraph.
"""

import html

from docutils import nodes

LONGEST = 200


def describe(app, pagename, templatename, context, doctree):
    """Add the description to the page's head unless the page brought its own."""
    if doctree is None or 'name="description"' in context.get("metatags", ""):
        return
    text = first_paragraph(doctree)
    if text:
        tag = f'<meta name="description" content="{html.escape(text)}" />\n'
        context["metatags"] = context.get("metatags", "") + tag


def first_paragraph(doctree):
    """Return the first paragraph's text, cut between two words if it is long."""
    paragraph = next(doctree.findall(nodes.paragraph), None)
    text = " ".join(paragraph.astext().split()) if paragraph else ""
    return text if len(text) <= LONGEST else text[:LONGEST].rsplit(" ", 1)[0] + " …"


def setup(app):
    """Register the hook."""
    app.connect("html-page-context", describe)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
