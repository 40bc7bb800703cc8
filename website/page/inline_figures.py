"""Put every SVG image inline in the page, and insist on alternative text for all images."""

from pathlib import Path
from xml.etree.ElementTree import ParseError

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

from website.page.inline_svg import inline_svg

logger = logging.getLogger(__name__)


class InlineFigures(SphinxPostTransform):
    """Replace SVG images, drawn by hand or by a cell, by `<svg>` elements in HTML."""

    # After myst-nb has chosen which form of a cell's output is shown, and before
    # Sphinx looks for image files to copy or convert.
    default_priority = 8
    formats = ("html",)

    def run(self, **kwargs):
        """Visit every image of the page."""
        for number, image in enumerate(list(self.document.findall(nodes.image)), start=1):
            alt = " ".join(image.get("alt", "").split())
            if not alt:
                logger.warning("an image needs alternative text", location=place(image))
            if image["uri"].lower().endswith(".svg") and "://" not in image["uri"]:
                self.put_inline(image, f"svg{number}-", alt)

    def put_inline(self, image, prefix, alt):
        """Replace one image node by the drawing itself, in a box that can scroll."""
        drawing = Path(self.env.srcdir, image["uri"]).read_text(encoding="utf-8")
        try:
            svg = inline_svg(drawing, prefix, alt)
        except (ParseError, ValueError) as error:
            logger.warning("%s: %s", image["uri"], error, location=place(image))
            return
        name = f' id="{image["ids"][0]}"' if image["ids"] else ""
        # A span, because an image may stand inside a paragraph.
        text = f'<span class="figure-box"{name}>{svg}</span>'
        image.replace_self(nodes.raw("", text, format="html"))


def place(image):
    """Return the nearest node that knows its line, for a warning that points there."""
    node = image
    while not node.line and node.parent is not None:
        node = node.parent
    return node


def setup(app):
    """Register the transform."""
    app.add_post_transform(InlineFigures)
