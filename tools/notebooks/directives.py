"""Every directive the chapters use, and the function that converts it."""

from tools.notebooks import boxes, figures, inserts, layout, maths, quiz
from tools.notebooks.blocks import ChapterError, Directive

ADMONITIONS = (
    *("note", "tip", "hint", "important", "warning", "caution", "attention", "danger"),
    *("error", "seealso"),
)
TITLED_BOXES = ("admonition", "margin", "sidebar", "topic", "epigraph")
HOLDERS = ("tab-set", "grid", "grid-item", "div", "container", "exercise-end")

DIRECTIVES = {
    **dict.fromkeys(ADMONITIONS, boxes.admonition),
    **dict.fromkeys(TITLED_BOXES, boxes.titled_box),
    **dict.fromkeys(("dropdown", "toggle"), boxes.dropdown),
    **dict.fromkeys(("exercise", "exercise-start"), boxes.exercise),
    "solution": boxes.solution,
    "solution-start": boxes.solution_start,
    "solution-end": boxes.solution_end,
    "figure": figures.figure,
    "image": figures.image_directive,
    "math": maths.directive,
    "quiz": quiz.quiz,
    "source": inserts.source,
    "widget": inserts.widget,
    **dict.fromkeys(("code", "code-block", "sourcecode"), inserts.code_block),
    "literalinclude": inserts.literalinclude,
    "glossary": inserts.glossary,
    "bibliography": inserts.bibliography,
    **dict.fromkeys(HOLDERS, layout.contents),
    "tab-item": layout.titled,
    "table": layout.table,
    **dict.fromkeys(("card", "grid-item-card"), layout.card),
    **dict.fromkeys(("button-ref", "button-link"), layout.button),
    **dict.fromkeys(("contents", "tableofcontents", "toctree", "raw"), layout.nothing),
}


def convert(chapter, directive: Directive) -> str:
    """Convert one directive."""
    name = directive.name
    if name == "code-cell":
        message = "a {code-cell} stands by itself: in an exercise use {exercise-start}"
        raise ChapterError(directive.line, message)
    if name not in DIRECTIVES:
        message = f"unknown directive {{{name}}}: add it to DIRECTIVES"
        raise ChapterError(directive.line, f"{message} in tools/notebooks/directives.py")
    return DIRECTIVES[name](chapter, directive)
