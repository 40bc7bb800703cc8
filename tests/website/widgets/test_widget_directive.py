"""The `widget` directive on a small book: figures, their scripts, and warnings."""

import json

import pytest

from tests.small_site import build_site, parsed
from website.widgets.widget_directive import STILL, WIDGETS, known

pytestmark = pytest.mark.xdist_group("widgets")  # the site is built once

INDEX = """# With

Words.

```{widget} sentence-gates
:model: sarcasm
A **headline** with $x$.
```

```{toctree}
without
wrong
```
"""
WITHOUT = "# Without\n\nWords.\n"
WRONG = """# Wrong

Words.

```{widget} sentance-gates
Words.
```

```{widget} descent
```

```{widget} descent
:model: ../../secret
Words.
```
"""


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    folder = tmp_path_factory.mktemp("book")
    for name, text in (("index", INDEX), ("without", WITHOUT), ("wrong", WRONG)):
        (folder / f"{name}.md").write_text(text)
    settings = {
        "extensions": ["myst_nb", "sphinx.ext.mathjax", "website"],
        "myst_enable_extensions": ["dollarmath"],
    }
    built = build_site(folder, **settings)
    for name in ("index", "without", "wrong"):
        setattr(built, name, parsed(built, name))
    return built


def test_the_figure_and_its_description(book):
    figure = book.index.select_one("figure.widget")
    assert figure["data-widget"] == "sentence-gates"
    assert figure["data-model"] == "sarcasm"
    assert figure.select_one(".widget-stage").get_text() == ""
    assert STILL in figure.select_one(".widget-fallback").get_text()
    assert "Probability" in figure.select_one(".widget-fallback svg")["aria-label"]
    assert figure.select_one("figcaption strong").get_text() == "headline"
    assert figure.select_one("figcaption .math")


def test_scripts_are_loaded_where_there_is_a_figure(book):
    def loaded(page):
        return [script["src"] for script in page.select("script[type=module][src]")]

    (script,) = loaded(book.index)
    assert (book.site / script.partition("?")[0]).is_file()
    assert loaded(book.without) == []
    assert not book.without.select("link[href*=widgets]")
    assert book.index.select("link[href*='widgets/widgets.css']")


def test_every_module_is_on_the_site_and_so_is_the_model(book):
    site = book.site / "_static" / "widgets"
    for path in WIDGETS.rglob("*.js"):
        assert (site / path.relative_to(WIDGETS)).read_bytes() == path.read_bytes()
    header = json.loads((site / "models" / "sarcasm.json").read_text())
    numbers = sum(shape[0] * (shape[1] if shape[1:] else 1) for shape in header["shapes"])
    assert (site / "models" / header["weights"]).stat().st_size == 2 * numbers
    assert not (site / "models" / "imdb.json").exists()
    assert not (site / "README.md").exists()


def test_mistakes_are_warnings_that_help(book):
    assert "wrong.md:5: WARNING: widget: there is no 'sentance-gates'" in book.warnings
    assert ", ".join(known()) in book.warnings
    assert "descent needs a description" in book.warnings
    assert '"../../secret" unknown; choose from' in book.warnings
