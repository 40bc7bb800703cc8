"""Roles, links and citations become Markdown; code and mathematics stay as they are."""

import pytest

SECTION = "[Split by `time`](labs/airline.ipynb#Split-by-time)"
CHO = "https://doi.org/10.3115/v1/D14-1179"
CONVERSIONS = {
    "math over two lines": ("$a +\nb$", "$a + b$"),
    "dollars that are no math": (
        r"$5, \$6 and $7",
        "<span>&#36;</span>5, <span>&#36;</span>6 and <span>&#36;</span>7",
    ),
    "term": ("{term}`gate` and {term}`gates <gate>`", "*gate* and *gates*"),
    "names of the package": ("{py:func}`~a.b.c`, {py:func}`a.b`", "`c`, `a.b`"),
    "citation in the sentence": ("{cite:t}`cho2014`", f"[Cho et al. (2014)]({CHO})"),
    "citation in parentheses": (
        "{cite:p}`chung2014, hochreiter1997`",
        "([Chung, 2014](https://arxiv.org/abs/1412.3555);"
        " [Hochreiter and Schmidhuber, 1997](https://example.org/lstm))",
    ),
    "section of another chapter": ("{ref}`airline-split`", SECTION),
    "the same as a link": (
        "[the `split`](airline-split)",
        "[the `split`](labs/airline.ipynb#Split-by-time)",
    ),
    "with other words": (
        "{ref}`there <airline>`",
        "[there](labs/airline.ipynb#The-airline-lab)",
    ),
    "chapter": ("{doc}`labs/airline`", "[The airline lab](labs/airline.ipynb)"),
    "chapter from the root": ("{doc}`x </chapters/labs/airline>`", "[x](labs/airline.ipynb)"),
    "page without a notebook": ("{doc}`home <index>`, {doc}`index`", "home, Welcome"),
    "equation of another chapter": ("{eq}`airline-equation`", "[(1)](labs/airline.ipynb)"),
    "address on the web": ("[x](https://a.org/b.md#c)", "[x](https://a.org/b.md#c)"),
    "brackets of no link": ("a[0], [1, 2] and - [ ] task", "a[0], [1, 2] and - [ ] task"),
    "code": ("`` {ref}`x` `` and `[a](b.md) $`", "`` {ref}`x` `` and `[a](b.md) $`"),
    "mathematics": ("$[a](b)$ and $\\{c\\}$", "$[a](b)$ and $\\{c\\}$"),
    "escaped": (r"\[a](b.md) \{ref}", r"\[a](b.md) \{ref}"),
}


@pytest.mark.parametrize(("text", "expected"), CONVERSIONS.values(), ids=CONVERSIONS.keys())
def test_conversion(convert, text, expected):
    assert convert(text) == expected


def test_numbers_are_those_of_the_notebook(convert, root):
    (root / "chapters" / "x.svg").write_text('<svg viewBox="0 0 4 2"/>')
    text = convert("""
        $$ a $$

        $$ b $$ (eq-b)

        $$ c $$ (eq-c)

        ```{figure} x.svg
        :name: fig
        ```

        {eq}`eq-c`, {eq}`eq-b`, {numref}`fig`
        """)
    assert text.endswith("(2), (1), Figure 1")
    assert r"$$ b \tag{1} $$" in text
    assert r"$$ c \tag{2} $$" in text


def test_a_heading_of_the_same_notebook_is_a_link_within_it(convert):
    text = "(here)=\n## Two {term}`words`\n\n{ref}`here`"
    assert convert(text).endswith("[Two words](#Two-words)")


def test_links_start_from_the_folder_of_the_notebook(convert):
    assert convert("{doc}`x <../gru>`", slug="labs/other") == "[x](../gru.ipynb)"


def test_an_exercise_is_referred_to_by_its_title(convert):
    text = "```{exercise} Close it\n:label: ex\n```\n\nSee {ref}`ex`."
    assert convert(text).endswith("See Exercise “Close it”.")
