"""The site shows the outputs of the committed notebooks: what was compared is published.

`make test` runs every notebook again and compares. To execute the pages once more for the site
would take minutes, and show a run that nobody has looked at. So before the build each current
notebook's outputs go into MyST-NB's cache, where it finds them by the code of the page's cells.
A page whose code, or anything that it calls, has changed since is not there, and is executed.
"""

import shutil
from pathlib import Path

from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from myst_nb.core.read import create_nb_reader
from sphinx.util import logging

from tools.notebooks.book import Book
from tools.notebooks.notebook import build
from tools.notebooks.staleness import code_cells, read, take_over_outputs

logger = logging.getLogger(__name__)


def fill_cache(app, env, docnames):
    """Put the outputs of all current notebooks into an empty cache."""
    if env.mystnb_config.execution_mode != "cache":
        return
    path = env.mystnb_config.execution_cache_path
    # What an earlier build executed may have called other code.
    shutil.rmtree(path, ignore_errors=True)
    cache, book = get_cache(path), Book(Path(app.srcdir))
    for docname in docnames:
        slug = docname.removeprefix("chapters/")
        if slug not in book.index.with_notebook:
            continue
        page = as_myst_nb_reads_it(env, docname)
        if with_outputs(book, slug, page):
            bundle = CacheBundleIn(page, env.doc2path(docname))
            cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)
        else:
            logger.info("notebooks/%s.ipynb is not current: the page is executed", slug)


def as_myst_nb_reads_it(env, docname):
    """Return a page as the notebook by whose code MyST-NB looks outputs up."""
    path = Path(env.doc2path(docname))
    text = path.read_text("utf-8")
    return create_nb_reader(str(path), env.myst_config, env.mystnb_config, text).read(text)


def with_outputs(book, slug, page):
    """Fill in the outputs of the committed notebook, if it is current; tell whether it is."""
    current, _ = build(book, slug)
    if not take_over_outputs(current, read(book, slug)):
        return False
    for cell, twin in zip(code_cells(page), code_cells(current), strict=True):
        assert cell.source.strip() == twin.source.strip(), f"{slug}: {cell.source}"
        cell.outputs, cell.execution_count = twin.outputs, twin.execution_count
    return True


def setup(app):
    """Register the hook."""
    app.connect("env-before-read-docs", fill_cache)
