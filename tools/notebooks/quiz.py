"""The `quiz` directive: in a notebook, questions with all reasons closed at first."""

import textwrap

from tools.notebooks.blocks import ChapterError
from tools.notebooks.boxes import details
from website.quiz.quiz_source import Passage, Question, QuizError, read


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
    return "\n\n".join(asked(chapter, question) for question in questions)


def asked(chapter, question: Question) -> str:
    """Convert one question."""
    sentence, *more = chapter.markdown(question.text.text, question.text.line).split("\n\n", 1)
    options = [item(chapter, f"{o.letter}. ", o.text) for o in question.options]
    reasons = [item(chapter, "", option.reason) for option in question.options]
    parts = [
        f"**{question.number}. {sentence}**",
        *more,
        "\n".join(options),
        details("Answer and reasons", "\n".join(reasons)),
    ]
    return "\n\n".join(parts)


def item(chapter, start: str, passage: Passage) -> str:
    """Return a passage as an item of a list."""
    text = chapter.markdown(passage.text, passage.line)
    return "- " + textwrap.indent(f"{start}{text}", "  ").lstrip()
