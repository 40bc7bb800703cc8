"""Each directive becomes Markdown that any notebook viewer shows."""

from textwrap import dedent

import pytest

CONVERSIONS = {
    "admonition of one word": (
        "```{note}\nThe state is kept.\n```",
        "> **Note**\n>\n> The state is kept.",
    ),
    "text beside the name": ("```{tip} Try it.\n```", "> **Tip**\n>\n> Try it."),
    "see also": ("```{seealso}\nMore.\n```", "> **See also**\n>\n> More."),
    "own title with a role, colons, a class": (
        ":::{admonition} Why {math}`z`\n:class: tip\nSo.\n\n- one\n:::",
        "> **Why $z$**\n>\n> So.\n>\n> - one",
    ),
    "options in YAML": (
        "```{admonition} Why\n---\nclass: tip\n---\nSo.\n```",
        "> **Why**\n>\n> So.",
    ),
    "admonition that is closed at first": (
        ":::{admonition} Answer in `code`\n:class: dropdown\nForty-two.\n:::",
        "<details>\n<summary>Answer in <code>code</code></summary>\n\nForty-two.\n\n</details>",
    ),
    "nested": (
        "````{note}\nOuter.\n```{warning}\nInner.\n```\n````",
        "> **Note**\n>\n> Outer.\n>\n> > **Warning**\n> >\n> > Inner.",
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
    "dropdown": (
        "```{dropdown} More & more\nWords.\n```",
        "<details>\n<summary>More &amp; more</summary>\n\nWords.\n\n</details>",
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
    "math": (
        "```{math}\n:label: eq-one\na = b\n```",
        r"$$ a = b \tag{1} $$",
    ),
    "math of several lines, on one because of block quotes": (
        ":::{note}\n$$\na &= b \\\\\nc &= d\n$$ (eq-lines)\n:::",
        "> **Note**\n>\n"
        r"> $$ \begin{aligned} a &= b \\ c &= d \end{aligned} \tag{1} $$",
    ),
    "math without a label": ("$$\na = b\n$$", "$$ a = b $$"),
    "two equations in one directive": (
        "```{math}\n:label: eq-one\na = b\n\nc = d\n```",
        "$$ a = b \\tag{1} $$\n\n$$ c = d $$",
    ),
    "source": (
        "```{source} package.gru.step\n```",
        "`package.gru.step`:\n\n```python\ndef step(x, h):\n    return x + h\n```",
    ),
    "source with its docstring": (
        "```{source} package.gru.step\n:docstring:\n```",
        "`package.gru.step`:\n\n```python\n"
        'def step(x, h):\n    """Advance by one."""\n    return x + h\n```',
    ),
    "a figure that moves": (
        "```{widget} cell-playground\n:model: sarcasm\nOne cell, its $z$ on a slider.\n```",
        "One cell, its $z$ on a slider.\n\n"
        "*On the course's website this is a figure that you can move.*",
    ),
    "some lines of a file": (
        "```{literalinclude} ../package/gru.py\n:language: python\n:lines: 1,3-\n```",
        "```python\ndef step(x, h):\n    return x + h\n```",
    ),
    "a file by its path in the book, numbered": (
        "```{literalinclude} /package/gru.py\n:name: step\n:caption: A step\n:lines: 3\n```",
        "**Listing 1.** A step\n\n```\n    return x + h\n```",
    ),
    "code block": ("```{code-block} bash\nmake book\n```", "```bash\nmake book\n```"),
    "code that holds fences": (
        "````{code-block} markdown\n```{note}\nx\n```\n````",
        "````markdown\n```{note}\nx\n```\n````",
    ),
    "tabs": (
        "`````{tab-set}\n````{tab-item} One\na\n````\n````{tab-item} Two\nb\n````\n`````",
        "**One**\n\na\n\n**Two**\n\nb",
    ),
    "grid of cards": (
        "::::{grid} 2\n:::{grid-item-card} The lab\n:link: labs/airline\n:link-type: doc\nGo.\n"
        ":::\n::::",
        "**[The lab](labs/airline.ipynb)**\n\nGo.",
    ),
    "card with header and footer": (
        ":::{card} Card\nHead\n^^^\nBody\n+++\nFoot\n:::",
        "**Card**\n\nHead\n\nBody\n\nFoot",
    ),
    "buttons": (
        "```{button-ref} labs/airline\n:ref-type: doc\nNext\n```\n"
        "```{button-link} https://example.org\n```",
        "[Next](labs/airline.ipynb)\n\n[https://example.org](https://example.org)",
    ),
    "glossary": (
        "```{glossary}\ngate\n  What lets through,\n  or not.\n\n"
        "GRU\ngated unit\n  A $z$.\n```",
        "- **gate**: What lets through,\n  or not.\n\n- **GRU, gated unit**: A $z$.",
    ),
    "definition list": (
        "Forget gate\n: What the LSTM has.\n: What the GRU lacks.",
        "- **Forget gate**: What the LSTM has.\n  What the GRU lacks.",
    ),
    "table": (
        "```{table} Sizes\n:name: tab-sizes\n| a |\n|---|\n| 1 |\n```",
        "**Table 1.** Sizes\n\n| a |\n|---|\n| 1 |",
    ),
    "what only the website has": (
        "Before.\n\n```{contents}\n```\n\n```{raw} html\n<b>x</b>\n```\n\nAfter.",
        "Before.\n\nAfter.",
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


def test_the_bibliography_lists_what_was_cited_by_author(convert):
    text = convert("{cite}`hochreiter1997,cho2014`\n\n```{bibliography}\n```")
    works = text.split("\n")[2:]
    assert len(works) == 2
    assert works[0].startswith("- Kyunghyun Cho, Bart van Merriënboer")
    assert "https://doi.org/10.3115/v1/D14-1179" in works[0]
    assert works[1].startswith("- Sepp Hochreiter")
