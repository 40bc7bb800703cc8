"""Mend what the writer of HTML tells a screen reader about tables and the bibliography."""

from docutils import nodes
from sphinx.writers.html5 import HTML5Translator


def visit_entry(translator, node):
    """Open a cell of a table; an empty corner is no heading of anything."""
    before = len(translator.body)
    HTML5Translator.visit_entry(translator, node)
    if isinstance(node.parent.parent, nodes.thead) and not node.astext().strip():
        opened = "".join(translator.body[before:])
        translator.body[before:] = [opened.replace("<th", "<td", 1)]
        translator.context[-1] = "</td>\n"


def visit_citation(translator, node):
    """Open an entry of the bibliography; docutils' role for it has been withdrawn."""
    before = len(translator.body)
    HTML5Translator.visit_citation(translator, node)
    opened = "".join(translator.body[before:])
    translator.body[before:] = [opened.replace('role="doc-biblioentry"', 'role="listitem"')]


def setup(app):
    """Put these in the place of the writer's own."""
    closings = HTML5Translator.depart_entry, HTML5Translator.depart_citation
    app.add_node(nodes.entry, override=True, html=(visit_entry, closings[0]))
    app.add_node(nodes.citation, override=True, html=(visit_citation, closings[1]))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
