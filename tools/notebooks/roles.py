"""Every role the chapters use, and the Markdown it becomes."""

import re

from tools.notebooks import links
from tools.notebooks.blocks import ChapterError

TEXT_AND_TARGET = re.compile(r"(?P<text>.*?)\s*<(?P<target>[^<>]+)>$", re.DOTALL)


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
    """`{numref}`: "Figure 2"; `{eq}`: the number of an equation in parentheses."""
    target = content.strip()
    label = chapter.label(target, line)
    if not label.number:
        raise ChapterError(line, f"{target!r} has no number: refer to it with {{ref}}")
    return links.to_label(chapter, "", label)


def document(chapter, content, line):
    """`{doc}`: a link to another chapter."""
    text, target = text_and_target(content)
    return links.to_chapter(chapter, text, target, line)


def citation_in_text(chapter, content, line):
    """`{cite:t}`: Author (year) as part of the sentence."""
    keys = cited(chapter, content, line)
    return ", ".join(chapter.book.bibliography.in_text(key) for key in keys)


def citation_in_parentheses(chapter, content, line):
    """`{cite:p}`: (Author, year; Author, year)."""
    keys = cited(chapter, content, line)
    works = "; ".join(chapter.book.bibliography.in_parentheses(key) for key in keys)
    return f"({works})"


def cited(chapter, content: str, line: int) -> list[str]:
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
