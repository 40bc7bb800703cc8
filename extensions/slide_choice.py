"""What of a chapter is shown on slides: few words, and everything that is to be looked at.

A section gives one slide for each of its pictures, equations, tables and shown functions, with
the sentence that leads to it above and the sentence that follows below. What was printed is shown
where there is nothing else to see. A section of words alone gives its first sentence.
"""

import re
from dataclasses import dataclass, field

from docutils import nodes

from extensions.slide_words import bold_beginnings, first_sentence, last_sentence, questions
from extensions.widgets import WidgetFigure

NOT_SHOWN = re.compile(r"(Exercises|Quiz|Read on|Try next|What to try next)\b")
QUESTION, MISTAKES = "A question first", "Common mistakes"
OPENING = "You will be able to"
LONGEST = {"code": 30, "text": 14, "table": 12}  # lines
WIDEST = 100  # characters of a line
MOST_EQUATIONS = 2


@dataclass
class Slide:
    """A heading, where it leads, and (kind, nodes) from top to bottom."""

    title: nodes.Node
    anchor: str
    parts: list = field(default_factory=list)


def opening_box(document):
    """Return the box that a chapter or a lab begins with, or None on any other page."""
    for box in document.findall(nodes.admonition):
        if box[0].astext() in ("This chapter", "This lab"):
            return box
    return None


def slides_of(document):
    """Yield the slides of a chapter."""
    chapter = next(document.findall(nodes.section))
    yield Slide(chapter[0], "", [("aims", aims(opening_box(document)))])
    for section in chapter.findall(nodes.section):
        title = section[0].astext()
        if section is chapter or NOT_SHOWN.match(title) or hidden(section, chapter):
            continue
        if title == QUESTION:
            quotes = [("quote", [child]) for child in section if isinstance(child, nodes.block_quote)]
            found = [*quotes[:1], *(("words", [words]) for words in questions(section))]
        elif title == MISTAKES:
            found = [("list", bold_beginnings(section))]
        else:
            yield from of_section(section)
            continue
        if found:
            yield Slide(section[0], section["ids"][0], found)


def hidden(section, chapter):
    """Tell whether a section lies in one that is not shown."""
    while section is not chapter:
        if NOT_SHOWN.match(section[0].astext()):
            return True
        section = section.parent
    return False


def aims(box):
    """Return what a chapter promises, one promise a paragraph."""
    (text,) = (p for p in box.findall(nodes.paragraph) if p.astext().startswith(OPENING))
    promises = re.split(r";\s+", " ".join(text.astext().removeprefix(OPENING).split()))
    return [nodes.paragraph("", promise.strip().rstrip(".")) for promise in promises]


def of_section(section):
    """Yield the slides of an ordinary section."""
    found = [(place, kind_of(child), child) for place, child in enumerate(section)]
    visible = [(place, kind, child) for place, kind, child in found if kind]
    if any(kind != "text" for _, kind, _ in visible):
        visible = [entry for entry in visible if entry[1] != "text"]
    pages, equations = [], []
    for place, kind, child in visible:
        shown = (kind, picked(kind, child))
        before, after = leading(section, place, child), following(section, place)
        if kind == "equation":
            if len(equations) == MOST_EQUATIONS:
                pages.append(equations)
                equations = []
            equations = [*(equations or before), shown]
            last = after
        elif kind == "picture" and equations:
            pages.append([*equations, shown, *after])
            equations = []
        else:
            if equations:
                pages.append([*equations, *last])
                equations = []
            pages.append([*before, shown, *after])
    if equations:
        pages.append([*equations, *last])
    if not pages and (words := first_sentence(section)):
        pages = [[("words", [words])]]
    for parts in pages:
        yield Slide(section[0], section["ids"][0], parts)


def kind_of(node):
    """Return what there is to look at in a part of a section, or None."""
    classes = node.get("classes", ()) if isinstance(node, nodes.Element) else ()
    if isinstance(node, nodes.math_block):
        return "equation"
    if isinstance(node, WidgetFigure):
        return "widget"
    if isinstance(node, nodes.table):
        return "table" if len(list(node.findall(nodes.row))) <= LONGEST["table"] else None
    if drawings(node) and not isinstance(node, nodes.section):
        return "picture"
    for kind, wanted in (("code", "source"), ("text", "cell")):
        if wanted in classes:
            return kind if fits(picked(kind, node), LONGEST[kind]) else None
    return None


def picked(kind, node):
    """Return the nodes of a part that are shown."""
    if kind == "picture":
        return drawings(node)[:1]
    if kind == "text":
        outputs = (o for o in node.findall(nodes.container) if "cell_output" in o["classes"])
        return [block for output in outputs for block in output.findall(nodes.literal_block)]
    return [node]


def drawings(node):
    """Return the drawings in a node: SVG, put there by `extensions.figures`."""
    raws = node.findall(nodes.raw) if isinstance(node, nodes.Element) else ()
    return [raw for raw in raws if raw.astext().startswith('<span class="figure-box"')]


def fits(shown, most):
    """Tell whether code or printed lines are few and short enough to be read from afar."""
    lines = [line for node in shown for line in node.astext().splitlines()]
    return 0 < len(lines) <= most and max(map(len, lines)) <= WIDEST


def leading(section, place, node):
    """Return the sentence above: the last before it, or the first of a figure's caption."""
    caption = next(iter(node.findall(nodes.caption)), None)
    if caption is not None and not isinstance(node, nodes.container):
        sentence = first_sentence([caption])
    else:
        sentence = last_sentence(section[place - 1])
    return [("words", [sentence])] if sentence else []


def following(section, place):
    """Return the sentence below: the first of the paragraph that follows."""
    sentence = first_sentence(section[place + 1 : place + 2])
    return [("words", [sentence])] if sentence else []
