"""The site's copies of the notebooks, and what their first cell does."""

from importlib import metadata
from pathlib import Path

import nbformat
import pytest
from IPython.core.inputtransformer2 import TransformerManager

import coursepkg
from website.notebook_needs import EXTRAS, extras_of
from website.site_notebooks import WHEEL, first_cell, published

ROOT = Path(__file__).resolve().parents[2]
SITE = "https://ada.example.org/course/"
PATHS = sorted((ROOT / "notebooks").rglob("*.ipynb"))


def run(code, installed, monkeypatch):
    """Run a first cell where this version is installed; return the lines for pip."""
    asked = []

    def version(name):
        assert name == "coursepkg"
        if installed is None:
            raise metadata.PackageNotFoundError
        return installed

    def magic(name, line):
        asked.append(f"{name} {line}")

    shell = type("Shell", (), {"run_line_magic": staticmethod(magic)})
    monkeypatch.setattr(metadata, "version", version)
    python = TransformerManager().transform_cell(code)
    exec(python, {"get_ipython": lambda: shell})
    return asked


def test_it_installs_this_version_from_the_site_where_there_is_none(monkeypatch):
    address = f"{SITE}wheels/coursepkg-{coursepkg.__version__}-py3-none-any.whl"
    asked = run(first_cell(["keras", "labs"], SITE), None, monkeypatch)
    assert asked == [f'pip install --quiet "coursepkg[keras,labs] @ {address}"']
    assert f'"coursepkg @ {address}"' in run(first_cell([], SITE), None, monkeypatch)[0]


def test_it_does_nothing_where_the_version_is_there(monkeypatch, capsys):
    assert run(first_cell(["labs"], SITE), coursepkg.__version__, monkeypatch) == []
    assert run(first_cell(["labs"], None), coursepkg.__version__, monkeypatch) == []
    assert capsys.readouterr().out == ""


def test_it_leaves_another_version_alone_and_says_so(monkeypatch, capsys):
    assert run(first_cell(["labs"], SITE), "9.9", monkeypatch) == []
    said = f"This notebook is for coursepkg {coursepkg.__version__}; here is 9.9.\n"
    assert capsys.readouterr().out == said


def test_without_an_address_it_says_where_the_package_is(monkeypatch):
    with pytest.raises(
        ModuleNotFoundError, match=r"coursepkg.*wheels/.*pip install './coursepkg"
    ):
        run(first_cell(["labs"], None), None, monkeypatch)


@pytest.mark.xdist_group("fork")
def test_a_copy_has_one_cell_more_and_nothing_else(fork, nowhere):
    committed = nbformat.read(fork.site.parent / "notebooks/gates_and_more.ipynb", as_version=4)
    for built in (fork, nowhere):
        copy = nbformat.read(built.site / "notebooks/gates_and_more.ipynb", as_version=4)
        nbformat.validate(copy)
        assert WHEEL in copy.cells[0].source
        assert (built.site / WHEEL).is_file()
        assert copy.cells[2:] == committed.cells[1:]
    assert copy.cells[1] == committed.cells[0]


@pytest.mark.xdist_group("fork")
def test_links_between_notebooks_lead_to_the_site(fork):
    copy = nbformat.read(fork.site / "notebooks/gates_and_more.ipynb", as_version=4)
    place = "https://ada-invented.github.io/gates-fork/chapters/reference/other.html"
    assert f"[the other]({place})" in copy.cells[1].source


def test_links_in_a_folder_are_from_that_folder():
    cell = nbformat.v4.new_markdown_cell("[a](../gru.ipynb) [b](imdb.ipynb#x) [c](a.ipynb.zip)")
    copy = published(nbformat.v4.new_notebook(cells=[cell]), "labs/airline", SITE)
    assert copy.cells[1].source == (
        f"[a]({SITE}chapters/gru.html) [b]({SITE}chapters/labs/imdb.html) [c](a.ipynb.zip)"
    )


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_every_notebook_s_needs_are_known(path):
    notebook = nbformat.read(path, as_version=4)
    code = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    found = extras_of(code)
    if any("keras_nn" in cell for cell in code):
        assert "keras" in found
    if any("matplotlib" in cell for cell in code):
        assert "labs" in found


def test_needs_are_followed_through_the_package(tmp_path):
    package = tmp_path / "coursepkg"
    (package / "deep").mkdir(parents=True)
    (package / "__init__.py").write_text("")
    (package / "deep" / "__init__.py").write_text("from . import one\n")
    (package / "deep" / "one.py").write_text("def late():\n    from ..two import x\n")
    (package / "two.py").write_text("import sklearn.metrics\nimport os\n")
    assert extras_of(["from coursepkg import deep"], tmp_path) == ["labs"]
    assert extras_of(["import coursepkg.deep.one as one"], tmp_path) == ["labs"]
    assert extras_of(["from coursepkg import other\nimport numpy"], tmp_path) == []
    with pytest.raises(ValueError, match="imports strange, which no extra"):
        extras_of(["import strange.thing"], tmp_path)


def test_the_extras_are_those_of_the_package():
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert set(EXTRAS) <= set(project["optional-dependencies"])
