"""Directives that set a passage apart: admonitions, exercises, solutions."""

from markdown_it import MarkdownIt

from tools.notebooks.blocks import ChapterError


def admonition(chapter, directive) -> str:
    """`{note}` and its kind; hidden until asked for if it has the class `dropdown`."""
    title, body = directive.name.title(), content(chapter, directive)
    if directive.name == "seealso":
        title = "See also"
    return box(chapter, directive, title, body)


def titled_box(chapter, directive) -> str:
    """`{admonition} Title`, and others whose argument is a title."""
    title = chapter.title(directive)
    return box(chapter, directive, title, chapter.body(directive))


def box(chapter, directive, title: str, body: str) -> str:
    """Return a block quote, or a `<details>` element for a box that is closed at first."""
    if "dropdown" in directive.options.get("class", ""):
        return details(title, body)
    lines = [f"**{title}**", "", *body.splitlines()] if title else body.splitlines()
    return "\n".join(f"> {line}".rstrip() for line in lines)


def dropdown(chapter, directive) -> str:
    """`{dropdown} Title`: closed at first."""
    title = chapter.title(directive) or "More"
    return details(title, chapter.body(directive))


def exercise(chapter, directive) -> str:
    """`{exercise} Title`, and `{exercise-start}`, whose text follows up to its end."""
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


def details(title: str, body: str) -> str:
    """Return an element that opens on a click; the empty lines make its body Markdown."""
    summary = MarkdownIt("commonmark").renderInline(title)
    return f"<details>\n<summary>{summary}</summary>\n\n{body}\n\n</details>"


def content(chapter, directive) -> str:
    """Convert a body that may begin beside the directive's name."""
    if not directive.argument:
        return chapter.body(directive)
    text = f"{directive.argument}\n{directive.body}"
    return chapter.markdown(text, directive.body_line - 1)
