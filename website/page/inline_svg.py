"""Turn an SVG file into an element that can stand inside an HTML page.

Inside the page a drawing takes the page's text colour, so it follows the light
and the dark theme; as a file behind `<img>` it could not.
"""

import re
from xml.etree import ElementTree

# The colours of `coursepkg.plots` and what each becomes: the page's own.
THEMED = {"#1f2328": "currentColor", "#ffffff": "var(--figure-paper, transparent)"}

SVG = "{http://www.w3.org/2000/svg}"
XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
UNWANTED = {f"{SVG}metadata", f"{SVG}script", f"{SVG}title"}
UNIT_IN_PIXELS = {"": 1, "px": 1, "pt": 4 / 3, "in": 96, "cm": 96 / 2.54, "mm": 96 / 25.4}
# Text is drawn smaller with the figure, so a figure shrinks no further than this.
SMALLEST = 0.6


def inline_svg(text, prefix, alt):
    """Return `text`, a whole SVG file, as one `<svg>` element for an HTML page.

    `prefix` goes before every id, so that no two figures of a page share one. Comments, the
    document type and everything outside the SVG namespace (editors' notes) are dropped.
    """
    root = ElementTree.fromstring(text)
    clean(root)
    for element in root.iter():
        element.tag = element.tag.removeprefix(SVG)
        element.attrib = {
            attribute: rewrite_references(recolour(value), prefix)
            for attribute, value in plain_attributes(element)
        }
        if "id" in element.attrib:
            element.set("id", prefix + element.get("id"))
        if element.get("href", "").startswith("#"):
            element.set("href", f"#{prefix}{element.get('href')[1:]}")
        if element.tag == "style" and element.text:
            element.text = scope(element.text, prefix)
    fit(root)
    root.attrib |= {"id": f"{prefix}figure", "role": "img", "aria-label": alt}
    root.set("class", "figure-svg")
    return ElementTree.tostring(root, encoding="unicode", method="html")


def clean(element):
    """Remove what a page has no use for: metadata, scripts, other namespaces."""
    for child in list(element):
        if child.tag in UNWANTED or not child.tag.startswith(SVG):
            element.remove(child)
        else:
            clean(child)


def plain_attributes(element):
    """Yield the attributes HTML knows, with the old name of `href` made the new one."""
    for name, value in element.attrib.items():
        if name == XLINK_HREF:
            yield "href", value
        elif not name.startswith("{"):
            yield name, value


def recolour(value):
    """Replace the course's two neutral colours by those of the page."""
    for colour, replacement in THEMED.items():
        value = re.sub(re.escape(colour), replacement, value, flags=re.IGNORECASE)
    return value


def rewrite_references(value, prefix):
    """Prefix the ids that `value` refers to as `url(#id)`."""
    return re.sub(r"url\(\s*(['\"]?)#", rf"url(\1#{prefix}", value)


def scope(style, prefix):
    """Keep a drawing's style sheet from reaching the rest of the page, by CSS nesting."""
    style = re.sub(r"#([A-Za-z_][\w-]*)(?=[^{}]*\{)", rf"#{prefix}\1", style)
    return f"#{prefix}figure {{ {recolour(rewrite_references(style, prefix))} }}"


def fit(root):
    """Let the drawing shrink to its column, but never so far that its text is lost."""
    if "viewBox" not in root.attrib:
        raise ValueError("an SVG without a viewBox cannot change its size")
    width = pixels(root.get("width")) or float(root.get("viewBox").split()[2])
    for attribute in ("width", "height", "version"):
        root.attrib.pop(attribute, None)
    root.set("style", f"width: {width:.0f}px; min-width: calc({SMALLEST} * {width:.0f}px)")


def pixels(length):
    """Return an absolute SVG length in pixels, or None if it is not absolute."""
    units = "|".join(UNIT_IN_PIXELS)
    match = re.fullmatch(rf"([\d.]+)\s*({units})", length or "")
    return float(match[1]) * UNIT_IN_PIXELS[match[2]] if match else None
