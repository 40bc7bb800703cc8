"""Each directive becomes Markdown that any notebook viewer shows."""

from textwrap import dedent

import pytest

from tools.notebooks.blocks import ChapterError

CONVERSIONS = {
    "admonition of one word": (
        "```{note}\nThe state is kept.\n```",
        "> **Note**\n>\n> The state is kept.",
    ),
    "text beside the name": ("```{note} Try it.\n```", "> **Note**\n>\n> Try it."),
    "own title with mathematics, colons, a class": (
        ":::{admonition} Why $z$\n:class: tip\nSo.\n\n- one\n:::",
        "> **Why $z$**\n>\n> So.\n>\n> - one",
    ),
    "admonition that is closed at first": (
        ":::{admonition} Answer in `code`\n:class: dropdown\nForty-two.\n:::",
        "<details>\n<summary>Answer in <code>code</code></summary>\n\nForty-two.\n\n</details>",
    ),
    "nested": (
        "````{admonition} Box\nOuter.\n```{note}\nInner.\n```\n````",
        "> **Box**\n>\n> Outer.\n>\n> > **Note**\n> >\n> > Inner.",
    ),
    "inside a list": (
        "1. One\n\n   ```{note}\n   Two.\n   ```\n\n2. Three",
        "1. One\n\n   > **Note**\n   >\n   > Two.\n\n2. Three",
    ),
    "what belongs to a list item stays there": (
        "- One\n\n  Two\n\n  ```python\n  x\n  ```\n\n  $$ y $$",
        "- One\n\n  Two\n\n  ```python\n  x\n  ```\n\n  $$ y $$",
    ),
    "code inside an admonition is not touched": (
        ":::{note}\n```python\nx = '{ref}`y`'  # (a)=\n```\n:::",
        "> **Note**\n>\n> ```python\n> x = '{ref}`y`'  # (a)=\n> ```",
    ),
    "exercise and solution": (
        """
        ```{exercise} Close it
        :label: ex-close
        What if $z = 1$?
        ```

        ```{solution} ex-close
        :class: dropdown
        Nothing changes.
        ```
        """,
        """
        **Exercise: Close it**

        What if $z = 1$?

        <details>
        <summary>Solution</summary>

        Nothing changes.

        </details>
        """,
    ),
    "exercise without a title": ("```{exercise}\nThink.\n```", "**Exercise**\n\nThink."),
    "math": ("$$\na = b\n$$ (eq-one)", r"$$ a = b \tag{1} $$"),
    "math of several lines, on one because of block quotes": (
        ":::{note}\n$$\na &= b \\\\\nc &= d\n$$ (eq-lines)\n:::",
        "> **Note**\n>\n"
        r"> $$ \begin{aligned} a &= b \\ c &= d \end{aligned} \tag{1} $$",
    ),
    "math without a label": ("$$\na = b\n$$", "$$ a = b $$"),
    "source": (
        "```{source} package.gru.step\n```",
        "`package.gru.step`:\n\n```python\ndef step(x, h):\n    return x + h\n```",
    ),
    "a figure that moves": (
        "```{widget} cell-playground\n:model: sarcasm\nOne cell, its $z$ on a slider.\n```",
        "One cell, its $z$ on a slider.\n\n"
        "*On the course's website this is a figure that you can move.*",
    ),
    "tabs": (
        "`````{tab-set}\n````{tab-item} One\na\n````\n````{tab-item} Two\nb\n````\n`````",
        "**One**\n\na\n\n**Two**\n\nb",
    ),
    "definition list": (
        "Forget gate\n: What the LSTM has.\n: What the GRU lacks.",
        "- **Forget gate**: What the LSTM has.\n  What the GRU lacks.",
    ),
    "targets and comments": ("Before.\n% hidden\n\n(here)=\n## After", "Before.\n\n## After"),
    "a plain fence that shows MyST": (
        "````markdown\n```{note}\n(x)=\n```\n````",
        "````markdown\n```{note}\n(x)=\n```\n````",
    ),
}


@pytest.mark.parametrize(("text", "expected"), CONVERSIONS.values(), ids=CONVERSIONS.keys())
def test_conversion(convert, text, expected):
    assert convert(text) == dedent(expected).strip("\n")


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


def test_a_quiz(convert):
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
