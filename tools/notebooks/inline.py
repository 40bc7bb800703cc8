"""Converts what stands inside a paragraph: roles and links."""

import re
from functools import partial
from posixpath import dirname, join, normpath, relpath

from tools.notebooks.blocks import ChapterError
from tools.notebooks.book import Label

# In the order in which they are tried at each place; code and mathematics are
# recognised in order to be left alone.
PATTERN = re.compile(
    r"""
      (?P<escaped> \\[^\w\s$] )
    | (?<!`) \{ (?P<role>[A-Za-z][\w:.+-]*) \}
      (?P<ticks>`+) (?P<content>.+?) (?<!`)(?P=ticks)(?!`)
    | (?P<open_role> \{[A-Za-z][\w:.+-]*\}` )
    | (?P<code> (?<!`)(?P<marks>`+)(?!`) .+? (?<!`)(?P=marks)(?!`) )
    | (?P<math> \$\$.+?\$\$ | \$(?![\s$])(?:\\.|[^\\$])+?(?<!\s)\$(?!\d) )
    | (?P<dollar> \\?\$ )
    | (?P<lost> \[\^[^\]\s]+\] | ^\ {0,3}\[[^\]]+\]:\s )
    | (?P<picture> !\[ | <img\b )
    | \[ (?P<text>(?:[^\[\]]|\[[^\[\]]*\])*) \] \( (?P<target>(?:[^()\s]|\([^()\s]*\))*) \)
    """,
    re.DOTALL | re.MULTILINE | re.VERBOSE,
)
TEXT_AND_TARGET = re.compile(r"(?P<text>.*?)\s*<(?P<target>[^<>]+)>$", re.DOTALL)


def convert(chapter, text: str, line: int) -> str:
    """Convert `text`, a piece of the chapter that starts on `line`."""
    return PATTERN.sub(partial(_replace, chapter, line), text)


def _replace(chapter, line: int, match: re.Match) -> str:
    line += match.string.count("\n", 0, match.start())
    if name := match["role"]:
        if name not in ROLES:
            message = f"unknown role {{{name}}}: add it to ROLES in tools/notebooks/inline.py"
            raise ChapterError(line, message)
        return ROLES[name](chapter, match["content"], line)
    if match["open_role"]:
        raise ChapterError(line, f"nothing closes the role {match['open_role']!r}")
    if match["math"]:
        # On one line, for the reason that `Chapter` has for displayed equations.
        return match["math"].replace("\n", " ")
    if match["dollar"]:
        # Jupyter takes "$5 and $6" for mathematics, even with backslashes.
        return "<span>&#36;</span>"
    if match["lost"]:
        message = "footnotes and link definitions are lost between cells: write them inline"
        raise ChapterError(line, message)
    if match["picture"]:
        raise ChapterError(line, "write a picture as {figure}, with an SVG")
    if (target := match["target"]) is None:
        return match.group()
    text = convert(chapter, match["text"], line)
    if target in chapter.book.index.labels:
        return to_label(chapter, text, chapter.label(target, line))
    if not re.match(r"https?:|mailto:", target):
        message = "write a link within the course as {doc}`…` or {ref}`…`"
        raise ChapterError(line, f"{message}, not to {target!r}")
    return f"[{text}]({target})"


def text_and_target(content: str) -> tuple[str, str]:
    """Split `text <target>`; a target alone has an empty text."""
    match = TEXT_AND_TARGET.match(content)
    return (match["text"], match["target"]) if match else ("", content.strip())


def reference(chapter, content, line):
    """`{ref}`: a labelled place by its title or number, or with the author's words."""
    text, target = text_and_target(content)
    return to_label(chapter, text, chapter.label(target, line))


def numbered_reference(chapter, content, line):
    """`{numref}`: "Figure 2"; `{eq}`: the number of an equation in parentheses."""
    target = content.strip()
    label = chapter.label(target, line)
    if not label.number:
        raise ChapterError(line, f"{target!r} has no number: refer to it with {{ref}}")
    return to_label(chapter, "", label)


def document(chapter, content, line):
    """`{doc}`: a link to another chapter, named by its path from the root or from here."""
    text, target = text_and_target(content)
    start = "/" if target.startswith("/") else join("/chapters", dirname(chapter.slug))
    slug = normpath(join(start, target)).removeprefix("/chapters/")
    if slug not in chapter.book.index.titles:
        raise ChapterError(line, f"there is no chapter {slug!r}")
    return to_notebook(chapter, text or chapter.book.index.titles[slug], slug)


def citation_in_text(chapter, content, line):
    """`{cite:t}`: Author (year) as part of the sentence."""
    works = cited_keys(chapter, content, line)
    return ", ".join(chapter.book.bibliography.in_text(key) for key in works)


def citation_in_parentheses(chapter, content, line):
    """`{cite:p}`: (Author, year; Author, year)."""
    works = cited_keys(chapter, content, line)
    cited = "; ".join(chapter.book.bibliography.in_parentheses(key) for key in works)
    return f"({cited})"


def cited_keys(chapter, content: str, line: int) -> list[str]:
    """Return the keys of a citation."""
    keys = [key.strip() for key in content.split(",")]
    for key in keys:
        if key not in chapter.book.bibliography:
            raise ChapterError(line, f"references.bib has no entry {key!r}")
    return keys


def term(chapter, content, line):
    """`{term}`: a word of the glossary."""
    text, target = text_and_target(content)
    return f"*{text or target}*"


def code_name(chapter, content, line):
    """`{py:func}`: a name of the package, the last part alone after `~`."""
    text, target = text_and_target(content)
    last = target[1:].rpartition(".")[2] if target.startswith("~") else target
    return f"`{text or last}`"


ROLES = {
    "cite:p": citation_in_parentheses,
    "cite:t": citation_in_text,
    "doc": document,
    "eq": numbered_reference,
    "numref": numbered_reference,
    "py:func": code_name,
    "ref": reference,
    "term": term,
}


def to_label(chapter, text: str, label: Label) -> str:
    """Refer to a labelled place: with its number, or with the title of its section."""
    anchor = anchor_of(label.title) if label.kind == "Section" else ""
    return to_notebook(chapter, text or label.text, label.slug, anchor)


def to_notebook(chapter, text: str, slug: str, anchor: str = "") -> str:
    """Link to a notebook or to a heading of this one; plain text if there is neither."""
    path = ""
    if slug != chapter.slug:
        if slug not in chapter.book.index.with_notebook:
            return text
        path = relpath(f"{slug}.ipynb", dirname(chapter.slug) or ".")
    return f"[{text}]({path}{anchor})" if path or anchor else text


def anchor_of(title: str) -> str:
    """Return the address that Jupyter gives a heading, if it can be told beforehand."""
    plain = re.sub(r"[`*]", "", title)
    return "" if re.search(r"[$\\{<\[(]", plain) else "#" + re.sub(r"\s", "-", plain)
