"""Open the printed course: is all of it there, and can it be read, heard and followed?"""

import re
import unicodedata
from collections import Counter
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup, SoupStrainer
from conftest import NO_BROWSER
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

from tools.notebooks.pictures import chromium
from tools.pdf.cover import key

RAW_LATEX = re.compile(r"\\(?:frac|tilde|odot|sigma|begin|left|mathbf|partial)\b|\$\$|\\\(")
# What only a screen has a use for, or what is not text on paper.
NOT_TEXT = ".headerlink, .toctree-wrapper, .math, svg, style, script, button, [hidden]"
LEAST_A_CHAPTER, MOST = 3, 900  # pages


@pytest.fixture(scope="module")
def pdf(site):
    """The printed course."""
    if not (site / "course.pdf").is_file():
        if chromium() is None:
            pytest.skip(NO_BROWSER)
        pytest.fail("The site has no course.pdf: run 'make pdf'.")
    return PdfReader(site / "course.pdf")


@pytest.fixture(scope="module")
def texts(pdf):
    """The text of every page."""
    return [page.extract_text() for page in pdf.pages]


@pytest.fixture(scope="module")
def begins(pdf):
    """The index of the page on which each place of the book begins."""
    numbers = {page.indirect_reference.idnum: n for n, page in enumerate(pdf.pages)}
    places = pdf.named_destinations.items()
    return {name[1:]: numbers[place.page.idnum] for name, place in places}


@pytest.fixture(scope="module")
def articles(site, docnames):
    """What the site has on each page, parsed."""
    only = SoupStrainer("article")
    return {
        docname: BeautifulSoup(
            (site / f"{docname}.html").read_bytes(), "html.parser", parse_only=only
        )
        for docname in docnames
    }


@pytest.fixture(scope="module")
def structure(pdf):
    """Every element of the tree that a screen reader reads."""
    elements, waiting = [], [pdf.trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        item = waiting.pop()
        item = item.get_object() if hasattr(item, "get_object") else item
        if isinstance(item, ArrayObject):
            waiting.extend(reversed(item))
        elif isinstance(item, DictionaryObject):
            elements.append(item)
            waiting.append(item.get("/K"))
    return elements


def squeezed(text):
    """Return the text as it is compared: without spaces, ligatures and other forms."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def test_it_has_a_title_a_language_and_tags(pdf):
    root = pdf.trailer["/Root"]
    assert pdf.metadata.title == "Opening the Gates"
    assert pdf.metadata.author
    assert root["/Lang"].startswith("en")
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]


def test_it_is_as_long_as_a_course(pdf, docnames):
    assert LEAST_A_CHAPTER * len(docnames) < len(pdf.pages) < MOST


def test_every_page_of_the_contents_has_a_bookmark_there(pdf, docnames, articles, begins):
    marks = [
        (squeezed(mark.title), pdf.get_destination_page_number(mark))
        for mark in flat(pdf.outline)
    ]
    expected = [(title(articles[name]), begins[key(name)]) for name in docnames]
    assert [mark for mark in marks if mark in expected] == expected


def flat(outline):
    for item in outline:
        yield from flat(item) if isinstance(item, list) else [item]


def title(article):
    heading = article.h1
    return squeezed("".join(part for part in heading.find_all(string=True) if part != "#"))


def test_the_list_of_contents_gives_the_right_pages(texts, docnames, articles, begins):
    listed = squeezed("".join(texts[1 : begins[key(docnames[0])]]))
    for docname in docnames:
        assert f"{title(articles[docname])}{begins[key(docname)] + 1}" in listed


def test_every_link_leads_somewhere(pdf, begins):
    links = [
        annotation.get_object()
        for page in pdf.pages
        for annotation in page.get("/Annots", [])
        if annotation.get_object()["/Subtype"] == "/Link"
    ]
    inside = [link["/Dest"] for link in links if "/Dest" in link]
    outside = [link["/A"]["/URI"] for link in links if "/A" in link]
    assert len(inside) + len(outside) == len(links)
    assert len(inside) > 500
    assert [name for name in inside if name[1:] not in begins] == []
    assert [
        address for address in outside if not re.match(r"https?://(?!book\.)", address)
    ] == []


def test_all_words_of_the_site_are_there(docname, texts, docnames, articles, begins):
    starts = [begins[key(name)] for name in docnames]
    end = dict(pairwise([*starts, len(texts)]))[begins[key(docname)]]
    printed = squeezed("".join(texts[begins[key(docname)] : end]))
    article = BeautifulSoup(str(articles[docname]), "html.parser")
    for element in article.select(NOT_TEXT):
        element.decompose()
    pieces = [squeezed(piece) for piece in article.find_all(string=True)]
    lost = [piece for piece in pieces if piece not in printed]
    # A piece may be cut in two by the end of a sheet of paper.
    assert len(lost) <= end - begins[key(docname)]


def test_every_figure_has_its_text(structure, articles):
    figures = Counter(
        squeezed(element.get("/Alt", ""))
        for element in structure
        if element.get("/S") == "/Figure"
    )
    drawn = [
        image.get("alt") or image.get("aria-label")
        for article in articles.values()
        for image in article.select("img, svg[role=img]")
    ]
    assert len(drawn) > 50
    assert figures == Counter(map(squeezed, drawn))


def test_no_equation_is_left_as_it_was_typed(texts):
    assert [found[0] for text in texts for found in RAW_LATEX.finditer(text)] == []


def test_every_font_is_in_the_file(pdf):
    fonts = {
        font.idnum: font.get_object()
        for page in pdf.pages
        for font in page["/Resources"].get("/Font", {}).values()
    }
    assert fonts
    assert [font.get("/BaseFont") for font in fonts.values() if not embedded(font)] == []


def embedded(font):
    """Tell whether a font's shapes are in the file; a Type 3 font is nothing but shapes."""
    if font["/Subtype"] == "/Type3":
        return True
    inner = font["/DescendantFonts"][0] if "/DescendantFonts" in font else font
    description = inner["/FontDescriptor"]
    return any(name in description for name in ("/FontFile", "/FontFile2", "/FontFile3"))
