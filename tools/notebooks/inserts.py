"""Directives that bring something in: code, the glossary, the list of references."""

import re

from extensions.source_of import UnknownNameError, source_of
from tools.notebooks.blocks import ChapterError

MOVES_ELSEWHERE = "On the course's website this is a figure that you can move."
# What a reader would miss is an error; line numbers and highlights are not missed.
LITERALINCLUDE_OPTIONS = {
    *("language", "lines", "caption", "name"),
    *("linenos", "lineno-start", "lineno-match", "emphasize-lines", "class"),
}


def source(chapter, directive) -> str:
    """`{source} dotted.name`: code of the package, read by name."""
    name = directive.argument
    try:
        code = source_of(name, "docstring" in directive.options, root=chapter.book.root)
    except UnknownNameError as error:
        raise ChapterError(directive.line, str(error)) from None
    return f"`{name}`:\n\n{fence('python', code)}"


def widget(chapter, directive) -> str:
    """`{widget} slug`: what the interactive figure shows, and where it can be moved."""
    return f"{chapter.body(directive)}\n\n*{MOVES_ELSEWHERE}*"


def code_block(chapter, directive) -> str:
    """`{code-block} language`: the caption and the code."""
    return captioned(chapter, directive, fence(directive.argument, directive.body))


def literalinclude(chapter, directive) -> str:
    """`{literalinclude} path`: a file of the repository, or some of its lines."""
    if unknown := set(directive.options) - LITERALINCLUDE_OPTIONS:
        message = f"{{literalinclude}} with {', '.join(sorted(unknown))} is not supported"
        raise ChapterError(directive.line, f"{message}: see tools/notebooks/inserts.py")
    target = directive.argument
    folder = chapter.book.chapter(chapter.slug).parent
    path = chapter.book.root / target[1:] if target.startswith("/") else folder / target
    if not path.is_file():
        raise ChapterError(directive.line, f"there is no file {target!r}")
    lines = path.read_text(encoding="utf-8").splitlines()
    if wanted := directive.options.get("lines"):
        lines = [lines[number - 1] for number in line_numbers(wanted, len(lines))]
    code = fence(directive.options.get("language", ""), "\n".join(lines))
    return captioned(chapter, directive, code)


def line_numbers(wanted: str, last: int) -> list[int]:
    """Return the numbers in a list such as `1,3-5,9-`."""
    numbers: list[int] = []
    for part in wanted.split(","):
        start, dash, end = part.strip().partition("-")
        numbers += range(int(start or 1), int(end or last if dash else start) + 1)
    return numbers


def captioned(chapter, directive, code: str) -> str:
    """Put the caption, with its number if there is a label, above the code."""
    caption = chapter.inline(directive.options.get("caption", ""), directive.line)
    if directive.label:
        caption = f"**{chapter.book.index.labels[directive.label].text}.** {caption}".rstrip()
    return f"{caption}\n\n{code}".strip()


def fence(language: str, code: str) -> str:
    """Return a fenced block whose marks are longer than any in the code."""
    longest = max((len(marks) for marks in re.findall(r"`{3,}", code)), default=2)
    marks = "`" * (longest + 1)
    return f"{marks}{language}\n{code.rstrip()}\n{marks}"


def glossary(chapter, directive) -> str:
    """`{glossary}`: terms, each above its indented definition, to a list."""
    lines: list[str] = []
    terms: list[str] = []
    for line in directive.body.splitlines():
        if line.strip() and not line.startswith(" "):
            terms.append(line.strip())
            lines.append("")
        elif line.strip() and terms:
            lines.append(f"- **{', '.join(terms)}**: {line.strip()}")
            terms = []
        else:
            lines.append(f"  {line.strip()}".rstrip())
    return chapter.markdown("\n".join(lines), directive.body_line)


def bibliography(chapter, directive) -> str:
    """`{bibliography}`: the works that this chapter has cited so far."""
    return chapter.book.bibliography.listed(chapter.cited)
