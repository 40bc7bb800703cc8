"""Every directive that a chapter with a notebook uses, and the function that converts it."""

from tools.notebooks import boxes, figures, inserts, quiz
from tools.notebooks.blocks import ChapterError, Directive

DIRECTIVES = {
    "note": boxes.note,
    "admonition": boxes.admonition,
    "exercise": boxes.exercise,
    "solution": boxes.solution,
    "solution-start": boxes.solution_start,
    "solution-end": boxes.solution_end,
    "tab-set": boxes.tabs,
    "tab-item": boxes.tab,
    "figure": figures.figure,
    "widget": inserts.widget,
    "quiz": quiz.quiz,
    "source": inserts.source,
}


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
