"""A small book of two pages, built with our extensions, and what comes out of it."""

import subprocess
import sys

import pytest

from tests.small_site import build_site, parsed

pytestmark = pytest.mark.xdist_group("pages")  # the site is built once

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 9"><path id="a" d="M0 0"/></svg>'

INDEX = """# First

The opening words of the page.

```{figure} drawing.svg
:alt: A gate.
:name: fig-gate

Caption.
```

An image ![Another gate.](drawing.svg) in a line.

```{source} website.page.source_of.first_line
```

```{toctree}
second
```
"""

SECOND = """---
myst:
  html_meta:
    description: What its author says.
---
# Second

Words with $x$.

![](drawing.svg)

```{source} website.page.source_of.first_lime
```

```{exercise}
Count.
```

```{exercise}
Count again.
```
"""


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    folder = tmp_path_factory.mktemp("book")
    (folder / "drawing.svg").write_text(SVG)
    (folder / "index.md").write_text(INDEX)
    (folder / "second.md").write_text(SECOND)
    built = build_site(
        folder,
        extensions=["myst_nb", "sphinx.ext.mathjax", "sphinx_exercise", "website"],
        myst_enable_extensions=["dollarmath"],
        numfig=True,
    )
    for name in ("index", "second", "search"):
        setattr(built, name, parsed(built, name))
    return built


def test_drawings_are_in_the_page_and_nowhere_else(book):
    figures = book.index.select("svg.figure-svg")
    assert [figure["aria-label"] for figure in figures] == ["A gate.", "Another gate."]
    assert book.index.find("img") is None
    assert list(book.site.glob("_images/*")) == []
    assert figures[0].find_parent("figure")["id"] == "fig-gate"


def test_ids_of_two_drawings_on_a_page_differ(book):
    ids = [path["id"] for path in book.index.select("svg.figure-svg path")]
    assert len(ids) == len(set(ids)) == 2


def test_missing_alternative_text_is_a_warning_with_its_place(book):
    assert "second.md:10: WARNING: an image needs alternative text" in book.warnings
    assert book.warnings.count("alternative text") == 1


def test_ids_of_two_exercises_on_a_page_differ(book):
    ids = [element["id"] for element in book.second.find_all(id=True)]
    assert len(book.second.select(".exercise")) == 2
    assert len(ids) == len(set(ids))


def test_source_is_shown_under_its_name(book):
    block = book.index.select_one(".source")
    assert block.select_one(".caption-text").get_text() == "website.page.source_of.first_line"
    code = block.select_one(".highlight-python pre").get_text()
    assert code.startswith("def first_line(")
    assert '"""' not in code


def test_page_depends_on_the_module_it_shows(book):
    assert any(path.endswith("source_of.py") for path in book.app.env.dependencies["index"])


def test_unknown_source_is_a_warning_that_helps(book):
    assert "second.md:12: WARNING: source: 'website.page.source_of.first_lime'" in book.warnings
    assert "first_line" in book.warnings


def test_mathjax_is_the_site_s_own_and_only_where_there_is_mathematics(book):
    def scripts(page):
        found = [script.get("src", "") for script in page.find_all("script")]
        found = [source.split("?")[0] for source in found]
        return [source for source in found if "mathjax" in source or "typeset" in source]

    assert scripts(book.index) == []
    assert scripts(book.search) == []
    # In this order: the second needs the first.
    assert scripts(book.second) == ["_static/mathjax/startup.js", "_static/typeset.js"]
    assert (book.site / "_static" / "mathjax" / "LICENSE").is_file()


def test_description_is_the_author_s_or_the_opening_words(book):
    def descriptions(page):
        return [tag["content"] for tag in page.find_all("meta", attrs={"name": "description"})]

    (opening,) = descriptions(book.index)
    assert opening.startswith("The opening words of the page.")
    assert descriptions(book.second) == ["What its author says."]


def test_reading_a_source_needs_neither_sphinx_nor_the_package():
    """The notebook generator imports it; that should stay quick."""
    check = (
        "import sys, website.page.source_of;"
        "sys.exit(any(name in sys.modules for name in ('sphinx', 'docutils', 'coursepkg')))"
    )
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0
