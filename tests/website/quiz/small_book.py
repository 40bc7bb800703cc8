"""A book of a few pages with quizzes, as Markdown and as a site."""

import re
from pathlib import Path

from tests.small_site import build_site

ROOT = Path(__file__).resolve().parents[3]

QUIZ = """:::{quiz}
1. What is $1 + 1$,
   in `binary`?

   - [ ] 2
     > **A** is decimal.
   - [x] $10$
     > **B** is right: $1 \\cdot 2 + 0$.
   - [ ] It depends.
     > **C** is wrong.
     >
     > It has `two` paragraphs.

2. What does this print?

   ```python
   print(1 <= 2)
   ```

   - [x] `True`
     > **A** is right.
   - [ ] `False`
     > **B** would be `print(1 > 2)`.
:::
"""
# Both questions look the same, and have the same letters.
PAGES = {
    "page": f"# Page\n\nWords.\n\n{QUIZ}",
    "twins": f"# Twins\n\n{QUIZ}\n\n{QUIZ.replace('What', 'So what')}",
    "plain": "# Plain\n\nNo quiz here.\n",
    "links": "# Links\n\n"
    + QUIZ.replace("What is", "On {doc}`plain`: what is").replace(
        "- [ ] 2\n", "- [ ] {doc}`plain`\n"
    ),
}


def chapter_quiz(slug):
    """Return a chapter's quiz as it stands there."""
    text = (ROOT / "chapters" / f"{slug}.md").read_text("utf-8")
    return re.search(r"^:::\{quiz\}\n.*?^:::\n", text, re.MULTILINE | re.DOTALL)[0]


def build(folder, pages):
    """Build a site of pages, {name: Markdown}; return its folder and its warnings."""
    listed = "\n".join(pages)
    index = {"index": f"# Quizzes\n\n```{{toctree}}\n{listed}\n```\n"}
    for name, text in {**pages, **index}.items():
        (folder / f"{name}.md").write_text(text)
    return build_site(
        folder,
        extensions=["myst_nb", "sphinx.ext.mathjax", "website"],
        myst_enable_extensions=["colon_fence", "dollarmath"],
        nb_execution_mode="off",
        html_context={"default_mode": "light"},
    )
