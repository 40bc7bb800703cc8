"""A small book in a temporary folder, so that no test depends on the real chapters."""

from textwrap import dedent

import nbformat
import pytest

from tools.notebooks.book import Book
from tools.notebooks.chapter import Chapter
from tools.notebooks.notebook import build

REFERENCES = r"""
@inproceedings{cho2014,
  author = {Cho, Kyunghyun and van Merri{\"e}nboer, Bart and Bengio, Yoshua},
  title = {Learning phrase representations},
  booktitle = {EMNLP}, year = {2014}, doi = {10.3115/v1/D14-1179}
}
@article{hochreiter1997,
  author = {Hochreiter, Sepp and Schmidhuber, J{\"u}rgen},
  title = {Long short-term memory}, journal = {Neural Computation}, year = {1997},
  url = {https://example.org/lstm}
}
@misc{chung2014,
  author = {Chung, Junyoung}, title = {Empirical evaluation}, year = {2014},
  eprint = {1412.3555}, archiveprefix = {arXiv}
}
"""
STEP = '''
def step(x, h):
    """Advance by one."""
    return x + h
'''
GRU = """
# The GRU

First words.

```{code-cell} python3
1 + 1
```
"""
AIRLINE = """
(airline)=
# The airline lab

(airline-split)=
## Split by `time`

$$ y = x $$ (airline-equation)

```{code-cell} python3
2
```
"""


@pytest.fixture
def root(tmp_path):
    """A book with two chapters that have notebooks and one page that has none."""
    write(tmp_path / "references.bib", REFERENCES)
    write(tmp_path / "package" / "gru.py", STEP)
    write(tmp_path / "chapters" / "index.md", "# Welcome\n\nNo code here.\n")
    write(tmp_path / "chapters" / "gru.md", GRU)
    write(tmp_path / "chapters" / "labs" / "airline.md", AIRLINE)
    return tmp_path


@pytest.fixture
def convert(root):
    """Convert the text of a chapter `gru`, below its title, as one cell."""

    def converted(text, slug="gru"):
        text = dedent(text).strip("\n")
        write(root / "chapters" / f"{slug}.md", f"# Title\n{text}\n")
        book = Book(root)
        assert slug in book.index.titles
        return Chapter(book, slug).markdown(text, line=2)

    return converted


@pytest.fixture
def executed(root):
    """The book with notebooks that look executed, without running anything."""
    book = Book(root)
    for slug in book.index.with_notebook:
        notebook, _ = build(book, slug)
        for count, cell in enumerate((c for c in notebook.cells if c.cell_type == "code"), 1):
            cell.execution_count = count
        write(book.notebook(slug), nbformat.writes(notebook))
    return root


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text.lstrip("\n"), encoding="utf-8")
