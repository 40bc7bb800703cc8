"""Put the package's wheel into the site, so that a notebook installs the version it is for.

It is `wheels/coursepkg-<version>-py3-none-any.whl`.
"""

from pathlib import Path

from tools.packages.build import build

FOLDER = "wheels"  # below the site's root


def serve_wheel(app, error):
    """Make the wheel, once the site is whole."""
    if error is None and app.builder.name in {"html", "dirhtml"}:
        build(Path(app.outdir, FOLDER), kinds=["wheel"])


def setup(app):
    """Register the hook."""
    app.connect("build-finished", serve_wheel)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
