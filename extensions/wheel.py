"""Put the package's wheels into the site: a notebook installs the version it was written for.

They are `wheels/coursepkg-<version>-py3-none-any.whl`: the current one, and those of earlier
versions, which `published.txt` lists and the repository's history has.
"""

from pathlib import Path

from sphinx.util import logging

from coursepkg import __version__
from extensions.published import LIST, wheels
from tools.packages.build import ROOT, build, build_commit

FOLDER = "wheels"  # below the site's root

logger = logging.getLogger(__name__)


def serve_wheels(app, error):
    """Make the wheels, once the site is whole.

    A copy of the course without its history has only the current one; publishing refuses it.
    """
    if error or app.builder.name not in {"html", "dirhtml"}:
        return
    folder, published = Path(app.outdir, FOLDER), Path(app.srcdir, LIST)
    build(folder, kinds=["wheel"], root=ROOT)
    earlier = wheels(published) if published.is_file() else {}
    earlier.pop(__version__, None)
    for version, commit in earlier.items():
        try:
            build_commit(folder, commit, root=ROOT)
        except RuntimeError as problem:
            logger.info("the site has no wheel of version %s: %s", version, problem)


def setup(app):
    """Register the hook."""
    app.connect("build-finished", serve_wheels)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
