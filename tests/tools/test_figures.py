"""Pictures are inside the notebook, and drawings become pictures that Colab shows."""

import base64
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from PIL import Image

from tools.notebooks import pictures
from tools.notebooks.blocks import ChapterError
from tools.notebooks.book import Book
from tools.notebooks.notebook import build
from tools.notebooks.pictures import draw, undrawn

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100">'
    '<rect width="100" height="100" fill="currentColor"/></svg>'
)
FIGURE = """# Title

```{figure} gate.svg
:name: fig-gate
:alt: A "gate"

Open, **$z = 0$**.
```

```{code-cell} python3
1
```
"""


@pytest.fixture
def drawing(root):
    path = root / "chapters" / "gate.svg"
    path.write_text(SVG)
    (root / "chapters" / "gru.md").write_text(FIGURE)
    return path


def the_figure(root):
    notebook, _ = build(Book(root), "gru")
    return notebook, notebook.cells[1].source


def test_a_drawing_is_named_by_its_path_and_content(root, drawing):
    _, source = the_figure(root)
    assert source.startswith('<img src="svg:chapters/gate.svg:')
    assert source.endswith(
        '" alt="A &quot;gate&quot;" width="200">\n\n**Figure 1.** Open, **$z = 0$**.'
    )
    drawing.write_text(SVG.replace("100", "90"))
    assert the_figure(root)[1] != source


@pytest.mark.parametrize("svg", ["<svg", '<svg xmlns="http://www.w3.org/2000/svg"/>'])
def test_a_drawing_must_be_one(root, drawing, svg):
    drawing.write_text(svg)
    with pytest.raises(ChapterError, match=r"chapters/gru\.md:3: .*gate\.svg"):
        the_figure(root)


def test_a_drawing_that_did_not_change_is_not_drawn_again(root, drawing, monkeypatch):
    monkeypatch.setattr(pictures, "photograph", lambda svg: Image.new("RGB", (2, 1), "red"))
    old, source = the_figure(root)
    draw(Book(root), old, None)
    assert old.cells[1].source.startswith('<img src="data:image/png;base64,')
    assert undrawn(old.cells[1].source) == source

    monkeypatch.setattr(pictures, "photograph", lambda svg: pytest.fail("drawn again"))
    new, _ = the_figure(root)
    draw(Book(root), new, old)
    assert new == old


def test_a_picture_that_is_no_drawing_stays(root):
    for content in ("iVBORw0KGgo=", "abc"):
        source = f'<img src="data:image/png;base64,{content}">'
        assert undrawn(source) == source


@pytest.mark.usefixtures("chromium")
def test_a_drawing_has_dark_ink_on_white_paper():
    # Another test's browser may run in this thread already.
    with ThreadPoolExecutor(1) as thread:
        url = thread.submit(pictures.picture, SVG, "svg:x").result()
    image = Image.open(BytesIO(base64.b64decode(url.partition(",")[2]))).convert("RGB")
    assert image.size == (1520, 760)
    assert max(image.getpixel((100, 100))) < 60
    assert image.getpixel((1500, 100)) == (255, 255, 255)
