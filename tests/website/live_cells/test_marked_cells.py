"""What is built: which pages load the scripts, what code they get, what the archive holds."""

import ast
import json
import re
import zipfile

import pytest
from nbformat.v4 import new_code_cell
from reduced_book import LIVE, TRIAL, build, chapters, code_cells, marked

from coursepkg import plots
from tests.own_scripts import assert_short_and_without_markup
from tests.small_site import parsed
from website.live_cells.marked_cells import ROOT, SCRIPTS, write_package

pytestmark = pytest.mark.xdist_group("cells")  # the site is built once


@pytest.mark.parametrize("slug", chapters())
def test_every_chapter_has_a_cell_to_run(slug):
    cells = marked(slug)
    assert cells
    assert any("np." in cell.source or "coursepkg" in cell.source for cell in cells)


def test_the_contents_and_the_notebooks_agree_on_what_a_chapter_is():
    assert len(chapters()) >= 20
    assert {"gru", "labs/airline"} <= set(chapters())


def listed_in(page):
    """Return the code that a page has for its cells."""
    return json.loads(page.select_one("script#live-cells").get_text())


def test_the_page_gets_its_code(book):
    page = parsed(book, "trial")
    listed = listed_in(page)
    assert [cell["code"] for cell in listed[:2]] == [TRIAL[0][0], TRIAL[2][0]]
    assert [cell["shortened"] for cell in listed] == [False, False, True, False, False]
    assert len(page.select("div.cell.tag_run-in-page")) == len(listed)


def test_scripts_are_loaded_where_a_cell_is_marked(book):
    assert parsed(book, "trial").select("script[type=module][src*='live_cells/load.js']")
    assert not parsed(book, "index").select("[src*=live_cells], [href*=live-cells]")
    assert not parsed(book, "index").select("#live-cells")


def test_every_script_is_on_the_site(book):
    copies = {path.name for path in (book.site / "_static" / "live_cells").iterdir()}
    scripts = {path.name for path in SCRIPTS.iterdir() if path.suffix in {".js", ".css"}}
    assert copies == scripts | {"cell.py", "coursepkg.zip"}


def test_the_archive_holds_the_scratch_twin_and_is_always_the_same(tmp_path):
    first, second = tmp_path / "first.zip", tmp_path / "second.zip"
    write_package(first)
    write_package(second)
    assert first.read_bytes() == second.read_bytes()
    files = {
        path.relative_to(ROOT).as_posix()
        for folder in ("numpy_nn", "variants")
        for path in ROOT.glob(f"coursepkg/{folder}/**/*.py")
    }
    files |= {f"coursepkg/{name}.py" for name in ("__init__", "checks", "moved", "plots")}
    assert set(zipfile.ZipFile(first).namelist()) == files


def test_code_cannot_end_its_element_and_mistakes_are_warnings(tmp_path):
    hostile = "text = '</script><script>alert(1)</script>'"
    cells = [hostile, "import keras", "%matplotlib inline"]
    made = [new_code_cell(source, metadata=LIVE) for source in cells]
    book = build(tmp_path, {"page": made, "plain": code_cells("labs/airline")[:1]})
    listed = listed_in(parsed(book, "page"))
    assert listed[0] == {"code": hostile, "shortened": False}
    assert "nothing of this cell works in the page" in book.warnings
    assert "a marked cell is not Python" in book.warnings
    assert not parsed(book, "plain").select("#live-cells")


def imported(code):
    """Return the names that code imports, as one text with a line for each."""
    lines = []
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            module = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
            lines += [f"{module}{alias.name}" for alias in node.names]
    return "\n".join(lines)


# In the browser one Python runs all chapters, and would have Matplotlib from another one.
@pytest.mark.parametrize("slug", [*chapters(), "trial"])
def test_matplotlib_is_loaded_for_a_cell_that_imports_it(book, slug):
    script = (SCRIPTS / "worker.js").read_text("utf-8")
    draws = re.compile(re.search(r"DRAWS = /(.+)/m;", script)[1], re.MULTILINE)
    for cell in listed_in(parsed(book, slug)):
        if re.search(r"^(matplotlib|coursepkg\.plots)\b", imported(cell["code"]), re.MULTILINE):
            assert draws.search(cell["code"]), cell["code"]


def test_of_what_a_page_has_of_the_course_only_the_plots_need_matplotlib(tmp_path):
    write_package(tmp_path / "package.zip")
    archive = zipfile.ZipFile(tmp_path / "package.zip")
    need = [name for name in archive.namelist() if "matplotlib" in imported(archive.read(name))]
    assert need == ["coursepkg/plots.py"]


@pytest.mark.parametrize("path", sorted(SCRIPTS.glob("*.js")), ids=lambda path: path.stem)
def test_a_script_is_short_writes_no_markup_and_names_no_host(path):
    text = path.read_text("utf-8")
    assert_short_and_without_markup(text)
    assert "://" not in text


def test_the_wheels_are_those_that_pyodide_has_recorded():
    folder = ROOT / "website" / "vendor" / "pyodide"
    records = json.loads((folder / "pyodide-lock.json").read_text("utf-8"))["packages"]
    sums = (ROOT / "website" / "vendor" / "SHA256SUMS").read_text("utf-8")
    needed, waiting = set(), ["numpy", "matplotlib"]
    while waiting:
        record = records[waiting.pop()]
        needed.add(record["file_name"])
        waiting += record["depends"]
        assert f"{record['sha256']}  pyodide/{record['file_name']}" in sums
    assert {path.name for path in folder.glob("*.whl")} == needed


def test_the_colours_that_a_page_replaces_are_those_of_the_figures():
    script = (SCRIPTS / "figure.js").read_text("utf-8")
    assert f"INK = /{plots.INK}/gi" in script
    assert f"PAPER = /{plots.PAPER}/gi" in script


def test_the_size_that_is_announced_is_the_size():
    folder = ROOT / "website" / "vendor" / "pyodide"
    (numpy,) = folder.glob("numpy-*.whl")
    python = [
        *folder.glob("*.wasm"),
        *folder.glob("*.zip"),
        folder / "pyodide-lock.json",
        numpy,
    ]
    drawing = [path for path in folder.glob("*.whl") if path != numpy]
    said = (SCRIPTS / "interpreter.js").read_text("utf-8")
    for name, files in [('"Python and NumPy"', python), ("Matplotlib", drawing)]:
        megabytes = round(sum(path.stat().st_size for path in files) / 1e6)
        assert f"{name}: {megabytes}" in said
