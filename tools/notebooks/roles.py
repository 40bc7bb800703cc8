"""Every role the chapters use, and the Markdown it becomes."""

import html
import re
from posixpath import basename

from tools.notebooks import links
from tools.notebooks.blocks import ChapterError
from tools.notebooks.index import Label

TEXT_AND_TARGET = re.compile(r"(?P<text>.*?)\s*<(?P<target>[^<>]+)>$", re.DOTALL)
EXPLAINED = re.compile(r"(?P<short>.*?)\s*\((?P<long>.*)\)$", re.DOTALL)


def convert(chapter, name: str, content: str, line: int) -> str:
    """Convert one role."""
    if name not in ROLES:
        message = f"unknown role {{{name}}}: add it to ROLES in tools/notebooks/roles.py"
        raise ChapterError(line, message)
    return ROLES[name](chapter, content, line)


def text_and_target(content: str) -> tuple[str, str]:
    """Split `text <target>`; a target alone has an empty text."""
    match = TEXT_AND_TARGET.match(content)
    return (match["text"], match["target"]) if match else ("", content.strip())


def reference(chapter, content, line):
    """`{ref}`: a labelled place by its title or number, or with the author's words."""
    text, target = text_and_target(content)
    return links.to_label(chapter, text, chapter.label(target, line))


def numbered_reference(chapter, content, line):
    """`{numref}`: "Figure 2", or a text with `%s` or `{number}` for the number."""
    text, target = text_and_target(content)
    label = numbered(chapter, target, line)
    for mark in ("%s", "{number}"):
        text = text.replace(mark, str(label.number))
    return links.to_label(chapter, text.replace("{name}", label.title), label)


def equation_reference(chapter, content, line):
    """`{eq}`: the number of an equation in parentheses."""
    return links.to_label(chapter, "", numbered(chapter, content.strip(), line))


def numbered(chapter, target: str, line: int) -> Label:
    """Look up a label that has a number."""
    label = chapter.label(target, line)
    if not label.number:
        raise ChapterError(line, f"{target!r} has no number: refer to it with {{ref}}")
    return label


def document(chapter, content, line):
    """`{doc}`: a link to another chapter."""
    text, target = text_and_target(content)
    return links.to_chapter(chapter, text, target, line)


def citation_in_text(chapter, content, line):
    """`{cite:t}`: Author (year) as part of the sentence."""
    keys = cited(chapter, content, line)
    return ", ".join(chapter.book.bibliography.in_text(key) for key in keys)


def citation_in_parentheses(chapter, content, line):
    """`{cite}` and `{cite:p}`: (Author, year; Author, year)."""
    keys = cited(chapter, content, line)
    works = "; ".join(chapter.book.bibliography.in_parentheses(key) for key in keys)
    return f"({works})"


def cited(chapter, content: str, line: int) -> list[str]:
    """Return the keys of a citation and remember them for `{bibliography}`."""
    keys = [key.strip() for key in content.split(",")]
    for key in keys:
        if key not in chapter.book.bibliography:
            raise ChapterError(line, f"references.bib has no entry {key!r}")
        if key not in chapter.cited:
            chapter.cited.append(key)
    return keys


def term(chapter, content, line):
    """`{term}`: a word of the glossary."""
    text, target = text_and_target(content)
    return f"*{text or target}*"


def abbreviation(chapter, content, line):
    """`{abbr}`: a short form that explains itself when pointed at."""
    match = EXPLAINED.match(content)
    if match is None:
        raise ChapterError(line, "{abbr} wants `short form (its meaning)`")
    return f'<abbr title="{html.escape(match["long"])}">{match["short"]}</abbr>'


def code_name(chapter, content, line):
    """`{py:func}` and its kind: a name of the package, the last part alone after `~`."""
    text, target = text_and_target(content)
    last = target[1:].rpartition(".")[2] if target.startswith("~") else target
    return f"`{text or last}`"


def file_to_download(chapter, content, line):
    """`{download}`: the text alone, since a notebook in Colab has no files beside it."""
    text, target = text_and_target(content)
    return text or f"`{basename(target)}`"


def mathematics(chapter, content, line):
    """`{math}`: mathematics inside a sentence."""
    return f"${' '.join(content.split())}$"


def tagged(opening: str, closing: str = ""):
    """Return a role that puts its text between two marks."""
    return lambda chapter, content, line: f"{opening}{content}{closing or opening}"


def nothing(chapter, content, line):
    """Drop what has no meaning outside the website, such as an icon."""
    return ""


PYTHON_NAMES = ("func", "class", "meth", "mod", "attr", "data", "exc", "obj")
ROLES = {
    "abbr": abbreviation,
    **dict.fromkeys(("cite", "cite:p"), citation_in_parentheses),
    "cite:t": citation_in_text,
    "code": tagged("`"),
    "doc": document,
    "download": file_to_download,
    "eq": equation_reference,
    "kbd": tagged("<kbd>", "</kbd>"),
    "math": mathematics,
    "numref": numbered_reference,
    **dict.fromkeys(("octicon", "material-regular", "material-outlined"), nothing),
    **dict.fromkeys((f"py:{name}" for name in PYTHON_NAMES), code_name),
    **dict.fromkeys(PYTHON_NAMES, code_name),
    "ref": reference,
    "sub": tagged("<sub>", "</sub>"),
    "sup": tagged("<sup>", "</sup>"),
    "term": term,
}
