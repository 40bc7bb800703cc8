"""What the generator cannot convert is an error that names file, line and remedy."""

import pytest

from tools.notebooks.blocks import ChapterError
from tools.notebooks.book import Book

IN_BLOCKS = {
    "unknown directive": (
        "Words.\n\n```{mermaid}\na\n```",
        "chapters/gru.md:4: unknown directive {mermaid}: add it to DIRECTIVES"
        " in tools/notebooks/directives.py",
    ),
    "unknown directive inside another": (
        ":::{note}\nWords.\n\n```{mermaid}\n```\n:::",
        "chapters/gru.md:5: unknown directive {mermaid}",
    ),
    "below options": (
        ":::{note}\n:class: tip\n\n```{mermaid}\n```\n:::",
        "chapters/gru.md:5: unknown directive {mermaid}",
    ),
    "unclosed": ("Words.\n:::{note}\nMore.", "gru.md:3: nothing closes ':::{note}'"),
    "unclosed equation": ("$$\na = b", "gru.md:2: nothing closes '$$'"),
    "colons without a directive": (":::\nx\n:::", "gru.md:2: colons open a directive only"),
    "fence after a list mark": ("- ```{note}\n  x\n  ```", "gru.md:2: start a fence on a line"),
    "backtick in a title": ("```{admonition} `x`\n```", "gru.md:2: a title with a backtick"),
    "bare environment": (r"\begin{align}", "gru.md:2: write equations between $$"),
    "code cell in an exercise": (
        "````{exercise}\n```{code-cell}\n1\n```\n````",
        "gru.md:3: a {code-cell} stands by itself",
    ),
    "source of nothing": ("```{source} package.gru.jump\n```", "gru.md:2: 'package.gru.jump'"),
    "solution of nothing": ("```{solution} ex-no\n```", "gru.md:2: no chapter has the label"),
    "end without a start": ("```{solution-end}\n```", "gru.md:2: no {solution-start}"),
    "label twice": (
        "$$ a $$ (airline-equation)",
        "the label 'airline-equation' is also in chapters/gru.md",
    ),
    "target that names no heading": (
        "(fig)=\n```{figure} x.png\n```",
        "gru.md:2: a target names a heading",
    ),
    "options in YAML": (
        "```{note}\n---\na: b\n---\n```",
        "gru.md:2: write the options as :name:",
    ),
}
IN_TEXT = {
    "unknown role": (
        "One.\nTwo {guess}`x`.",
        "gru.md:3: unknown role {guess}: add it to ROLES in tools/notebooks/inline.py",
    ),
    "unclosed role": ("{ref}`x", "gru.md:2: nothing closes the role '{ref}`'"),
    "unknown label": ("{ref}`nowhere`", "gru.md:2: no chapter has the label 'nowhere'"),
    "link to a label that is none": ("[x](nowhere)", "gru.md:2: write a link within"),
    "link to a file": ("[x](lstm.md)", "gru.md:2: write a link within the course as {doc}"),
    "unknown chapter": ("{doc}`lstm`", "gru.md:2: there is no chapter 'lstm'"),
    "unknown work": ("{cite:p}`knuth`", "gru.md:2: references.bib has no entry 'knuth'"),
    "number of what has none": ("{numref}`airline`", "gru.md:2: 'airline' has no number"),
    "footnote": ("Words[^one].", "gru.md:2: footnotes and link definitions"),
    "link definition": ("[one]: https://a.org", "gru.md:2: footnotes and link definitions"),
    "picture as HTML": ('<img alt="" src="x.png">', "gru.md:2: write a picture as"),
    "picture as Markdown": ("![x](x.png)", "gru.md:2: write a picture as {figure}"),
    "missing picture": ("```{figure} x.svg\n```", "gru.md:2: there is no picture 'x.svg'"),
}
MISTAKES = IN_BLOCKS | IN_TEXT


@pytest.mark.parametrize(("text", "message"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_names_file_and_line(convert, root, text, message):
    with pytest.raises(ChapterError) as raised, Book(root).mistakes_in("gru"):
        convert(text)
    assert message in str(raised.value)
