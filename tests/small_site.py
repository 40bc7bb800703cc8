"""A small site, built by Sphinx from a folder that a test has filled."""

import io
from types import SimpleNamespace

from bs4 import BeautifulSoup
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace


def build_site(folder, **settings):
    """Build a folder's site with settings of Sphinx; return its folder, app and warnings."""
    settings = {
        "extensions": ["myst_nb", "website"],
        "html_theme": "sphinx_book_theme",
        **settings,
    }
    warnings = io.StringIO()
    with docutils_namespace():
        places = (folder, None, folder / "html", folder / "trees")
        app = Sphinx(*places, "html", settings, None, warnings)
        app.build()
    return SimpleNamespace(site=folder / "html", app=app, warnings=warnings.getvalue())


def parsed(book, name):
    """Return a page of a book that was built."""
    return BeautifulSoup((book.site / f"{name}.html").read_text("utf-8"), "html.parser")
