"""Serve the site's scripts and styles from the site itself, so that it reads offline.

They are added and copied here, and not kept in a `_static` folder, because Jupyter Book puts
every script that it finds there on every page.
"""

import posixpath
import shutil
from pathlib import Path

from docutils import nodes

HERE = Path(__file__).resolve().parent
DOM = HERE / "static" / "dom.js"  # which the scripts of all parts import
PARTS = ("live_cells", "quiz", "slides", "widgets")  # folders of website/ with scripts
MATHJAX = "mathjax/startup.js"
# Its parts one by one: the usual bundle is half as large again, for the sake of a menu.
MATHJAX_SETTINGS = {"loader": {"load": ["input/tex", "output/chtml", "a11y/assistive-mml"]}}
TYPESET = "typeset.js"
AFTER_MATHJAX = 600  # which has Sphinx' usual priority, 500


def add_assets(app, config):
    """Point Sphinx at the vendored files; the folders named here are copied to `_static`."""
    config.html_static_path.extend([str(HERE / "static"), str(HERE.parent / "vendor")])
    config.templates_path.insert(0, str(HERE / "templates"))  # before the theme's
    config.mathjax_path = MATHJAX
    config.mathjax3_config = {**MATHJAX_SETTINGS, "startup": {"typeset": False}}
    app.add_css_file("course.css")
    app.add_css_file("print.css")
    app.add_js_file("wide-boxes.js", loading_method="defer")
    app.add_js_file(TYPESET, loading_method="defer", priority=AFTER_MATHJAX)


def copy_scripts(app):
    """Copy the scripts and styles of every part to a folder of its name below `_static`."""
    for part in PARTS:
        folder = HERE.parent / part
        for path in [*folder.rglob("*.css"), *folder.rglob("*.js")]:
            copy = Path(app.outdir, "_static", path.relative_to(HERE.parent))
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)


def load_part(app, style):
    """Load a part's style, and `load.js` beside it, on the page that is being written."""
    app.add_css_file(style)
    app.add_js_file(f"{posixpath.dirname(style)}/load.js", type="module")


def drop_idle_mathjax(app, pagename, templatename, context, doctree):
    """Leave MathJax, most of a megabyte, off pages without equations.

    Sphinx loads it also where a page below in the contents has one, and below
    the first page are all. A page without a document, such as search, has none.
    """
    if doctree is not None and any(doctree.findall(is_math)):
        return
    context["script_files"] = [
        script
        for script in context["script_files"]
        if not str(script.filename).endswith((MATHJAX, TYPESET))
    ]


def is_math(node):
    """Tell whether a node is mathematics, in a line or displayed."""
    return isinstance(node, nodes.math | nodes.math_block)


def when_site_is_whole(app, write):
    """Have `write(app)` called once all pages of a site are there."""

    def finish(app, error):
        if error is None and app.builder.name == "html":
            write(app)

    app.connect("build-finished", finish)


def setup(app):
    """Register the hooks, the last one to run after Sphinx has added MathJax."""
    app.connect("config-inited", add_assets)
    app.connect("builder-inited", copy_scripts)
    app.connect("html-page-context", drop_idle_mathjax, priority=900)
