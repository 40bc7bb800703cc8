"""Put wheels into the site: a notebook installs the version of the package it was written for.

They are `wheels/coursepkg-<version>-py3-none-any.whl`: the current one, and those of earlier
versions, which `published.txt` lists and the repository's history has. Beside them lies the
current wheel of the grader, for instructors.
"""

from pathlib import Path

from sphinx.util import logging

from coursepkg import __version__
from tools.packages.build import CLASSROOM, ROOT, build, build_commit
from website.page.assets import when_site_is_whole
from website.published_site import LIST, wheels

FOLDER = "wheels"  # below the site's root

logger = logging.getLogger(__name__)


def write_wheels(app):
    """Make the wheels, once the site is whole.

    A copy of the course without its history has only the current ones; publishing refuses it.
    """
    folder, published = Path(app.outdir, FOLDER), Path(app.srcdir, LIST)
    for root in (ROOT, CLASSROOM):
        build(folder, kinds=["wheel"], root=root)
    earlier = wheels(published) if published.is_file() else {}
    earlier.pop(__version__, None)
    for version, commit in earlier.items():
        try:
            build_commit(folder, commit, root=ROOT)
        except RuntimeError as problem:
            logger.info("the site has no wheel of version %s: %s", version, problem)


def setup(app):
    """Register the hook."""
    when_site_is_whole(app, write_wheels)
