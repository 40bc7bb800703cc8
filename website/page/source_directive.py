"""The `source` directive: show a function or class of the package by its dotted name.

    ```{source} coursepkg.numpy_nn.gru.gru_step_forward
    ```

Its docstring is left out.
"""

from docutils import nodes
from sphinx.directives.code import container_wrapper
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from website.page.source_of import UnknownNameError, locate, source_of

logger = logging.getLogger(__name__)


class Source(SphinxDirective):
    """A block of code read from the package, with the dotted name as its caption."""

    required_arguments = 1

    def run(self):
        """Return the block, or warn about a name that does not exist."""
        name = self.arguments[0]
        try:
            text = source_of(name)
        except UnknownNameError as error:
            logger.warning("source: %s", error, location=self.get_location())
            return []
        # The page is built again when the module changes.
        self.env.note_dependency(str(locate(name)[0]))
        block = nodes.literal_block(text, text, language="python")
        self.set_source_info(block)
        wrapper = container_wrapper(self, block, f"`{name}`")
        wrapper["classes"].append("source")
        return [wrapper]


def setup(app):
    """Register the directive."""
    app.add_directive("source", Source)
