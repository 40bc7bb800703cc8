"""Converts what stands inside a paragraph: roles, links, images."""

import re
from functools import partial

from tools.notebooks import figures, links, roles
from tools.notebooks.blocks import ChapterError

# In the order in which they are tried at each place; code and mathematics are
# recognised in order to be left alone.
PATTERN = re.compile(
    r"""
      (?P<escaped> \\[^\w\s$] )
    | (?<!`) \{ (?P<role>[A-Za-z][\w:.+-]*) \}
      (?P<ticks>`+) (?P<content>.+?) (?<!`)(?P=ticks)(?!`)
    | (?P<open_role> \{[A-Za-z][\w:.+-]*\}` )
    | (?P<code> (?<!`)(?P<marks>`+)(?!`) .+? (?<!`)(?P=marks)(?!`) ) (?:\{[^{}\n]*\}(?!`))?
    | (?P<math> \$\$.+?\$\$ | \$(?![\s$])(?:\\.|[^\\$])+?(?<!\s)\$(?!\d) )
    | (?P<dollar> \\?\$ )
    | (?P<lost> \[\^[^\]\s]+\] | ^\ {0,3}\[[^\]]+\]:\s )
    | (?P<image> !)? \[ (?P<text>(?:[^\[\]]|\[[^\[\]]*\])*) \]
      (?: \( (?P<target><[^<>]*>|(?:[^()\s]|\([^()\s]*\))*) (?:\s+"(?P<title>[^"]*)")? \) )?
      (?: \{ (?P<attributes>[^{}\n]*) \} (?!`) )?
    | <project: (?P<address>[^<>\s]+) >
    | (?P<html_image> <img\b[^>]*> )
    """,
    re.DOTALL | re.MULTILINE | re.VERBOSE,
)
WIDTH = re.compile(r"width=[\"']?([\w.%]+)")
LOCAL_SOURCE = re.compile(r"src\s*=\s*[\"']?(?!https?:|data:)")


def convert(chapter, text: str, line: int) -> str:
    """Convert `text`, a piece of the chapter that starts on `line`."""
    return PATTERN.sub(partial(_replace, chapter, line), text)


def _replace(chapter, line: int, match: re.Match) -> str:
    line += match.string.count("\n", 0, match.start())
    if match["role"]:
        return roles.convert(chapter, match["role"], match["content"], line)
    if match["open_role"]:
        raise ChapterError(line, f"nothing closes the role {match['open_role']!r}")
    if match["code"]:
        return match["code"]
    if match["math"]:
        # On one line, for the reason given in `maths.displayed`.
        return match["math"].replace("\n", " ")
    if match["dollar"]:
        # Jupyter takes "$5 and $6" for mathematics, even with backslashes.
        return "<span>&#36;</span>"
    if match["lost"]:
        message = "footnotes and link definitions are lost between cells: write them inline"
        raise ChapterError(line, message)
    if match["html_image"] and LOCAL_SOURCE.search(match["html_image"]):
        raise ChapterError(line, "write a picture as ![…](…) or {figure}, not as <img>")
    if match["address"]:
        return links.link(chapter, "", match["address"], line)
    return match.group() if match["text"] is None else _bracketed(chapter, match, line)


def _bracketed(chapter, match: re.Match, line: int) -> str:
    """Convert an image, a link, or a text that only has attributes."""
    if match["image"] and match["target"] is not None:
        width = WIDTH.search(match["attributes"] or "")
        target, text = match["target"].strip("<>"), match["text"]
        return figures.image(chapter, target, text, width and width[1], line)
    text = convert(chapter, match["text"], line)
    if match["target"] is not None:
        return links.link(chapter, text, match["target"].strip("<>"), line)
    if match["attributes"] is not None:
        return text
    return f"{match['image'] or ''}[{text}]"
