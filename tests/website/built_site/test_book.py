"""Read every built page, without a browser: is it complete, and do its links lead somewhere?"""

import functools
import re
import subprocess
import zipfile
from fnmatch import fnmatch
from pathlib import Path
from urllib.parse import unquote, urlsplit

import nbformat
import pytest
from bs4 import BeautifulSoup

import coursepkg
from tools.licences import Rules
from website import published_site

# One process parses the pages, once.
pytestmark = pytest.mark.xdist_group("book")
# What the browser fetches when the page opens, and where its address stands.
LOADED = {"script": "src", "img": "src", "iframe": "src", "source": "src", "link": "href"}
LINKS_NOT_LOADED = {"canonical", "license", "author"}
SERVED = {".css", ".js", ".mjs", ".png", ".svg", ".ttf", ".wasm", ".woff", ".woff2"}
OTHER_HOST = re.compile(r"^\s*(?:https?:)?//")
ROOT = Path(__file__).resolve().parents[3]
LEFTOVER = re.compile(r"`{3,}|:{3,}|\{[a-z][\w:-]*\}`|^:[a-z-]+: ", re.MULTILINE)


@functools.cache
def parse(path):
    """Parse a page, once for all tests."""
    return BeautifulSoup(path.read_text(encoding="utf-8"), "lxml")


@pytest.fixture
def page(site, docname):
    """A page that the table of contents names, parsed."""
    path = site / f"{docname}.html"
    assert path.is_file(), f"{docname} is in _toc.yml and was not built"
    return parse(path)


def test_only_pages_of_the_contents_are_built(site, docnames):
    built = {path.relative_to(site).as_posix() for path in site.rglob("*.html")}
    pages = {path for path in built if not path.startswith("_static/")}
    moved = {old for old, new in published_site.read(ROOT / published_site.LIST).items() if new}
    assert pages == {f"{name}.html" for name in [*docnames, "index", "search", "404"]} | moved


def test_page_has_title_and_description(page):
    assert page.title.get_text(strip=True)
    description = page.find("meta", attrs={"name": "description"})
    assert description, "no description: the page has no paragraph"
    assert len(description["content"]) > 20


def test_links_lead_somewhere(site, docname, page):
    here = site / f"{docname}.html"
    links = [link["href"] for link in page.select(":is(a, link)[href]")]
    dead = [href for href in links if not leads(here, href)]
    assert dead == []


def leads(here, href):
    """Tell whether a link within the site finds its page and its place on that page."""
    target = urlsplit(href)
    if target.scheme or target.netloc:
        return True
    path = (here.parent / unquote(target.path)).resolve() if target.path else here
    if not path.is_file():
        return False
    # "#" alone is the top of the page.
    place = unquote(target.fragment)
    return not place or path.suffix != ".html" or parse(path).find(id=place) is not None


def test_page_loads_nothing_from_another_host(page):
    foreign = [
        element[attribute]
        for name, attribute in LOADED.items()
        for element in page.find_all(name, attrs={attribute: OTHER_HOST})
        if not LINKS_NOT_LOADED & set(element.get("rel", []))
    ]
    inline = [found.get_text() for found in page.select("style, script:not([src])")]
    inline += [element["style"] for element in page.find_all(style=True)]
    foreign += [text[:200] for text in inline if re.search("https?://", text)]
    assert foreign == []


def test_style_sheets_load_nothing_from_another_host(site):
    sheets = list(site.rglob("*.css"))
    assert sheets
    asked = re.compile(r"(?:url\(|@import)\s*['\"]?\s*(?:https?:)?//[^'\")]*")
    assert [m[0] for sheet in sheets for m in asked.finditer(sheet.read_text("utf-8"))] == []


def test_ids_are_unique(page):
    ids = [element["id"] for element in page.find_all(id=True)]
    assert sorted({name for name in ids if ids.count(name) > 1}) == []


def test_cells_ran_without_noise_or_error(page):
    assert [found.get_text()[:200] for found in page.select(".stderr, .traceback")] == []
    assert "Traceback (most recent call last)" not in page.get_text()


def test_a_page_prints_what_its_notebook_prints_box_for_box(docname, page):
    path = ROOT / "notebooks" / f"{docname.removeprefix('chapters/')}.ipynb"
    if not path.is_file():
        return
    cells = [c for c in nbformat.read(path, as_version=4).cells if c.cell_type == "code"]
    shown = page.select("div.cell:not(.tag_remove-cell)")
    hidden = {"remove-cell", "remove-output"}
    cells = [cell for cell in cells if not hidden & set(cell.metadata.get("tags", []))]
    kept = [box for box in shown if "tag_remove-output" not in box["class"]]
    assert len(kept) == len(cells)
    for box, cell in zip(kept, cells, strict=True):
        printed = [found.get_text().strip() for found in box.select(".cell_output .output")]
        pictures = len(box.select(".cell_output :is(img, svg.figure-svg)"))
        assert (printed, pictures) == outputs_of(cell)
        # Markdown becomes words and tables of the page: a row a line, but for the rule.
        lines = "".join(o.get("data", {}).get("text/markdown", "") for o in cell.outputs)
        rows = [line for line in lines.splitlines() if line.startswith("|")]
        assert len(box.select(".cell_output tr")) == len(rows) - bool(rows)


def outputs_of(cell):
    """Return the texts that a cell prints, and the number of its pictures."""
    texts, pictures = [], 0
    for output in cell.outputs:
        data = output.get("data", {})
        if "text/markdown" in data:
            continue
        if output.output_type == "stream":
            texts.append(output.text.strip())
        elif any(kind.startswith("image/") for kind in data):
            pictures += 1
        else:
            texts.append(data["text/plain"].strip())
    return texts, pictures


def test_no_markup_is_left_over(page):
    article = BeautifulSoup(str(page.find("article")), "lxml")
    for code in article.select("pre, code, script, style, .math"):
        code.decompose()
    assert LEFTOVER.findall(article.get_text()) == []


def test_the_site_serves_the_wheel_of_every_version(site):
    def is_here(commit):  # all are, but in a ZIP of the course or a shallow clone
        return not subprocess.run(
            ["git", "-C", ROOT, "cat-file", "-e", commit], capture_output=True
        ).returncode

    listed = published_site.wheels(ROOT / published_site.LIST)
    versions = {version for version, commit in listed.items() if is_here(commit)}
    versions.add(coursepkg.__version__)
    assert len(list((site / "wheels").iterdir())) == len(versions) + 1  # the grader's
    for version in versions:
        with zipfile.ZipFile(site / f"wheels/coursepkg-{version}-py3-none-any.whl") as archive:
            assert archive.testzip() is None
            assert f'"{version}"' in archive.read("coursepkg/__init__.py").decode()


def test_every_file_of_others_has_a_licence_in_the_report(site):
    """A new file of the theme is to be looked at, and named in tools/licences.toml."""
    static = site / "_static"
    patterns = [pattern for part in Rules().site for pattern in part["files"]]
    folders = {path for path in ROOT.iterdir() if path.is_dir() and path.name[0] not in "._"}
    ours = {path.name for folder in folders for path in folder.rglob("*")}
    served = [path for path in static.rglob("*") if path.suffix in SERVED]
    assert served
    for name in (path.relative_to(static) for path in served if path.name not in ours):
        assert any(fnmatch(name.as_posix(), pattern) for pattern in patterns), name
