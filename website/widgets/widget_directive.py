"""The `widget` directive: an interactive figure of the folder `figures/`.

    ```{widget} cell-playground
    What the figure shows, and what to try.
    ```

The text is the figure's caption. Where nothing can move, without JavaScript and in print, a
still picture stands above it: the element with the class `widget-fallback`, which holds the
drawing that `python -m tools.widget_pictures` has made of the figure. The option `:model:`
names a trained model that the figure may fetch; its files are made when the site is built.
"""

from pathlib import Path
from xml.etree import ElementTree

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from website.page.assets import load_part
from website.page.inline_svg import inline_svg
from website.widgets.widget_models import MODELS, write_model

logger = logging.getLogger(__name__)

WIDGETS = Path(__file__).resolve().parent
STILL = "This figure moves on the website, where JavaScript is switched on."
# The colours of lines in light, which widgets.css also has for the dark.
COLOURS = {"#0072b2": "blue", "#b34700": "orange"}


class WidgetFigure(nodes.General, nodes.Element):
    """An interactive figure; its children are the caption."""


class Widget(SphinxDirective):
    """An interactive figure with its description."""

    required_arguments = 1
    has_content = True
    option_spec = {  # noqa: RUF012 (docutils' own form)
        "model": lambda name: directives.choice(name, tuple(MODELS)),
    }

    def run(self):
        """Return the figure, or warn about one that does not exist or has no description."""
        slug = self.arguments[0]
        if slug not in known():
            message = "widget: there is no %r; there are: %s"
            logger.warning(message, slug, ", ".join(known()), location=self.get_location())
            return []
        if not picture_of(slug, self.options.get("model")).is_file():
            message = "widget: no picture of %s; make it: python -m tools.widget_pictures"
            logger.warning(message, slug, location=self.get_location())
            return []
        if not self.content:
            message = "widget: %s needs a description, for those who cannot see it"
            logger.warning(message, slug, location=self.get_location())
        figure = WidgetFigure(slug=slug, model=self.options.get("model"))
        self.set_source_info(figure)
        self.env.note_dependency(str(picture_of(slug, figure["model"])))
        self.state.nested_parse(self.content, self.content_offset, figure)
        return [figure]


def known():
    """Return the slugs of all interactive figures."""
    return sorted(path.stem for path in (WIDGETS / "figures").glob("*.js"))


def picture_of(slug, model=None):
    """Return the path of a figure's still picture."""
    return WIDGETS / "pictures" / f"{'-'.join(filter(None, (slug, model)))}.svg"


def still(slug, model=None):
    """Return a figure's still picture as HTML, in the colours of the page."""
    drawing = picture_of(slug, model).read_text(encoding="utf-8")
    alt = ElementTree.fromstring(drawing).get("aria-label")
    for colour, name in COLOURS.items():
        drawing = drawing.replace(colour, f"var(--widget-{name}, {colour})")
    prefix = f"still-{'-'.join(filter(None, (slug, model)))}-"
    return f'<div class="figure-box">{inline_svg(drawing, prefix, alt)}</div>'


def opening(slug, model=None):
    """Return the HTML in front of a figure's caption."""
    data = f'data-widget="{slug}"' + (f' data-model="{model}"' if model else "")
    fallback = f'<div class="widget-fallback">{still(slug, model)}<p><em>{STILL}</em></p></div>'
    return (
        f'<figure class="widget" {data}>\n<div class="widget-stage"></div>\n{fallback}\n'
        "<figcaption>\n"
    )


CLOSING = "</figcaption>\n</figure>\n"


def visit_html(translator, node):
    """Open the figure."""
    translator.body.append(opening(node["slug"], node["model"]))


def depart_html(translator, node):
    """Close it."""
    translator.body.append(CLOSING)


def load_where_used(app, pagename, templatename, context, doctree):
    """Load scripts and models on the pages that have a figure, and on no others."""
    figures = list(doctree.findall(WidgetFigure)) if doctree is not None else []
    if not figures:
        return
    load_part(app, "widgets/widgets.css")
    for model in {figure["model"] for figure in figures} - {None}:
        write_model(model, Path(app.outdir, "_static/widgets/models"))


def setup(app):
    """Register the directive and its hooks."""
    app.add_directive("widget", Widget)
    app.add_node(WidgetFigure, html=(visit_html, depart_html))
    app.connect("html-page-context", load_where_used)
