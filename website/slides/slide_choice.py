"""What of a chapter is shown on slides: few words, and everything that is to be looked at.

A section gives one slide for each of its pictures, equations, tables and shown functions, with
the sentence that leads to it above and the sentence that follows below. What was printed is
shown where there is nothing else to see. A section of words alone gives its first sentence.
"""

import re
from dataclasses import dataclass, field

from docutils import nodes

from website.widgets.widget_directive import WidgetFigure

NOT_SHOWN = re.compile(r"(Exercises|Quiz|Read on|Try next|What to try next)\b")
QUESTION, MISTAKES = "A question first", "Common mistakes"
LONGEST = {"code": 25, "text": 14, "run": 20, "table": 9}  # lines
LISTS = nodes.bullet_list | nodes.enumerated_list
MOST_LETTERS = 600  # of a table, or a list
WIDEST = 100  # characters of a line
FEWEST_PRINTED = 2  # lines
MOST_EQUATIONS, MOST_PRINTED = 2, 2  # on a slide; in a section
BOUNDARY = re.compile(r"(?<=[.?!])\s+")  # between sentences
LONGEST_SENTENCE, MOST_QUESTION = 170, 220  # characters; the second of a whole paragraph
FEWEST_WORDS = 5  # of a sentence
OPENING = "You will be able to"
# Says where something stands, which on a slide is elsewhere.
PLACE = re.compile(r"\b(above|below|page|pages|chapter|section|exercise|figure|cells?)\b")
# Says that data were made up, or results are to come: nothing to lecture on.
PROVISIONAL = ("STAND-IN", "no runs yet")


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


def slides_of(document, with_code=False):
    """Yield the slides of a chapter; `with_code` shows cells together with what they print."""
    chapter = next(document.findall(nodes.section))
    yield Slide(chapter[0], "", [("aims", aims(opening_box(document)))])
    for section in chapter.findall(nodes.section):
        if section is chapter or hidden(section, chapter):
            continue
        title = section[0].astext()
        if title == QUESTION:
            parts = list(asked(section))
        elif title == MISTAKES:
            beginnings = bold_beginnings(section)
            parts = [("list", beginnings)] if beginnings else []
        else:
            yield from of_section(section, with_code)
            continue
        if parts:
            yield Slide(section[0], anchor_of(section), parts)


def hidden(section, chapter):
    """Tell whether a section lies in one that is not shown, or in a solution."""
    while section is not chapter:
        if not isinstance(section[0], nodes.title) or NOT_SHOWN.match(section[0].astext()):
            return True
        section = section.parent
    return False


def anchor_of(section):
    """Return the name under which a section can be linked to, or ""."""
    return next(iter(section["ids"]), "")


def asked(section):
    """Yield a quotation, or else a sentence, and the question that is asked of it."""
    before, sentence = question(section)
    quote = next((child for child in section if isinstance(child, nodes.block_quote)), None)
    if quote is not None:
        yield "quote", [quote]
    elif before:
        yield "words", [before]
    if sentence:
        yield "question", [sentence]
    choices = next((child for child in section if isinstance(child, LISTS)), None)
    if choices is not None and len(choices.astext()) <= MOST_LETTERS:
        yield "list", [nodes.paragraph("", item.astext()) for item in choices]


def of_section(section, with_code=False):
    """Yield the slides of an ordinary section."""
    kinds = [(place, kind_of(child, with_code), child) for place, child in enumerate(section)]
    visible = [(place, kind, child) for place, kind, child in kinds if kind]
    printed = [entry for entry in visible if entry[1] == "text"]
    if len(printed) < len(visible):
        visible = [entry for entry in visible if entry not in printed]
    else:
        visible = [entry for entry in printed if explained(section, entry[0])][:MOST_PRINTED]
    pages, equations = [], []
    for place, kind, child in visible:
        shown = (kind, picked(kind, child))
        before, after = leading(section, place, child), following(section, place)
        if kind == "equation":
            if [k for k, _ in equations].count("equation") == MOST_EQUATIONS:
                pages.append(equations)
                equations = []
            equations = [*(equations or before), shown]
            last = after
        elif kind == "picture" and [k for k, _ in equations].count("equation") == 1:
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
    anchor = anchor_of(section)
    for parts in pages:
        yield Slide(section[0], anchor, parts)


def kind_of(node, with_code=False):
    """Return what there is to look at in a part of a section, or None."""
    classes = node.get("classes", ()) if isinstance(node, nodes.Element) else ()
    if isinstance(node, nodes.math_block):
        return "equation"
    if isinstance(node, WidgetFigure):
        return "widget"
    if isinstance(node, nodes.table):
        few = len(list(node.findall(nodes.row))) <= LONGEST["table"]
        return "table" if few and len(node.astext()) <= MOST_LETTERS else None
    if (isinstance(node, nodes.figure | nodes.paragraph) or "cell" in classes) and drawings(
        node
    ):
        return "picture"
    for kind, wanted in (("code", "source"), ("text", "cell")):
        if wanted in classes and fits(picked(kind, node), LONGEST[kind]):
            whole = kind == "text" and with_code and fits(picked("run", node), LONGEST["run"])
            return "run" if whole else kind
    return None


def picked(kind, node):
    """Return the nodes of a part that are shown."""
    if kind == "picture":
        return drawings(node)[:1]
    if kind == "run":
        return list(node.findall(nodes.literal_block))
    if kind == "text":
        outputs = (o for o in node.findall(nodes.container) if "cell_output" in o["classes"])
        return [block for output in outputs for block in output.findall(nodes.literal_block)]
    return [node]


def drawings(node):
    """Return the drawings in a node: SVG, put there by `website.page.inline_figures`."""
    raws = node.findall(nodes.raw) if isinstance(node, nodes.Element) else ()
    return [raw for raw in raws if raw.astext().startswith('<span class="figure-box"')]


def fits(shown, most):
    """Tell whether code or printed lines are few and short enough to be read from afar."""
    lines = [line for node in shown for line in node.astext().splitlines()]
    return 0 < len(lines) <= most and max(map(len, lines)) <= WIDEST


def explained(section, place):
    """Tell whether printed lines are worth a slide: some lines, with a sentence beside them."""
    text = "\n".join(block.astext() for block in picked("text", section[place]))
    few = len(text.splitlines()) < FEWEST_PRINTED
    sentence = leading(section, place, section[place]) or following(section, place)
    return bool(sentence) and not few and not any(words in text for words in PROVISIONAL)


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


def sentences(paragraph):
    """Yield the sentences of a paragraph, each as a paragraph of its own."""
    now = nodes.paragraph()
    for child in paragraph.children:
        if not isinstance(child, nodes.Text):
            now += plain(child)
            continue
        *whole, rest = BOUNDARY.split(" ".join(child.astext().split("\n")))
        for text in whole:
            now += nodes.Text(text)
            yield now
            now = nodes.paragraph()
        if rest:
            now += nodes.Text(rest)
    if now.children:
        yield now


def plain(node):
    """Return a copy of inline markup; of what has a link in it, only the words are kept."""
    if next(iter(node.findall(nodes.reference)), None) is not None:
        return nodes.inline("", node.astext(), classes=["was-link"])
    return node.deepcopy()


def presentable(sentence):
    """Return a sentence as a slide says it, or None if it is not for slides."""
    text = sentence.astext()
    linked = any("was-link" in part["classes"] for part in sentence.findall(nodes.inline))
    if linked or "[]" in text or PLACE.search(text) or text[0].islower():
        return None
    if len(text.split()) < FEWEST_WORDS or len(text) > LONGEST_SENTENCE:
        return None
    if text[-1] not in ".?!:”":
        return None
    if text.endswith(":") and isinstance(sentence[-1], nodes.Text):
        sentence[-1] = nodes.Text(sentence[-1].astext()[:-1] + ".")
    return sentence


def first_sentence(parts):
    """Return the first sentence of the first paragraph among nodes, if a slide may say it."""
    for part in parts:
        if isinstance(part, nodes.paragraph | nodes.caption):
            for sentence in sentences(part):
                if len(sentence.astext().split()) >= FEWEST_WORDS:
                    return presentable(sentence)
    return None


def last_sentence(part):
    """Return the last sentence of a paragraph, if a slide may say it."""
    if not isinstance(part, nodes.paragraph):
        return None
    *_, sentence = sentences(part)
    return presentable(sentence)


def question(section):
    """Return the first question of a section that can be shown, and what is said before it."""
    for part in section:
        before = None
        if isinstance(part, nodes.paragraph) and asks(part):
            return None, part
        for sentence in sentences(part) if isinstance(part, nodes.paragraph) else ():
            if sentence.astext().endswith("?") and presentable(sentence):
                return before, sentence
            before = presentable(sentence)
    return None, None


def asks(paragraph):
    """Tell whether a whole paragraph is a question, and short."""
    text = paragraph.astext()
    linked = next(iter(paragraph.findall(nodes.reference)), None) is not None
    return text.endswith("?") and len(text) <= MOST_QUESTION and not linked


def bold_beginnings(section):
    """Return the bold words with which the items of a list begin."""
    items = (item[0] for item in section.findall(nodes.list_item))
    return [
        nodes.paragraph("", "", *(child.deepcopy() for child in item[0]))
        for item in items
        if item.children and isinstance(item[0], nodes.strong)
    ]


def aims(box):
    """Return what a chapter promises, one promise a paragraph."""
    (text,) = (p for p in box.findall(nodes.paragraph) if p.astext().startswith(OPENING))
    promises = re.split(r";\s+", " ".join(text.astext().removeprefix(OPENING).split()))
    return [nodes.paragraph("", words.removeprefix("and ").rstrip(". ")) for words in promises]
