"""The slides of the built site: each fits, none asks other hosts, axe has nothing to say."""

import re
from types import SimpleNamespace

import nbformat
import pytest
from axe_playwright_python.base import AXE_SCRIPT
from bs4 import BeautifulSoup

# One process opens a set of slides, once.
pytestmark = pytest.mark.xdist_group("slides")
SCREEN, PHONE = {"width": 1280, "height": 720}, {"width": 390, "height": 844}
# Chapters that had slides when this was written; none of them may lose its marks.
MARKED = {
    *("sequences", "gradient_descent", "rnn", "answer", "bptt", "vanishing", "memory"),
    *("gru", "gru_backward", "lstm", "comparison", "labs/airline", "labs/sarcasm"),
    *("labs/imdb", "labs/next_word", "labs/stack_overflow"),
}
SMALLEST = 15  # pixels of a letter on that screen
# Of the slide that is shown: what hangs out of it, its smallest letters, its pictures' heights.
MEASURE = """() => {
  const slide = Reveal.getCurrentSlide();
  const { top, bottom, right } = slide.getBoundingClientRect();
  const parts = [...slide.querySelectorAll('h2, p, li, pre, td, .picture, mjx-math')];
  return {
    title: slide.querySelector('h1, h2')?.textContent,
    out: parts.filter((part) => {
      const box = part.getBoundingClientRect();
      return box.top < top || box.bottom > bottom - 20 || box.right > right - 20
        || part.scrollWidth > part.clientWidth + 1 && part.matches('pre');
    }).map((part) => part.outerHTML.slice(0, 100)),
    letters: Math.min(...parts.filter((part) => part.matches('p, li, pre, td')
        && part.textContent.trim()).map((part) => parseFloat(getComputedStyle(part).fontSize))),
    pictures: [...slide.querySelectorAll('.picture svg')].map(
      (svg) => svg.getBoundingClientRect().height),
    empty: !slide.textContent.trim() && !slide.querySelector('svg'),
  };
}"""
# A heading of nothing but mathematics is empty to axe, which does not read MathML.
AXE = """async () => {
  const where = { exclude: ['svg.figure-svg > *', 'th:has(mjx-assistive-mml math)'] };
  const { violations } = await axe.run(where, { resultTypes: ['violations'] });
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => [id, node.html]));
}"""


@pytest.fixture(scope="module")
def decks(site):
    """The chapters that have slides, as slugs."""
    folder = site / "_static" / "slides"
    found = {
        path.relative_to(folder).with_suffix("").as_posix() for path in folder.rglob("*.html")
    }
    assert not MARKED - found
    return sorted(found)


@pytest.fixture(scope="module")
def show(browser, address):
    """A function that opens slides; they come with what they asked for and what failed."""
    contexts = []

    def open_slides(slug, **settings):
        contexts.append(browser.new_context(**{"viewport": SCREEN, **settings}))
        seen = SimpleNamespace(page=contexts[-1].new_page(), foreign=[], wrong=[])

        def note(request):
            if not request.url.startswith((address, "data:")):
                seen.foreign.append(request.url)

        seen.page.on("request", note)
        seen.page.on("pageerror", lambda error: seen.wrong.append(str(error)))
        seen.page.on("console", lambda m: m.type == "error" and seen.wrong.append(m.text))
        seen.page.goto(f"{address}/_static/slides/{slug}.html")
        seen.page.wait_for_selector("html[data-ready]")
        return seen

    yield open_slides
    for context in contexts:
        context.close()


def test_every_slide_fits(show, decks, sampled):
    too_full = []
    for slug in sampled(decks):
        seen = show(slug)
        for _ in range(seen.page.evaluate("Reveal.getTotalSlides()")):
            slide = seen.page.evaluate(MEASURE)
            small = slide["letters"] is not None and slide["letters"] < SMALLEST
            flat = any(height <= 0.3 * SCREEN["height"] for height in slide["pictures"])
            if slide["out"] or slide["empty"] or small or flat:
                too_full.append((slug, slide))
            seen.page.evaluate("Reveal.next()")
        assert seen.page.evaluate("Reveal.isLastSlide()")
        assert not seen.page.locator("mjx-merror").count(), slug
        assert seen.foreign == seen.wrong == [], slug
    assert not too_full


def test_there_are_as_many_slides_as_marks(site, decks):
    for slug in decks:
        notebook = nbformat.read(site / "notebooks" / f"{slug}.ipynb", 4)
        marks = [
            cell.metadata.get("slideshow", {}).get("slide_type") for cell in notebook.cells
        ]
        page = parsed(site / "_static" / "slides" / f"{slug}.html")
        slides = page.select("section > section:not(.opening)")
        assert len(slides) == marks.count("slide") + marks.count("subslide") >= 8, slug


def parsed(path):
    return BeautifulSoup(path.read_text("utf-8"), "html.parser")


def test_links_and_files_are_there(site, decks):
    for slug in decks:
        path = site / "_static" / "slides" / f"{slug}.html"
        for part in parsed(path).select("a[href], script[src], link[href]"):
            target = (part.get("href") or part["src"]).partition("#")[0]
            if not target.startswith("http"):
                found = (path.parent / target).resolve()
                assert found.is_file(), (slug, target)
        chapter = parsed(site / f"chapters/{slug}.html")
        assert chapter.select_one(f"a[href$='_static/slides/{slug}.html']"), slug


def test_the_teaching_page_lists_them_in_order(site, decks, docnames):
    page = parsed(site / "chapters" / "teaching" / "slides.html")
    links = [a["href"].partition("_static/slides/")[2] for a in page.select("article a[href]")]
    slugs = [name.removeprefix("chapters/") for name in docnames]
    assert [link for link in links if link] == [f"{s}.html" for s in slugs if s in decks]


def test_keys_turn_the_slides_over(show):
    page = show("gru").page
    last = page.evaluate("Reveal.getTotalSlides()")
    for key, number in [
        *(("End", last), ("Home", 1), ("ArrowRight", 2), ("PageDown", 3)),
        *(("Space", 4), ("ArrowLeft", 3), ("PageUp", 2)),
    ]:
        page.keyboard.press(key)
        shown = page.locator(".slide-number-a").text_content()
        assert shown == str(number), key
    page.wait_for_function("location.hash === '#/2'")  # written a moment later


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_on_a_phone_they_are_a_page_to_scroll_and_axe_reads_it_all(show, decks, sampled, theme):
    for slug in sampled(decks):
        page = show(slug, viewport=PHONE, color_scheme=theme).page
        assert page.evaluate("document.documentElement.dataset.theme") == theme
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], slug
        assert page.locator("section > section:visible").count() > 12
        words = page.locator(".words p").first
        assert words.evaluate("e => getComputedStyle(e).fontSize") == "16px"
        page.evaluate(AXE_SCRIPT)
        assert page.evaluate(AXE) == [], slug


def test_axe_finds_no_violation_around_the_slides(show):
    page = show("gru", color_scheme="dark").page
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert paper == "rgb(20, 24, 30)"
    page.evaluate("Reveal.slide(3)")
    page.evaluate(AXE_SCRIPT)
    assert page.evaluate(AXE) == []


def test_printed_there_is_one_slide_a_page(show):
    page = show("gru").page
    printed = page.pdf(prefer_css_page_size=True, print_background=True)
    pages = len(re.findall(rb"/Type\s*/Page\b(?!s)", printed))
    assert pages == page.evaluate("Reveal.getTotalSlides()")
