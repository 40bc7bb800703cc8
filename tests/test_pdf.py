"""Open the printed course: is all of it there, and can it be read, heard and followed?"""

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup, SoupStrainer
from pikepdf import Array, Dictionary, Pdf
from pypdfium2 import PdfDocument

from tools.pdf.cover import key

RAW_LATEX = re.compile(r"\\(?:frac|tilde|odot|sigma|begin|left|mathbf|partial)\b|\$\$")
# What only a screen has a use for, or what is not text on paper.
NOT_TEXT = (
    ".headerlink, .toctree-wrapper, .math, svg, style, script, button, [hidden],"
    " .source .caption-number, .course-pdf, details.above-input > summary"
)
# A hyphen at the end of a line is read as one of these, or not at all.
IGNORED = re.compile(r"[\s\u00ad\u0002\ufffe-]")
LEAST_A_CHAPTER, MOST = 3, 900  # pages
OUT_OF_ORDER = 2  # passages of a chapter


@pytest.fixture(scope="module")
def pdf(site, request):
    """The printed course: what the file is made of."""
    if not (site / "course.pdf").is_file():
        # Without Chromium there is nothing to print it with.
        request.getfixturevalue("chromium")
        pytest.fail("The site has no course.pdf: run 'make pdf'.")
    with Pdf.open(site / "course.pdf") as document:
        yield document


@pytest.fixture(scope="module")
def shown(pdf):
    """The same, as a program that shows it sees it."""
    with PdfDocument(pdf.filename) as document:
        yield document


@pytest.fixture(scope="module")
def texts(shown):
    """The text of every page."""
    return [page.get_textpage().get_text_range() for page in shown]


@pytest.fixture(scope="module")
def begins(pdf):
    """The index of the page on which each place of the book begins."""
    numbers = {page.objgen: number for number, page in enumerate(pdf.pages)}
    return {name[1:]: numbers[place[0].objgen] for name, place in pdf.Root.Dests.items()}


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
    elements, waiting = [], [pdf.Root.StructTreeRoot]
    while waiting:
        item = waiting.pop()
        if isinstance(item, Array):
            waiting.extend(item)
        elif isinstance(item, Dictionary):
            elements.append(item)
            waiting.append(item.get("/K"))
    return elements


def squeezed(text):
    """Return the text as it is compared: without spaces, hyphens, ligatures and other forms."""
    return IGNORED.sub("", unicodedata.normalize("NFKC", text))


def test_it_has_a_title_a_language_and_tags(pdf):
    assert pdf.docinfo.Title == "Opening the Gates"
    assert str(pdf.docinfo.Author)
    assert str(pdf.Root.Lang).startswith("en")
    assert pdf.Root.MarkInfo.Marked
    assert pdf.Root.ViewerPreferences.DisplayDocTitle


def test_it_is_as_long_as_a_course(pdf, docnames):
    assert LEAST_A_CHAPTER * len(docnames) < len(pdf.pages) < MOST


def test_every_page_of_the_contents_has_a_bookmark_there(shown, docnames, articles, begins):
    marks = [
        (squeezed(mark.get_title()), mark.get_dest().get_index()) for mark in shown.get_toc()
    ]
    expected = [(title(articles[name]), begins[key(name)]) for name in docnames]
    assert [mark for mark in marks if mark in expected] == expected


def title(article):
    heading = article.h1
    return squeezed("".join(part for part in heading.find_all(string=True) if part != "#"))


def test_the_list_of_contents_gives_the_right_pages(texts, docnames, articles, begins):
    listed = squeezed("".join(texts[1 : begins[key(docnames[0])]]))
    for docname in docnames:
        assert f"{title(articles[docname])}{begins[key(docname)] + 1}" in listed


def test_every_link_leads_somewhere(pdf, begins):
    notes = [note for page in pdf.pages for note in page.get("/Annots", [])]
    links = [note for note in notes if note.Subtype == "/Link"]
    inside = [str(link.Dest) for link in links if "/Dest" in link]
    outside = [str(link.A.URI) for link in links if "/A" in link]
    assert len(inside) + len(outside) == len(links)
    assert len(inside) > 500
    assert [name for name in inside if name[1:] not in begins] == []
    assert [
        address for address in outside if not re.match(r"https?://(?!book\.)", address)
    ] == []


def test_the_site_links_to_it_and_says_how_long_it_is(pdf, docnames, articles):
    link = articles[docnames[0]].select_one(".course-pdf a")
    assert link["href"] == "../course.pdf"
    assert f"of {len(pdf.pages)} pages" in link.parent.get_text()


def test_all_words_of_the_site_are_there(docname, texts, docnames, articles, begins):
    starts = [*(begins[key(name)] for name in docnames), len(texts)]
    start, end = next(pair for pair in pairwise(starts) if pair[0] == begins[key(docname)])
    head = title(articles[docname])
    printed = "".join(
        squeezed(texts[index]).removeprefix(f"{head}{index + 1}") for index in range(start, end)
    )
    article = BeautifulSoup(str(articles[docname]), "html.parser")
    for element in article.select(NOT_TEXT):
        element.decompose()
    pieces = [squeezed(piece) for piece in article.find_all(string=True)]
    lost = [piece for piece in pieces if not in_two_parts(piece, printed)]
    assert len(lost) <= OUT_OF_ORDER, lost


def in_two_parts(piece, printed):
    """Tell whether all of a passage is there, in one piece or in two.

    Beside an equation of several heights a line may be read out of order, and a page may end.
    """
    sizes = range(len(piece) + 1)
    first = bisect_left(sizes, True, key=lambda size: piece[:size] not in printed) - 1
    return first == len(piece) or piece[first:] in printed


def test_every_figure_has_its_text(structure, articles):
    figures = Counter(
        squeezed(str(element.get("/Alt", "")))
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


def test_an_equation_has_a_text_that_can_be_heard(texts, begins):
    # The state of the GRU. The letters that are seen are decoration to a screen reader.
    notation = squeezed("".join(texts[begins["notation"] : begins["reference-glossary"]]))
    # An underscore of so small a text is taken for a space.
    assert squeezed("h t = z t ⊙ h (t − 1) + (1 − z t) ⊙ h\u0303 t") in notation


def test_every_font_is_in_the_file(pdf):
    fonts = {
        font.objgen: font
        for page in pdf.pages
        for font in page.Resources.get("/Font", Dictionary()).values()
    }
    assert fonts
    assert [font.get("/BaseFont") for font in fonts.values() if not embedded(font)] == []


def embedded(font):
    """Tell whether a font's shapes are in the file; a Type 3 font is nothing but shapes."""
    if font.Subtype == "/Type3":
        return True
    inner = font.DescendantFonts[0] if "/DescendantFonts" in font else font
    return any(
        name in inner.FontDescriptor for name in ("/FontFile", "/FontFile2", "/FontFile3")
    )
