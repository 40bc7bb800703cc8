"""Directives that set a passage apart: admonitions, exercises, solutions, tabs."""

from markdown_it import MarkdownIt

from tools.notebooks.blocks import ChapterError


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


def details(title: str, body: str) -> str:
    """Return an element that opens on a click; the empty lines make its body Markdown."""
    summary = MarkdownIt("commonmark").renderInline(title)
    return f"<details>\n<summary>{summary}</summary>\n\n{body}\n\n</details>"
