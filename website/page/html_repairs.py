"""Mend HTML that others' extensions write: repeated ids, and what a screen reader is told.

sphinx-exercise gives the insides of every exercise of a page the same id, and those of every
solution, where an id must be unique; links lead to the boxes, which have ids of their own.
docutils makes an empty corner of a table a heading, and gives entries of the bibliography a
role that has been withdrawn.
"""

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.writers.html5 import HTML5Translator

REPEATED = {"exercise-content", "solution-content"}


class DropRepeatedIds(SphinxPostTransform):
    """Remove the repeated ids after sphinx-exercise has resolved its boxes."""

    default_priority = 900

    def run(self, **kwargs):
        """Visit every section, as which the insides of a box are made."""
        for section in self.document.findall(nodes.section):
            section["ids"] = [name for name in section["ids"] if name not in REPEATED]


def visit_entry(translator, node):
    """Open a cell of a table; an empty corner is no heading of anything."""
    HTML5Translator.visit_entry(translator, node)
    if isinstance(node.parent.parent, nodes.thead) and not node.astext().strip():
        translator.body[-1] = translator.body[-1].replace("<th", "<td", 1)
        translator.context[-1] = "</td>\n"


def visit_citation(translator, node):
    """Open an entry of the bibliography, with a role that its list may hold."""
    HTML5Translator.visit_citation(translator, node)
    opened = translator.body[-1]
    translator.body[-1] = opened.replace('role="doc-biblioentry"', 'role="listitem"')


def setup(app):
    """Register the transform, and put the two visitors in the place of the writer's own."""
    app.add_post_transform(DropRepeatedIds)
    closings = HTML5Translator.depart_entry, HTML5Translator.depart_citation
    app.add_node(nodes.entry, override=True, html=(visit_entry, closings[0]))
    app.add_node(nodes.citation, override=True, html=(visit_citation, closings[1]))
