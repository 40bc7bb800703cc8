"""The slides of the built site: every chapter has some, each fits, none asks other hosts."""

import re
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup

# One process opens a set of slides, once.
pytestmark = pytest.mark.xdist_group("slides")
CHAPTERS = re.compile(r"chapters/(?!index|teaching|reference)")
SCREEN = {"width": 1280, "height": 720}
SMALLEST = 14  # pixels of a letter on that screen
# Of each slide: what hangs out of its sheet, and its smallest letters.
MEASURE = """() => [...document.querySelectorAll('.slide')].map(slide => {
  const sheet = slide.querySelector('.sheet'), body = slide.querySelector('.body');
  const page = slide.getBoundingClientRect();
  const out = [...body.children].filter(part => {
    const box = part.getBoundingClientRect();
    return part.scrollWidth > part.clientWidth + 1 || box.top < page.top
      || box.left < page.left || box.right > page.right + 1 || box.bottom > page.bottom + 1;
  });
  const letters = [...body.querySelectorAll('p, pre, td, mjx-container')].map(
    part => parseFloat(getComputedStyle(part).fontSize));
  return {
    title: slide.querySelector('h1, h2').textContent,
    full: body.scrollHeight > body.clientHeight + 1 || body.scrollWidth > body.clientWidth + 1
      || sheet.scrollHeight > sheet.clientHeight + 1,
    out: out.map(part => part.className),
    smallest: Math.min(99, ...letters),
    picture: [...body.querySelectorAll('.picture svg')].map(
      svg => svg.getBoundingClientRect().height),
    empty: !body.textContent.trim() && !body.querySelector('svg'),
  };
})"""


@pytest.fixture
def chapters(docnames):
    """The pages that must have slides."""
    return [name.removeprefix("chapters/") for name in docnames if CHAPTERS.match(name)]


@pytest.fixture(scope="module")
def show(browser, address):
    """A function that opens the slides of a chapter, once; with what it asked for."""
    shown = {}

    def open_slides(slug, **settings):
        key = slug, tuple(settings)
        if key not in shown:
            context = browser.new_context(**{"viewport": SCREEN, **settings})
            seen = SimpleNamespace(page=context.new_page(), foreign=[], wrong=[])

            def note(request):
                if not request.url.startswith((address, "data:")):
                    seen.foreign.append(request.url)

            seen.page.on("request", note)
            seen.page.on("pageerror", lambda error: seen.wrong.append(str(error)))
            seen.page.on("console", lambda m: m.type == "error" and seen.wrong.append(m.text))
            seen.page.goto(f"{address}/_static/slides/{slug}.html")
            seen.page.wait_for_selector("html[data-ready]")
            # MathJax' copy for screen readers is not seen, and takes no room.
            seen.page.add_style_tag(content="mjx-assistive-mml { display: none !important }")
            shown[key] = seen
        return shown[key]

    yield open_slides
    for seen in shown.values():
        seen.page.context.close()


def test_slides_fit(show, chapters, sampled):
    assert len(chapters) >= 20
    for slug in sampled(chapters):
        seen = show(slug)
        slides = seen.page.evaluate(MEASURE)
        assert len(slides) >= 5, slug
        for slide in slides:
            told = slug, slide
            assert not slide["full"], told
            assert not slide["out"], told
            assert not slide["empty"], told
            assert slide["smallest"] >= SMALLEST, told
            assert all(height > 0.2 * SCREEN["height"] for height in slide["picture"]), told
        assert seen.foreign == seen.wrong == [], slug


def test_slides_are_few_words(show, chapters, sampled):
    for slug in sampled(chapters):
        words = show(slug).page.evaluate(
            """() => [...document.querySelectorAll('.slide')].map(slide =>
                 [...slide.querySelectorAll('.words, .question, .list')]
                   .map(part => part.textContent).join(' ').split(/\\s+/).length)"""
        )
        assert max(words) <= 100, slug


def test_links_and_files_are_there(site, chapters):
    for slug in chapters:
        path = site / "_static" / "slides" / f"{slug}.html"
        page = BeautifulSoup(path.read_text("utf-8"), "html.parser")
        for part in page.select("a[href], script[src], link[href]"):
            target, _, anchor = (part.get("href") or part["src"]).partition("#")
            found = (path.parent / target).resolve()
            assert found.is_file(), (slug, target)
            assert not anchor or f'id="{anchor}"' in found.read_text("utf-8"), (slug, anchor)
        chapter = BeautifulSoup(
            (site / f"chapters/{slug}.html").read_text("utf-8"), "html.parser"
        )
        assert chapter.select_one(f"a[href$='_static/slides/{slug}.html']"), slug


def test_the_teaching_page_lists_them_in_order(site, chapters):
    text = (site / "chapters" / "teaching" / "slides.html").read_text("utf-8")
    page = BeautifulSoup(text, "html.parser")
    links = [a["href"].partition("_static/slides/")[2] for a in page.select("article a[href]")]
    assert [link for link in links if link] == [f"{slug}.html" for slug in chapters]


def test_keys_turn_the_slides_over(show):
    page = show("gru").page
    for key, number in [
        *(("End", page.locator(".slide").count()), ("Home", 1), ("ArrowRight", 2)),
        *(("PageDown", 3), ("Space", 4), ("ArrowLeft", 3), ("ArrowUp", 2), ("Home", 1)),
    ]:
        page.keyboard.press(key)
        top = (
            page.locator(".slide")
            .nth(number - 1)
            .evaluate("e => e.getBoundingClientRect().top")
        )
        assert abs(top) <= 1, key
        if number > 1 or key == "Home":
            assert page.evaluate("location.hash") == f"#{number}"
    page.get_by_role("button", name="Next slide").click()
    assert page.evaluate("location.hash") == "#2"


def test_on_a_phone_they_are_a_page_to_scroll(show):
    page = show("gru", viewport={"width": 390, "height": 844}).page
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.words p')).fontSize") == "16px"
    )


def test_the_dark_theme_is_the_reader_s(show):
    page = show("gru", color_scheme="dark").page
    paper = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.evaluate(paper) != show("gru").page.evaluate(paper)


def test_printed_there_is_one_slide_a_page(show):
    page = show("gru").page
    printed = page.pdf(prefer_css_page_size=True, print_background=True)
    pages = len(re.findall(rb"/Type\s*/Page\b(?!s)", printed))
    assert pages == page.locator(".slide").count()
