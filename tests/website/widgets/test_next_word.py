"""The next word: probabilities at a temperature as in Python, and draws that obey them."""

import numpy as np
import pytest
from browser_widgets import number, slide
from hostile import HOSTILE, unharmed
from trained import writer

from coursepkg.labs import language
from website.widgets.widget_models import write_model

pytestmark = pytest.mark.xdist_group("next-word")  # its tests share a page
SLUG = "next-word"


@pytest.fixture(scope="module")
def loaded(pages, go_to_widget, models):
    """The page with the model, which all tests share."""
    write_model("next_word", models)
    page = go_to_widget(pages.open(), SLUG, "next_word")
    page.get_by_role("button", name="Load the trained model").click()
    page.locator("textarea").wait_for()
    return page


@pytest.fixture
def page(loaded, pages):
    """The same, with its sliders as they were; in the end nothing may have gone wrong."""
    loaded.bring_to_front()
    slide(loaded, "Temperature", 1)
    slide(loaded, "Seed of the draw", 7)
    yield loaded
    pages.check()


def expected(text, temperature):
    """Return the share of every word after a text."""
    model, vectorizer = writer()
    language.forget(model)
    row = vectorizer.ids([text])[0]
    for word in [0, *row[row != 0]]:
        found = np.asarray(model(np.array([[word]], np.int32)), float)[0, 0]
    logs = np.log(found) / temperature
    logs[1] = -np.inf
    shares = np.exp(logs - logs.max())
    return shares / shares.sum(), vectorizer


def begin(page, text):
    page.locator("textarea").fill(text)
    page.get_by_role("button", name="Back to the beginning").click()


def bars(page):
    return page.evaluate(
        """() => [...document.querySelectorAll('.widget-bars li')].map((item) => [
             item.querySelector('.widget-word').textContent,
             item.querySelector('.widget-share').textContent])"""
    )


@pytest.mark.parametrize("temperature", [0.3, 1, 1.7])
def test_bars(page, temperature):
    text = "The acting was very good, but the"
    begin(page, text)
    slide(page, "Temperature", temperature)
    shares, vectorizer = expected(text, temperature)
    best = np.argsort(-shares)[:10]
    shown = bars(page)
    assert len(shown) == 10
    np.testing.assert_allclose([number(s) for _, s in shown], shares[best], atol=5.1e-4)
    names = {vectorizer.vocabulary[i] or "(the review ends)" for i in best[:5]}
    assert names <= {word for word, _ in shown}


def test_a_drawn_word_is_read_and_the_seed_repeats_it(page):
    text = "i saw this"
    begin(page, text)
    page.get_by_role("button", name="Draw a word").click()
    drawn = page.locator(".widget-text").inner_text().removeprefix("… ")
    shares, _ = expected(f"{text} {drawn}", 1)
    shown = [number(share) for _, share in bars(page)]
    np.testing.assert_allclose(shown, np.sort(shares)[::-1][:10], atol=5.1e-4)

    def write():
        begin(page, text)
        page.get_by_role("button", name="Draw twenty").click()
        return page.locator(".widget-text").inner_text()

    first = write()
    assert write() == first
    assert first.startswith(f"… {drawn}")
    slide(page, "Seed of the draw", 8)
    assert write() != first
    assert "[UNK]" not in first


def test_draws_obey_the_probabilities(call):
    shares = [0.5, 0, 0.2, 0.3]
    body = """const { randomSource } = await import('/widgets/random.js');
      const random = randomSource(given.seed), counts = [0, 0, 0, 0];
      for (let i = 0; i < 20000; i++) counts[m.drawn(given.shares, random())] += 1 / 20000;
      return counts;"""
    for seed in (0, 7):
        counts = call(f"figures/{SLUG}", body, {"shares": shares, "seed": seed})
        np.testing.assert_allclose(counts, shares, atol=0.015)
    assert counts[1] == 0


@pytest.mark.parametrize("typed", ["", *HOSTILE.values()], ids=["nothing", *HOSTILE])
def test_whatever_is_typed(page, pages, typed):
    title = page.title()
    begin(page, typed)
    shares, _ = expected(typed, 1)
    shown = [number(share) for _, share in bars(page)]
    np.testing.assert_allclose(shown, np.sort(shares)[::-1][:10], atol=5.1e-4)
    page.get_by_role("button", name="Draw a word").click()
    unharmed(page, title, pages.wrong, ".widget-stage")
