"""Directives that arrange: in a notebook everything stands in one column."""

from tools.notebooks import links
from tools.notebooks.blocks import ChapterError

CARD_RULES = ("^^^", "+++")


def contents(chapter, directive) -> str:
    """`{tab-set}`, `{grid}` and others that only hold something: what they hold."""
    return chapter.body(directive)


def titled(chapter, directive) -> str:
    """`{tab-item} Title`, `{table} Title`: a bold title, then the body."""
    title = chapter.title(directive)
    return f"**{title}**\n\n{chapter.body(directive)}".strip()


def table(chapter, directive) -> str:
    """`{table} Title`: its number and title, then the body."""
    title = chapter.title(directive)
    if directive.label:
        title = f"**{chapter.book.index.labels[directive.label].text}.** {title}".rstrip()
    return f"{title}\n\n{chapter.body(directive)}".strip()


def card(chapter, directive) -> str:
    """`{card} Title`, `{grid-item-card} Title`: the title, linked if the card is."""
    title = chapter.title(directive)
    if "link" in directive.options:
        title = destination(chapter, title, directive, directive.options["link"])
    lines = directive.body.splitlines()
    body = "\n".join("" if line.strip() in CARD_RULES else line for line in lines)
    heading = f"**{title}**" if title else ""
    return f"{heading}\n\n{chapter.markdown(body, directive.body_line)}".strip()


def button(chapter, directive) -> str:
    """`{button-ref}` and `{button-link}`: a link with the body as its text."""
    return destination(chapter, chapter.body(directive), directive, directive.argument)


def destination(chapter, text: str, directive, target: str) -> str:
    """Link to an address, a chapter or a label, as `:link-type:` or `:ref-type:` say."""
    kind = directive.options.get("link-type") or directive.options.get("ref-type")
    if directive.name == "button-link" or kind == "url" or links.ADDRESS.match(target):
        return f"[{text or target}]({target})"
    if kind == "doc":
        return links.to_chapter(chapter, text, target, directive.line)
    if kind in ("ref", "any", None):
        return links.to_label(chapter, text, chapter.label(target, directive.line))
    raise ChapterError(directive.line, f"cannot link to a {kind!r}")


def nothing(chapter, directive) -> str:
    """Drop what only the website has: tables of contents, raw HTML."""
    return ""
