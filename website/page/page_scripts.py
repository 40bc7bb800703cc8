"""Put a folder's scripts and styles where the pages of the site can load them.

They are copied here and not listed in `html_static_path`, because Jupyter Book puts every
script that it finds there on every page.
"""

import shutil
from pathlib import Path

KINDS = {".css", ".js"}


def copy_scripts(app, source, kinds=KINDS):
    """Copy the files of a folder to a folder of the same name below `_static`.

    Args:
        app: the Sphinx application; nothing is copied where it does not write HTML.
        source: path of the folder; what lies in folders of its own keeps its place.
        kinds: suffixes of the files that are copied.

    Returns:
        The path of the copy, or None where there is none.
    """
    if app.builder.format != "html":
        return None
    target = Path(app.outdir, "_static", source.name)
    for path in source.rglob("*"):
        if path.suffix in kinds:
            copy = target / path.relative_to(source)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
    return target
