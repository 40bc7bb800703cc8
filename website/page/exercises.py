"""Take back the ids that sphinx-exercise gives to the insides of its boxes.

Every exercise of a page gets the same one, and so does every solution, where
an id must be unique. Links lead to the boxes themselves, which have their own.
"""

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

REPEATED = {"exercise-content", "solution-content"}


class DropRepeatedIds(SphinxPostTransform):
    """Remove the repeated ids after sphinx-exercise has resolved its boxes."""

    default_priority = 900

    def run(self, **kwargs):
        """Visit every section, as which the insides of a box are made."""
        for section in self.document.findall(nodes.section):
            section["ids"] = [name for name in section["ids"] if name not in REPEATED]


def setup(app):
    """Register the transform."""
    app.add_post_transform(DropRepeatedIds)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
