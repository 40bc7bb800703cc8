"""What a quiz may look like in a chapter, and what is said of a mistake in it."""

import re
import subprocess
import sys

import pytest
from small_book import QUIZ

from website.quiz.quiz_source import QuizError, read

SOURCE = "\n".join(QUIZ.splitlines()[1:-1])


def test_everything_is_read_with_its_line():
    first, second = read(SOURCE, line=100)
    assert (first.number, first.right, second.number, second.right) == (1, "B", 2, "A")
    assert first.text.text == "What is $1 + 1$,\nin `binary`?"
    assert [(o.letter, o.right, o.text.text) for o in first.options] == [
        ("A", False, "2"),
        ("B", True, "$10$"),
        ("C", False, "It depends."),
    ]
    assert first.options[2].reason.text == "**C** is wrong.\n\nIt has `two` paragraphs."
    assert [option.text.line for option in first.options] == [103, 105, 107]
    assert [option.reason.line for option in first.options] == [104, 106, 108]
    assert second.text.text.endswith("```python\nprint(1 <= 2)\n```")


def test_mathematics_with_a_minus_at_the_start_of_a_line_is_no_list():
    text = SOURCE.replace("   in `binary`?", "\n   $$\n   1\n   - 2\n   $$")
    assert read(text)[0].text.text.endswith("$$\n1\n- 2\n$$")


# What stands in the quiz, what is put in its place, and the line and the words of the message.
MISTAKES = {
    "nothing": (SOURCE, "", 1, "there is none"),
    "words before": ("1. What is", "Words.\n\n1. What is", 1, "stands outside of it"),
    "words after": ("(1 > 2)`.", "(1 > 2)`.\n\nWords.", 24, "stands outside of it"),
    "none is right": ("[x] $10$", "[ ] $10$", 1, "question 1 has no option marked right"),
    "two are right": (
        "[ ] It depends.\n     > **C** is wrong",
        "[x] It depends.\n     > **C** is right",
        1,
        "question 1 has 2 options marked right: B, C",
    ),
    "no reason": (
        "\n     > **B** would be `print(1 > 2)`.",
        "",
        21,
        "option B of question 2 has no reason",
    ),
    "words after a reason": ("A** is decimal.", "A** is.\n\n     Words.", 4, "comes last"),
    "another's reason": ("> **A** is dec", "> **B** is dec", 5, "to begin with **A**"),
    "a right one that does not say so": ("B** is right", "B** is", 7, "with **B** is right"),
    "no mark": ("[ ] It depends", "It depends", 8, "option C of question 1 has to begin"),
    "another mark": ("[x] `True`", "[X] `True`", 19, "option A of question 2 has to begin"),
    "no words": ("[x] $10$", "[x]", 6, "option B of question 1 has to begin with [x]"),
    "no sentence": ("What is $1 + 1$,\n   in `binary`?", "> What?", 1, "with a sentence"),
}


@pytest.mark.parametrize(
    ("old", "new", "line", "message"), MISTAKES.values(), ids=MISTAKES.keys()
)
def test_a_mistake_is_named_with_its_line(old, new, line, message):
    assert old in SOURCE
    with pytest.raises(QuizError, match=re.escape(message)) as raised:
        read(SOURCE.replace(old, new, 1))
    assert raised.value.line == line


def test_one_option_is_no_choice():
    text = "1. Why?\n\n   - [x] a\n     > **A** is right."
    with pytest.raises(QuizError, match="at least two options"):
        read(text)


def test_the_key_changes_with_what_was_asked_and_with_nothing_else():
    def key(old="", new=""):
        return read(SOURCE.replace(old, new, 1))[0].key

    assert re.fullmatch("[0-9a-f]{12}", key())
    assert (
        key("$1 + 1$,\n   in", "$1 + 1$, in") == key("is decimal", "is something else") == key()
    )
    assert key() not in {key("What is", "What was"), key("It depends", "It may depend")}
    other_right = SOURCE.replace("[ ] 2\n     > **A** is", "[x] 2\n     > **A** is right,")
    other_right = other_right.replace(
        "[x] $10$\n     > **B** is right", "[ ] $10$\n     > **B**"
    )
    assert read(other_right)[0].key != key()


def test_reading_a_quiz_needs_no_sphinx():
    """The notebook generator imports it; that should stay quick."""
    check = (
        "import sys, website.quiz.quiz_source;"
        "sys.exit(any(name in sys.modules for name in ('sphinx', 'docutils')))"
    )
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0
