"""A small book, printed: what is joined, what is shown, and what stops the printing."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pikepdf import Pdf
from pypdfium2 import PdfDocument

from tools.pdf.__main__ import write_link
from tools.pdf.cover import facts, key, parts
from tools.pdf.printing import PdfError

ROOT = Path(__file__).resolve().parents[2]
PLACE = '<span class="course-pdf"></span>'
TOC = """
format: jb-book
root: chapters/index
parts:
  - caption: Course
    chapters:
      - file: chapters/gru
      - file: chapters/labs/airline
"""
CITATION = """
title: "Small book: two chapters"
authors: [{given-names: Ada, family-names: Byron}, {name: Others}]
"""
PAGES = {
    "chapters/index": f"""
        <h1>Small book</h1><p>First. <a href="gru.html#memory">Go</a> {PLACE}</p>""",
    "chapters/gru": """
        <section><h1>The GRU<a class="headerlink" href="#a">#</a></h1>
        <h2 id="memory">Memory</h2><p>See <a href="#memory">above</a>.</p>
        <details><summary>Answer</summary><p>Folded words.</p></details>
        <details class="above-input"><summary>Show the code</summary>
        <div class="cell_input"><pre>figure = draw()</pre></div></details>
        <noscript><p>Without scripts.</p></noscript>
        <p><a href="gru.ipynb">Notebook</a> <button>Press</button></p></section>""",
    "chapters/labs/airline": """
        <h1>Airline</h1><h2 id="memory">Memory</h2>
        <p><a href="../gru.html">Back</a> <a href="#memory">up</a></p>
        <svg id="svg1" role="img" aria-label="A red square" viewBox="0 0 9 9" width="9">
        <defs><rect id="square" width="9" height="9" fill="red"/></defs>
        <use href="#square"/></svg>""",
}


@pytest.fixture
def book(tmp_path):
    """A function that writes a book with its built site; a page may be another than usual."""

    def write(**changes):
        (tmp_path / "_toc.yml").write_text(TOC)
        (tmp_path / "CITATION.cff").write_text(CITATION)
        site = tmp_path / "_build" / "html"
        shutil.copytree(ROOT / "website" / "vendor" / "mathjax", site / "_static" / "mathjax")
        for docname, body in {**PAGES, **changes}.items():
            page = site / f"{docname}.html"
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_text(f"<html><nav>Menu</nav><article>{body}</article></html>")
        return tmp_path

    return write


def run(root, *arguments, **environment):
    # A process of its own, because other tests of this one may have a browser open.
    return subprocess.run(
        [sys.executable, "-m", "tools.pdf", "--root", str(root), *arguments],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "SOURCE_DATE_EPOCH": "86400", **environment},
    )


def printed(root):
    ran = run(root)
    assert ran.returncode == 0, ran.stderr
    file = root / "_build/html/course.pdf"
    with PdfDocument(file) as document:
        texts = [page.get_textpage().get_text_range() for page in document]
    return Pdf.open(file), texts


def refused(root):
    ran = run(root)
    assert ran.returncode == 1
    assert not (root / "_build/html/course.pdf").exists()
    return ran.stderr


@pytest.mark.usefixtures("chromium")
def test_a_small_book(book):
    root = book()
    document, (cover, contents, _, gru, _) = printed(root)
    for words in ("Small book", "Two chapters", "Ada Byron, Others", "2 January 1970"):
        assert words in cover
    assert " ".join(contents.split()) == "2 Contents Small book 3 Course The GRU 4 Airline 5"
    assert "Folded words" in gru
    assert "figure = draw()" in gru
    assert "Show the code" not in gru
    assert "Without scripts" in gru
    assert "Notebook" in gru
    assert not {"Press", "Menu", "#"} & set(gru.split())
    targets = {
        (number, str(note.get("/Dest")))
        for number, page in enumerate(document.pages)
        for note in page.get("/Annots", [])
    }
    assert targets >= {
        *((2, "/gru--memory"), (3, "/gru--memory")),
        *((4, "/gru"), (4, "/labs-airline--memory")),
    }
    assert document.docinfo.Author == "Ada Byron, Others"
    assert document.docinfo.CreationDate == "D:19700102000000Z"


@pytest.mark.usefixtures("chromium")
def test_the_first_page_gets_the_link(book):
    root = book()
    printed(root)
    size = (root / "_build/html/course.pdf").stat().st_size
    page = (root / "_build/html/chapters/index.html").read_text()
    assert '<a href="../course.pdf">' in page
    assert f"of 5 pages, {size / 1e6:.0f} MB" in page


@pytest.mark.usefixtures("chromium")
@pytest.mark.parametrize(
    ("body", "message"),
    [
        (
            '<h1 id="memory">A</h1><a href="gru.html#gone">x</a>',
            "a link to #gru--gone leads nowhere: x",
        ),
        (
            '<h1 id="memory">A</h1><div style="width: 999px">wide</div>',
            "too wide for the paper",
        ),
        (r'<h1 id="memory">A</h1><p class="math">\(\frac{1}\)</p>', "not typeset"),
        ("<p>Untitled</p>", "no heading"),
    ],
)
def test_what_would_be_lost_on_paper_stops_the_printing(book, body, message):
    assert message in refused(book(**{"chapters/gru": body}))


def test_a_missing_page_is_named(book):
    root = book()
    (root / "_build/html/chapters/gru.html").unlink()
    ran = run(root)
    assert ran.returncode == 1
    assert "chapters/gru.html is not in" in ran.stderr


@pytest.mark.usefixtures("chromium")
@pytest.mark.parametrize("part", ["startup.js", "input/tex.js"])
def test_a_missing_part_of_mathjax_stops_the_printing(book, part):
    root = book()
    (root / "_build/html/_static/mathjax" / part).unlink()
    refusal = refused(root)
    assert "the whole of MathJax" in refusal
    assert part in refusal


@pytest.mark.usefixtures("chromium")
def test_nothing_outside_of_the_site_is_read(book):
    outside = "".join(
        f'<img src="{source}" alt="x" onload="document.title = 1" width="700" height="9">'
        for source in ("/..%2fsecret.svg", "https://example.org/other.png")
    )
    root = book(**{"chapters/gru": f'<h1 id="memory">A</h1>{outside}'})
    square = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    (root / "_build" / "secret.svg").write_text(square)
    # An image that is not there is one that the reader would miss.
    assert refused(root).count("an image is missing") == 2


def test_without_chromium_there_is_a_sentence_and_no_file(book):
    root = book()
    ran = run(root, PATH="", CHROMIUM="")
    assert ran.returncode == 1
    assert "apt-get install chromium" in ran.stderr
    assert not (root / "_build/html/course.pdf").exists()


def test_a_second_link_replaces_the_first(tmp_path):
    (tmp_path / "index.html").write_text(f"<p>{PLACE}</p>")
    (tmp_path / "course.pdf").write_bytes(b"x" * 3_000_000)
    for pages in (7, 8):
        write_link(tmp_path, "index", tmp_path / "course.pdf", pages)
    assert (tmp_path / "index.html").read_text() == (
        '<p><span class="course-pdf"><a href="course.pdf">The whole course is also one PDF</a>'
        " of 8 pages, 3 MB.</span></p>"
    )


def test_a_first_page_without_a_place_is_named(tmp_path):
    (tmp_path / "index.html").write_text("<p></p>")
    (tmp_path / "course.pdf").write_bytes(b"")
    with pytest.raises(PdfError, match=r"index\.html needs a <span"):
        write_link(tmp_path, "index", tmp_path / "course.pdf", 1)


def test_without_a_date_given_it_is_that_of_the_commit(monkeypatch, tmp_path):
    root = tmp_path
    (root / "CITATION.cff").write_text("title: A\nauthors: [{name: B}]")
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    git = ["git", "-C", str(root), "-c", "user.name=a", "-c", "user.email=a@example.org"]
    subprocess.run([*git, "init", "-q"], check=True)
    day = "2020-02-03T12:00:00Z"
    commit = [*git, "commit", "-q", "--allow-empty", "-m", "x"]
    subprocess.run(commit, check=True, env={"PATH": "/usr/bin:/bin", "GIT_COMMITTER_DATE": day})
    assert facts(root).made == 1580731200


def test_the_pages_come_in_the_order_of_the_contents(tmp_path):
    (tmp_path / "_toc.yml").write_text(TOC)
    assert parts(tmp_path) == [
        ("", ["chapters/index"]),
        ("Course", ["chapters/gru", "chapters/labs/airline"]),
    ]
    assert key("chapters/labs/airline") == "labs-airline"
