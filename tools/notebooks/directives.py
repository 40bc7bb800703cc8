"""Every directive that a chapter with a notebook uses, and the Markdown it becomes.

Pictures travel inside the notebook, because in Colab it has no folder beside it. Colab shows
no SVG in Markdown, so a drawing gets the address `svg:path:sha256` here and becomes a PNG in
`pictures` when the notebook is written.
"""

import hashlib
import html
import re
import textwrap
from pathlib import Path
from xml.etree import ElementTree

from markdown_it import MarkdownIt

from tools.notebooks.blocks import ChapterError, Directive
from website.page.inline_svg import pixels
from website.page.source_of import UnknownNameError, source_of
from website.quiz.quiz_source import Passage, Question, QuizError, read

MOVES_ELSEWHERE = "On the course's website this is a figure that you can move."
WIDEST = 760  # pixels


def convert(chapter, directive: Directive) -> str:
    """Convert one directive."""
    name = directive.name
    if name == "code-cell":
        message = "a {code-cell} stands by itself: put it below the box"
        raise ChapterError(directive.line, message)
    if name not in DIRECTIVES:
        message = f"unknown directive {{{name}}}: add it to DIRECTIVES"
        raise ChapterError(directive.line, f"{message} in tools/notebooks/directives.py")
    return DIRECTIVES[name](chapter, directive)


def note(chapter, directive) -> str:
    """`{note}`: a block quote; its text may begin beside the name."""
    text = f"{directive.argument}\n{directive.body}"
    return box("Note", chapter.markdown(text, directive.body_line - 1))


def admonition(chapter, directive) -> str:
    """`{admonition} Title`: closed at first if it has the class `dropdown`."""
    title, body = chapter.title(directive), chapter.body(directive)
    closed = "dropdown" in directive.options.get("class", "")
    return details(title, body) if closed else box(title, body)


def box(title: str, body: str) -> str:
    """Return a block quote."""
    return "\n".join(f"> {line}".rstrip() for line in (f"**{title}**", "", *body.splitlines()))


def details(title: str, body: str) -> str:
    """Return an element that opens on a click; the empty lines make its body Markdown."""
    summary = MarkdownIt("commonmark").renderInline(title)
    return f"<details>\n<summary>{summary}</summary>\n\n{body}\n\n</details>"


def exercise(chapter, directive) -> str:
    """`{exercise} Title`: the title in bold, and the text."""
    title = chapter.title(directive)
    heading = f"**Exercise: {title}**" if title else "**Exercise**"
    return f"{heading}\n\n{chapter.body(directive)}".strip()


def solution(chapter, directive) -> str:
    """`{solution} label`: closed at first."""
    chapter.label(directive.argument, directive.line)
    return details("Solution", chapter.body(directive))


def solution_start(chapter, directive) -> str:
    """`{solution-start} label`: code cells are closed up to the end (see `notebook`)."""
    chapter.label(directive.argument, directive.line)
    chapter.solution_line = directive.line
    return f"**Solution**\n\n{chapter.body(directive)}".strip()


def solution_end(chapter, directive) -> str:
    """`{solution-end}`: code cells are open again."""
    if not chapter.solution_line:
        raise ChapterError(directive.line, "no {solution-start} comes before this end")
    chapter.solution_line = 0
    return ""


def tabs(chapter, directive) -> str:
    """`{tab-set}`: what it holds, one tab below the other."""
    return chapter.body(directive)


def tab(chapter, directive) -> str:
    """`{tab-item} Title`: the title in bold, and the text."""
    return f"**{chapter.title(directive)}**\n\n{chapter.body(directive)}".strip()


def figure(chapter, directive) -> str:
    """`{figure}`: the drawing, and below it the number and the caption."""
    target, line, root = directive.argument, directive.line, chapter.book.root
    folder = root if target.startswith("/") else chapter.book.chapter(chapter.slug).parent
    path = (folder / target.lstrip("/")).resolve()
    if not path.is_file():
        raise ChapterError(line, f"there is no picture {target!r}")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    alt = html.escape(" ".join(directive.options.get("alt", "").split()))
    address = f"svg:{path.relative_to(root).as_posix()}:{digest}"
    image = f'<img src="{address}" alt="{alt}" width="{natural_width(path, line)}">'
    text = chapter.body(directive)
    if directive.label:
        text = f"**{chapter.book.index.labels[directive.label].text}.** {text}"
    return f"{image}\n\n{text}".strip()


def natural_width(path: Path, line: int) -> int:
    """Return the width at which an SVG is meant to be seen, but no more than a notebook has."""
    try:
        root = ElementTree.parse(path).getroot()
    except ElementTree.ParseError as error:
        raise ChapterError(line, f"{path.name} is not an SVG: {error}") from None
    view = root.get("viewBox")
    if view is None:
        raise ChapterError(line, f"{path.name} needs a viewBox")
    return min(round(pixels(root.get("width")) or float(view.split()[2])), WIDEST)


def source(chapter, directive) -> str:
    """`{source} dotted.name`: code of the package, read by name."""
    name = directive.argument
    try:
        code = source_of(name, root=chapter.book.root)
    except UnknownNameError as error:
        raise ChapterError(directive.line, str(error)) from None
    # The fence's marks are longer than any in the code.
    longest = max((len(marks) for marks in re.findall(r"`{3,}", code)), default=2)
    marks = "`" * (longest + 1)
    return f"`{name}`:\n\n{marks}python\n{code.rstrip()}\n{marks}"


def widget(chapter, directive) -> str:
    """`{widget} slug`: what the interactive figure shows, and where it can be moved."""
    return f"{chapter.body(directive)}\n\n*{MOVES_ELSEWHERE}*"


def quiz(chapter, directive) -> str:
    """`{quiz}`: each question in bold, its options, and the reasons on a click."""
    if directive.options:
        raise ChapterError(directive.line, "{quiz} takes no options")
    text, line = directive.body, directive.body_line
    if directive.argument:
        text, line = f"{directive.argument}\n{text}", line - 1
    try:
        questions = read(text, line)
    except QuizError as error:
        raise ChapterError(error.line, f"{{quiz}}: {error}") from None
    return "\n\n".join(quiz_question(chapter, question) for question in questions)


def quiz_question(chapter, question: Question) -> str:
    """Convert one question."""
    sentence, *more = chapter.markdown(question.text.text, question.text.line).split("\n\n", 1)
    options = [quiz_item(chapter, f"{o.letter}. ", o.text) for o in question.options]
    reasons = [quiz_item(chapter, "", option.reason) for option in question.options]
    closed = details("Answer and reasons", "\n".join(reasons))
    return "\n\n".join(
        [f"**{question.number}. {sentence}**", *more, "\n".join(options), closed]
    )


def quiz_item(chapter, start: str, passage: Passage) -> str:
    """Return a passage as an item of a list."""
    text = chapter.markdown(passage.text, passage.line)
    return "- " + textwrap.indent(f"{start}{text}", "  ").lstrip()


DIRECTIVES = {
    "note": note,
    "admonition": admonition,
    "exercise": exercise,
    "solution": solution,
    "solution-start": solution_start,
    "solution-end": solution_end,
    "tab-set": tabs,
    "tab-item": tab,
    "figure": figure,
    "widget": widget,
    "quiz": quiz,
    "source": source,
}
