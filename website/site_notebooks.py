"""The site's own copies of the notebooks, which begin by installing what they need.

The committed notebooks stay as they are. A copy has one cell more, the first: where the package
is missing, as on Colab, it installs exactly the version that the notebook was written for, from
the site, which has the package's wheel. Links between notebooks lead nowhere on Colab, and
become links to the site's pages.
"""

import posixpath
import re
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell

from coursepkg import __version__
from website.notebook_needs import PACKAGE, extras_of
from website.page.assets import when_site_is_whole
from website.wheels import FOLDER as WHEELS

FOLDER = "notebooks"  # of the repository and of the site
WHEEL = f"{WHEELS}/{PACKAGE}-{__version__}-py3-none-any.whl"
LINK = re.compile(r"\]\((?P<target>[\w./-]+)\.ipynb(?:#[^)\s]*)?\)")

CELL = """\
# Where the course's package is missing, as on Colab, this installs it.
from importlib import metadata

try:
    installed = metadata.version("{package}")
except metadata.PackageNotFoundError:
    installed = None
{missing}
elif installed != "{version}":
    print(f"This notebook is for {package} {version}; here is {{installed}}.")"""
INSTALL = '''\
if installed is None:
    %pip install --quiet "{package}{extras} @ {address}"'''
EXPLAIN = """\
if installed is None:
    raise ModuleNotFoundError(
        "This notebook needs {package} {version}. The site that it comes from has it, below "
        "{wheel}. Fetch the file and run: pip install './{file}{extras}'"
    )"""


def notebook_path(app, docname):
    """Return the path of the committed notebook of a page, or None if it has none."""
    slug = docname.removeprefix("chapters/")
    path = Path(app.srcdir, FOLDER, f"{slug}.ipynb")
    return path if path.is_file() else None


def address_of(docname):
    """Return where the copy of a page's notebook lies, from the site's first page."""
    return f"{FOLDER}/{docname.removeprefix('chapters/')}.ipynb"


def first_cell(extras, site):
    """Return the code that makes the package available; `site` is its address, or None."""
    words = {
        "package": PACKAGE,
        "version": __version__,
        "extras": f"[{','.join(extras)}]" if extras else "",
        "wheel": WHEEL,
        "file": posixpath.basename(WHEEL),
        "address": f"{site}{WHEEL}",
    }
    missing = (INSTALL if site else EXPLAIN).format(**words)
    return CELL.format(missing=missing, **words)


def published(notebook, slug, site):
    """Return a committed notebook as the site offers it."""
    code = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    cell = new_code_cell(first_cell(extras_of(code), site), id="install")
    if site:
        for written in notebook.cells:
            if written.cell_type == "markdown":
                written.source = LINK.sub(to_page(slug, site), written.source)
    notebook.cells.insert(0, cell)
    return notebook


def to_page(slug, site):
    """Return a function that turns a link to a notebook into one to its page."""

    def replace(match):
        target = posixpath.normpath(posixpath.join(posixpath.dirname(slug), match["target"]))
        return f"]({site}chapters/{target}.html)"

    return replace


def write_notebooks(app):
    """Write the copy of every page's notebook into the site."""
    for docname in sorted(app.env.found_docs):
        if path := notebook_path(app, docname):
            notebook = nbformat.read(path, as_version=4)
            slug = docname.removeprefix("chapters/")
            target = Path(app.outdir, address_of(docname))
            target.parent.mkdir(parents=True, exist_ok=True)
            text = nbformat.writes(published(notebook, slug, app.config.course_site))
            target.write_text(f"{text}\n", encoding="utf-8")


def setup(app):
    """Register the hook."""
    when_site_is_whole(app, write_notebooks)
