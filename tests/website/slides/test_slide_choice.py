"""The words on slides: whole sentences, short, that make sense without the page."""

import pytest
from docutils import nodes

from website.slides.slide_choice import (
    bold_beginnings,
    first_sentence,
    last_sentence,
    question,
    slides_of,
)


def paragraph(*parts):
    return nodes.paragraph("", "", *[nodes.Text(p) if isinstance(p, str) else p for p in parts])


def strong(text):
    return nodes.strong("", text)


LINK = nodes.reference("", "Chapter two", refuri="two.html")


def test_sentences_keep_their_markup():
    part = paragraph(
        "It is a ", nodes.literal("", "gate"), " that shuts. The next one is open now."
    )
    assert first_sentence([part]).astext() == "It is a gate that shuts."
    assert isinstance(first_sentence([part])[1], nodes.literal)
    assert last_sentence(part).astext() == "The next one is open now."
    assert last_sentence(paragraph("It looks like this, in fact:")).astext().endswith("fact.")


@pytest.mark.parametrize(
    "part",
    [
        paragraph("Short."),
        paragraph("Here it is said " * 20 + "."),
        paragraph("What the figure above says is plain to see."),
        paragraph("and so it goes on, without a beginning."),
        paragraph("More of this you will find in ", LINK.deepcopy(), " of the course."),
        paragraph("There is no full stop at the end of it"),
        nodes.comment("", "What nobody reads, and no slide shows."),
    ],
)
def test_what_is_not_for_slides(part):
    assert first_sentence([part]) is None


def section(title, *children):
    return nodes.section("", nodes.title("", title), *children, ids=[title.lower()])


def test_a_question_and_what_was_said_before_it():
    asked = section(
        "Q", paragraph("A film was seen by two people. Did they both like it? Yes.")
    )
    before, sentence = question(asked)
    assert before.astext() == "A film was seen by two people."
    assert sentence.astext() == "Did they both like it?"
    short = paragraph("A number is passed on. What arrives?")
    assert question(section("Q", short)) == (None, short)
    assert question(section("Q", paragraph("Nothing is asked here at all."))) == (None, None)


def test_mistakes_are_told_by_their_beginnings():
    items = [
        nodes.list_item("", paragraph(strong("No mask."), " Padding is read.")),
        nodes.list_item("", paragraph("Something without a name.")),
    ]
    listed = section("Common mistakes", nodes.bullet_list("", *items))
    assert [words.astext() for words in bold_beginnings(listed)] == ["No mask."]


def chapter(*sections):
    box = nodes.admonition("", nodes.title("", "This chapter"))
    box += paragraph(strong("You will be able to"), " do one thing; and do another.")
    document = nodes.Element()
    document += section("A chapter", box, *sections)
    return document


def test_a_chapter_s_slides():
    equation, other = (nodes.math_block("", text) for text in ("a", "b"))
    shown = chapter(
        section("Equations", paragraph("This is how it is done:"), equation, other),
        section("Words", paragraph("It is said once, and nothing is shown. Then more.")),
        section("Exercises", section("Inside", paragraph("Try it with two of them. Well."))),
    )
    slides = list(slides_of(shown))
    titles = [slide.title.astext() for slide in slides]
    assert titles == ["A chapter", "Equations", "Words"]
    (_, aims), *_ = slides[0].parts
    assert [aim.astext() for aim in aims] == ["do one thing", "do another"]
    assert [kind for kind, _ in slides[1].parts] == ["words", "equation", "equation"]
    assert slides[1].anchor == "equations"


def test_printed_lines_need_a_sentence_and_no_stand_in():
    def cell(text):
        block = nodes.literal_block(text, text)
        output = nodes.container("", block, classes=["cell_output"])
        return nodes.container("", output, classes=["cell"])

    said = paragraph("Compare the two rows with each other:")
    for printed, kinds in (
        ("one\ntwo", ["words", "text"]),
        ("one", ["words"]),
        ("STAND-IN\ntwo", ["words"]),
        ("\n".join("x" * 20), ["words"]),
    ):
        pages = list(slides_of(chapter(section("Numbers", said.deepcopy(), cell(printed)))))
        assert [kind for kind, _ in pages[1].parts] == kinds, printed
