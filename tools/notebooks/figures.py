"""Pictures travel inside the notebook, because in Colab it has no folder beside it.

They are `data:` addresses: Colab does not show attachments. It does not show SVG
in Markdown either, so a drawing gets the address `svg:path:sha256` here and
becomes a PNG in `pictures` when the notebook is written.
"""

import base64
import hashlib
import html
import mimetypes
from pathlib import Path
from xml.etree import ElementTree

from tools.notebooks.blocks import ChapterError
from tools.notebooks.links import ADDRESS
from website.page.inline_svg import pixels

WIDEST = 760


def figure(chapter, directive) -> str:
    """`{figure}`: the picture, and below it the number and the caption."""
    alt, width = directive.options.get("alt", ""), directive.options.get("width")
    picture = image(chapter, directive.argument, alt, width, directive.line)
    text = chapter.body(directive)
    return f"{picture}\n\n{caption(chapter, text, directive.label)}".strip()


def caption(chapter, text: str, label: str | None) -> str:
    """Return a figure's caption, with its number if it has a label."""
    if label:
        return f"**{chapter.book.index.labels[label].text}.** {text}".rstrip()
    return text


def image(chapter, target: str, alt: str, width: str | None, line: int) -> str:
    """Show a picture from the internet by its address, a file of the book by its content."""
    if ADDRESS.match(target):
        return f"![{alt}]({target})"
    root = chapter.book.root
    folder = root if target.startswith("/") else chapter.book.chapter(chapter.slug).parent
    path = (folder / target.lstrip("/")).resolve()
    if not path.is_file():
        raise ChapterError(line, f"there is no picture {target!r}")
    if path.suffix == ".svg":
        width = width or natural_width(path, line)
        address = f"svg:{path.relative_to(root).as_posix()}:{digest(path)}"
    else:
        kind = mimetypes.guess_type(path.name)[0]
        address = f"data:{kind};base64,{base64.b64encode(path.read_bytes()).decode()}"
    size = f' width="{width.removesuffix("px")}"' if width else ""
    return f'<img src="{address}" alt="{html.escape(" ".join(alt.split()))}"{size}>'


def digest(path: Path) -> str:
    """Return what changes whenever the drawing does."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def natural_width(path: Path, line: int) -> str:
    """Return the width at which an SVG is meant to be seen, but no more than a notebook has."""
    try:
        root = ElementTree.parse(path).getroot()
    except ElementTree.ParseError as error:
        raise ChapterError(line, f"{path.name} is not an SVG: {error}") from None
    view = root.get("viewBox")
    if view is None:
        raise ChapterError(line, f"{path.name} needs a viewBox")
    return str(min(round(pixels(root.get("width")) or float(view.split()[2])), WIDEST))
