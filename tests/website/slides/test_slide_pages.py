"""What becomes of a chapter's marks: on its page, in its notebook, and on its slides."""

import nbformat
import pytest
from nbformat.v4 import new_output

from tests.small_site import build_site, parsed
from tools.notebooks.blocks import ChapterError
from tools.notebooks.book import Book
from tools.notebooks.notebook import build
from tools.notebooks.staleness import take_over_outputs

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 2"><path d="M0 0h4"/></svg>'
NOTEBOOK = """---
file_format: mystnb
kernelspec: {display_name: Python 3, name: python3}
---

"""
GATES = """# Gates & more

```{admonition} This chapter
Words of the page.
```

+++ {"slideshow": {"slide_type": "slide"}}

## The blend

$$ h = z \\odot h' $$

+++

More words of the page.

+++ {"slideshow": {"slide_type": "-", "text": "Between **two**."}}

The new state lies in the middle.

```{code-cell} ipython3
:slideshow: {slide_type: subslide, show: output, title: 'What $z$ keeps'}
print(1 < 2)
```

```{code-cell} ipython3
:slideshow: {slide_type: slide, show: code}
print("a line")
```

+++ {"slideshow": {"slide_type": "fragment"}}

See {doc}`reference/other`, and a drawing:

```{figure} gate.svg
:alt: Two "gates".
A gate.
```
"""
OTHER = "# Other\n\n```{code-cell} ipython3\n1\n```\n"
INDEX = "# A course\n\n```{toctree}\ngates\nreference/other\n```\n\n```{slides}\n```\n"


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """A site of two chapters with notebooks, one of them with marks."""
    folder = tmp_path_factory.mktemp("slides")
    gates, other = NOTEBOOK + GATES, NOTEBOOK + OTHER
    for name, text in {"index": INDEX, "gates": gates, "reference/other": other}.items():
        path = folder / "chapters" / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (folder / "chapters" / "gate.svg").write_text(SVG)
    (folder / "references.bib").write_text("")
    (folder / "published.txt").write_text("")
    (folder / "notebooks" / "reference").mkdir(parents=True)
    for slug in ("gates", "reference/other"):
        notebook, _ = build(Book(folder), slug)
        for cell in notebook.cells:
            if cell.cell_type == "code":
                cell.outputs = [new_output("stream", text="True\n")]
        nbformat.write(notebook, folder / "notebooks" / f"{slug}.ipynb")
    settings = {"include_patterns": ["chapters/**"], "nb_execution_mode": "off"}
    return build_site(folder, project="A course", root_doc="chapters/index", **settings)


@pytest.fixture
def slides(book):
    """The slides of the chapter with marks, parsed."""
    return parsed(book, "_static/slides/gates")


def test_marked_chapters_alone_have_slides_and_links_to_them(book):
    assert not (book.site / "_static/slides/reference").exists()
    (box,) = parsed(book, "chapters/gates").select(".admonition")
    assert box.select_one("a[href='../_static/slides/gates.html']").text == "Gates & more"
    links = parsed(book, "chapters/index").select("a[href*='_static/slides/']")
    assert [link["href"] for link in links] == ["../_static/slides/gates.html"]


def test_what_is_not_marked_is_skipped_in_the_notebook_too(book):
    folder = book.site.parent / "notebooks"
    cells = nbformat.read(folder / "gates.ipynb", 4).cells
    marks = [cell.metadata.slideshow.slide_type for cell in cells]
    assert marks == ["skip", "skip", "slide", "skip", "-", "subslide", "slide", "fragment"]
    other = nbformat.read(folder / "reference/other.ipynb", 4)
    assert all("slideshow" not in cell.metadata for cell in other.cells)


def test_the_slides_show_what_is_marked(slides):
    opening, blend, kept, code = slides.select("section > section")
    assert opening.h1.text == "Gates & more"
    assert blend.h2.text == "The blend"
    assert "\\odot" in blend.text
    assert "Between two." in blend.text
    assert "of the page" not in slides.text
    assert "in the middle" not in slides.text
    assert kept.parent == blend.parent  # a subslide
    assert kept.h2.text == "What $z$ keeps"
    assert (kept.select_one(".printed").text, kept.select(".code")) == ("True\n", [])
    assert code.select_one(".code").text.strip() == 'print("a line")'
    assert not code.select(".printed")
    assert code.select_one(".fragment a")["href"] == "../../chapters/reference/other.html"


def test_drawings_are_inline_with_their_text(slides):
    (svg,) = slides.select("svg")
    assert svg["aria-label"] == 'Two "gates".'
    assert svg.path
    assert not slides.select("img")


def test_the_page_shows_nothing_of_the_marks(book):
    text = parsed(book, "chapters/gates").article.text
    assert "The new state lies in the middle." in text
    assert not any(word in text for word in ("slide_type", "+++", "Between", "keeps"))


@pytest.mark.parametrize("mark", ['{"slide_type": "slides"}', '{"heading": "x"}', "{}"])
def test_a_mark_that_means_nothing_is_refused(tmp_path, mark):
    (tmp_path / "chapters").mkdir()
    text = f'# Title\n\n+++ {{"slideshow": {mark}}}\n\nWords.\n\n{OTHER[9:]}'
    (tmp_path / "chapters" / "gates.md").write_text(text)
    with pytest.raises(ChapterError, match="slideshow"):
        build(Book(tmp_path), "gates")


def test_another_mark_leaves_the_outputs_as_they_are(book):
    stored = nbformat.read(book.site.parent / "notebooks" / "gates.ipynb", 4)
    for cell in stored.cells:
        cell.metadata.pop("slideshow")
        if cell.cell_type == "code":
            cell.execution_count = 1
    current, _ = build(Book(book.site.parent), "gates")
    assert take_over_outputs(current, stored)
