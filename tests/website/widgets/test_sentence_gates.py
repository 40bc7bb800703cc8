"""A sentence of one's own: the model's probabilities and gates, and whatever else is typed."""

from functools import cache

import numpy as np
import pytest
from browser_widgets import choose, number
from hostile import HOSTILE, unharmed
from trained import reader

from coursepkg import numpy_nn
from coursepkg.labs import classification
from website.widgets.widget_models import write_model

pytestmark = pytest.mark.xdist_group("sentence-gates")  # its tests share two pages
SLUG = "sentence-gates"
SENTENCES = {
    "sarcasm": "Area man finally builds zzyzx internet, again!",
    "imdb": "the start was wonderful but the rest was zzyzx,<br />a waste of time &amp; money",
}


@pytest.fixture(scope="module")
def loaded(pages, go_to_widget, models):
    """A function that returns a page with a lab's model, which all tests share."""

    @cache
    def load(lab):
        write_model(lab, models)
        page = go_to_widget(pages.open(), SLUG, lab)
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        page.get_by_role("button", name="Load the trained model").click()
        page.locator("textarea").wait_for()
        assert {url.rpartition(".")[2] for url in asked} == {"json", "bin", "txt"}
        return page

    return load


@pytest.fixture
def opened(loaded, pages):
    """The same, in front; in the end nothing may have gone wrong."""

    def open_it(lab):
        page = loaded(lab)
        page.bring_to_front()  # behind another page it would be drawn once a second
        return page

    yield open_it
    pages.check()


def ask(page, sentence):
    page.locator("textarea").fill(sentence)
    page.get_by_role("button", name="Read it").click()
    page.wait_for_function(
        "!document.querySelector('.widget-says').textContent.startsWith('Reading')"
    )
    return page.locator(".widget-says").inner_text()


def words(page):
    return page.evaluate(
        """() => [...document.querySelectorAll('.widget-words li')].map((item) => [
             item.querySelector('.widget-word').textContent,
             item.querySelector('.widget-share').textContent,
             item.querySelector('s') !== null])"""
    )


def test_nothing_is_fetched_before_it_is_asked_for(show, pages, models):
    write_model("sarcasm", models)
    show(SLUG, "sarcasm").wait_for_load_state("networkidle")
    assert [url for url in pages.asked if url.endswith(f"/{SLUG}.js")]
    assert not [url for url in pages.asked if "/models/" in url]


@pytest.mark.parametrize("lab", SENTENCES)
def test_the_probability_after_every_word(opened, lab):
    page = opened(lab)
    said = ask(page, SENTENCES[lab])
    model, vectorizer = reader(lab)
    tokens, shares = classification.word_by_word(model, vectorizer, SENTENCES[lab])
    shown = words(page)
    assert [word if not unknown else "[UNK]" for word, _, unknown in shown] == tokens
    assert "zzyzx" in [word for word, *_ in shown]
    np.testing.assert_allclose([number(s) for _, s, _ in shown], shares[:, 1], atol=0.0051)
    assert "Not known: 1 of" in said
    assert f"({round(100 * shares[-1].max())} %)" in said


@pytest.mark.parametrize("lab", SENTENCES)
def test_the_map_has_the_colours_of_the_gates(opened, call, lab):
    page = opened(lab)
    ask(page, SENTENCES[lab])
    model, vectorizer = reader(lab)
    row = vectorizer.ids([SENTENCES[lab]])
    count = (row != 0).sum()
    for direction, trace in enumerate(numpy_nn.trace(model, row)):
        for name in trace._fields:
            choose(page, "What the map shows", name)
            choose(page, "The reader that comes", str(direction))
            compare_map(page, call, trace, name, count)


def compare_map(page, call, trace, name, count):
    values = getattr(trace, name)[0, :count]
    values = values[:, np.argsort(-trace.z[0, :count].mean(axis=0), kind="stable")]
    around = 0.5 if name in "zr" else 0
    shares = (values - around) / np.abs(values - around).max()
    expected = call(
        "heat-map",
        "return given.map((v) => m.colour(v))",
        shares.ravel().astype(float).tolist(),
    )
    expected = np.array([[int(c) for c in text[4:-1].split()] for text in expected])
    pixels = page.locator("canvas").evaluate(
        """(canvas) => { const ink = canvas.getContext('2d'), found = [];
          for (let x = 5; x < canvas.width; x += 26)
            for (let y = 2; y < canvas.height; y += 5)
              found.push([...ink.getImageData(x, y, 1, 1).data.slice(0, 3)]);
          return found; }"""
    )
    # Two units whose gates are equally open on average may change places by rounding.
    apart = np.abs(np.array(pixels) - expected).max(axis=1).reshape(count, -1) > 2
    assert apart.any(axis=0).mean() < 0.07


@pytest.mark.parametrize("typed", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.parametrize("lab", SENTENCES)
def test_whatever_is_typed_is_shown_as_text(opened, pages, lab, typed):
    page = opened(lab)
    title = page.title()
    said = ask(page, typed)
    _, vectorizer = reader(lab)
    tokens = vectorizer.tokens(typed)
    length = vectorizer.length
    kept = tokens[-length:] if lab == "imdb" else tokens[:length]
    assert [word for word, *_ in words(page)] == kept
    assert (len(tokens) > length) == ("Left out" in said)
    unharmed(page, title, pages.wrong, ".widget-stage")
    assert ask(page, "a good film").startswith("The model says")


@pytest.mark.parametrize("typed", ["", " \n ", "?!", "zzyzx qwrtp"])
def test_no_word_no_answer(opened, typed):
    page = opened("sarcasm")
    assert ask(page, "a good film").startswith("The model says")
    assert ask(page, typed).startswith("No answer")


def test_a_model_that_cannot_be_fetched_says_so_and_may_be_tried_again(
    new_page, go_to_widget, models
):
    write_model("sarcasm", models)
    page = go_to_widget(new_page(alone=True), SLUG, "sarcasm")
    page.context.route("**/*.bin", lambda route: route.fulfill(status=200, body=b"too short"))
    start = page.get_by_role("button", name="Load the trained model")
    start.click()
    page.get_by_text("could not be loaded").wait_for()
    page.context.unroute("**/*.bin")
    start.click()
    page.locator("textarea").wait_for()
