"""A quiz becomes questions and options, and below each question its closed reasons."""

import pytest

from tools.notebooks.blocks import ChapterError

SOURCE = """:::{quiz}
1. What does
   $r$ do at 0?

   - [ ] It
     erases.
     > **A** is wrong:
     > see {doc}`labs/airline`.
   - [x] It hides.
     > **B** is right.
:::"""
MARKDOWN = """**1. What does
$r$ do at 0?**

- A. It
  erases.
- B. It hides.

<details>
<summary>Answer and reasons</summary>

- **A** is wrong:
  see [The airline lab](labs/airline.ipynb).
- **B** is right.

</details>"""


def test_conversion(convert):
    assert convert(SOURCE) == MARKDOWN


def test_further_paragraphs_of_a_question_are_not_bold(convert):
    text = convert(SOURCE.replace("at 0?", "at 0?\n\n   ```python\n   r = 0\n   ```"))
    assert text.startswith("**1. What does\n$r$ do at 0?**\n\n```python\nr = 0\n```\n\n- A. It")


def test_a_mistake_in_a_quiz_is_an_error_with_its_line(convert):
    quiz = "Words.\n\n:::{quiz}\n1. Why?\n\n   - [x] a\n   - [ ] b\n:::"
    with pytest.raises(ChapterError, match="option A of question 1 has no reason") as raised:
        convert(quiz)
    assert raised.value.line == 7
    with pytest.raises(ChapterError, match="takes no options"):
        convert(quiz.replace("1. Why", ":class: wide\n1. Why"))
    with pytest.raises(ChapterError, match="stands outside of it"):
        convert(quiz.replace("{quiz}", "{quiz} Title"))
