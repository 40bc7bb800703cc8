"""Cells that run in the page: those with the tag `run-in-page`.

    ```{code-cell} ipython3
    :tags: [run-in-page]
    ```

The scripts beside this file get the cells' code as a list of the page, and
`coursepkg.numpy_nn`, `variants` and the self-checks as an archive made here; Python itself lies
in `website/vendor/pyodide`. Without JavaScript, in print and in a notebook such a cell is like
any other.
"""

import json
import shutil
import zipfile
from pathlib import Path

from docutils import nodes
from sphinx.util import logging

from website.live_cells.page_code import for_the_page
from website.page.assets import load_part

logger = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = Path(__file__).resolve().parent
TAG_CLASS = "tag_run-in-page"
LONG_AGO = (1980, 1, 1, 0, 0, 0)


def is_live(node):
    """Tell whether a node is a code cell with the tag."""
    return isinstance(node, nodes.container) and TAG_CLASS in node.get("classes", ())


def live_code(doctree):
    """Return for each marked cell of a page its code as the page runs it."""
    missing, cells = set(), []
    for cell in doctree.findall(is_live):
        written = next(cell.findall(nodes.literal_block)).astext().strip("\n")
        try:
            code = for_the_page(written, missing)
        except SyntaxError as error:
            message = "run-in-page: a marked cell is not Python: %s"
            logger.warning(message, error, location=cell)
            code = written
        if not code:
            message = "run-in-page: nothing of this cell works in the page; drop the tag"
            logger.warning(message, location=cell)
        cells.append({"code": code, "shortened": code != written})
    return cells


def write_package(path):
    """Write what a page has of the package; the same files give the same bytes."""
    package = ROOT / "coursepkg"
    files = [package / name for name in ("__init__.py", "checks.py", "moved.py", "plots.py")]
    for folder in ("numpy_nn", "variants"):
        files += sorted((package / folder).rglob("*.py"))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            entry = zipfile.ZipInfo(file.relative_to(ROOT).as_posix(), LONG_AGO)
            archive.writestr(entry, file.read_bytes(), zipfile.ZIP_DEFLATED)


def write_python(app):
    """Put what runs in Python where every page of the site can load it."""
    target = Path(app.outdir, "_static", SCRIPTS.name)
    shutil.copyfile(SCRIPTS / "cell.py", target / "cell.py")
    write_package(target / "coursepkg.zip")


def load_where_used(app, pagename, templatename, context, doctree):
    """Load the scripts on the pages that have a marked cell, and on no others."""
    cells = live_code(doctree) if doctree is not None else []
    if not cells:
        return
    # No sign of the code may end the element that it stands in.
    listed = json.dumps(cells).replace("<", "\\u003c")
    app.add_js_file(None, body=listed, type="application/json", id="live-cells")
    load_part(app, "live_cells/live-cells.css")


def setup(app):
    """Register the hooks."""
    app.connect("builder-inited", write_python, priority=600)  # after the scripts
    app.connect("html-page-context", load_where_used)
