"""Single sentences out of paragraphs, with their mathematics, code and emphasis."""

import re

from docutils import nodes

BOUNDARY = re.compile(r"(?<=[.?!])\s+")
LONGEST = 170  # characters of a sentence on a slide
FEWEST = 5  # words
MOST_QUESTION = 220  # characters of a paragraph that is a question
OPENING = "You will be able to"
# Says where something stands, which on a slide is elsewhere.
PLACE = re.compile(r"\b(above|below|page|pages|chapter|section|exercise|figure|cells?)\b")


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


def shown(sentence):
    """Return a sentence as a slide says it, or None if it is not for slides."""
    text = sentence.astext()
    linked = any("was-link" in part["classes"] for part in sentence.findall(nodes.inline))
    if linked or "[]" in text or PLACE.search(text) or text[0].islower():
        return None
    if not len(text.split()) >= FEWEST or len(text) > LONGEST or text[-1] not in ".?!:”":
        return None
    if text.endswith(":") and isinstance(sentence[-1], nodes.Text):
        sentence[-1] = nodes.Text(sentence[-1].astext()[:-1] + ".")
    return sentence


def first_sentence(parts):
    """Return the first sentence of the first paragraph among nodes, if a slide may say it."""
    for part in parts:
        if isinstance(part, nodes.paragraph | nodes.caption):
            for sentence in sentences(part):
                if len(sentence.astext().split()) >= FEWEST:
                    return shown(sentence)
    return None


def last_sentence(part):
    """Return the last sentence of a paragraph, if a slide may say it."""
    if not isinstance(part, nodes.paragraph):
        return None
    *_, sentence = sentences(part)
    return shown(sentence)


def question(section):
    """Return the first question of a section that can be shown, and what is said before it."""
    for part in section:
        before = None
        if isinstance(part, nodes.paragraph) and asks(part):
            return None, part
        for sentence in sentences(part) if isinstance(part, nodes.paragraph) else ():
            if sentence.astext().endswith("?") and shown(sentence):
                return before, sentence
            before = shown(sentence)
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
