"""Send the few icons that the pages use instead of all that the theme brings.

The theme draws its icons with a script of 1.5 megabytes, most of what a first visit would
fetch. When the site is built, that script is replaced by `icons.js` with the outlines of the
icons that stand in the pages. They are Font Awesome's, CC BY 4.0.
"""

import json
import re
from pathlib import Path

import pydata_sphinx_theme
from sphinx.util import logging

from website.page.assets import when_site_is_whole

logger = logging.getLogger(__name__)

SCRIPT = Path("scripts", "fontawesome.js")
THEME = Path(pydata_sphinx_theme.__file__).parent / "theme" / "pydata_sphinx_theme" / "static"
CODE = Path(__file__).with_name("icons.js")
SOLID = {"fas", "fa-solid"}
USED = re.compile(r'<(?:i|span) class="([^"]*\bfa-[^"]*)"')
OUTLINE = '(?<![\\w-])"?{}"?:\\[(\\d+),(\\d+),\\[[^\\]]*\\],"[^"]*","([^"]*)"\\]'
NOT_NAMES = re.compile(r"fa-(solid|regular|brands|\d*x[sl]?|xs|sm|lg|xl|2xl|fw|spin)")


def keep_used_icons(app):
    """Write the small script in the place of the theme's."""
    target = Path(app.outdir, "_static", SCRIPT)
    names = set()
    for page in Path(app.outdir).rglob("*.html"):
        for classes in USED.findall(page.read_text("utf-8")):
            kind = "solid" if SOLID & set(classes.split()) else "other"
            names |= {(kind, c) for c in classes.split() if is_name(c)}
    outlines = outlines_of(sorted(names), (THEME / SCRIPT).read_text("utf-8"))
    code = CODE.read_text("utf-8")
    target.write_text(code.replace("{}", json.dumps(outlines), 1), encoding="utf-8")


def is_name(word):
    """Tell whether a class names an icon, not its size or style."""
    return word.startswith("fa-") and not NOT_NAMES.fullmatch(word)


def outlines_of(names, script):
    """Return for each icon [width, height, path], read from the theme's own script."""
    outlines = {}
    for kind, name in names:
        matches = re.findall(OUTLINE.format(re.escape(name.removeprefix("fa-"))), script)
        if not matches:
            logger.warning("icons: the theme has no outline of %s", name)
            continue
        # Brands come first in the script, then the outlined icons, then the solid ones.
        width, height, path = matches[-1 if kind == "solid" else 0]
        outlines[name] = [int(width), int(height), path]
    return outlines


def setup(app):
    """Register the hook."""
    when_site_is_whole(app, keep_used_icons)
