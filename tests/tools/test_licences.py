"""The licence report: rules that bite, and a page that must be fresh."""

import functools
import subprocess
from importlib import metadata
from pathlib import Path
from types import SimpleNamespace

import pytest

from tools import licences
from tools.licences import PAGE, ROOT, RULES, Rules, main, needed_packages, vendored

pytestmark = pytest.mark.xdist_group("licences")  # asked for once


@pytest.fixture
def rules():
    return Rules()


@pytest.mark.parametrize(
    "licence",
    [
        "MIT",
        "Apache-2.0 OR GPL-3.0-only",
        "BSD-3-Clause AND 0BSD AND MIT",
        "(MIT OR Zlib) AND ISC",
    ],
)
def test_allowed(rules, licence):
    assert rules.problem("it", licence) is None


@pytest.mark.parametrize(
    "licence", ["GPL-3.0-only", "MIT AND AGPL-3.0-only", "UNKNOWN", "", "no licence stated"]
)
def test_not_allowed(rules, licence):
    assert "read it, and add it there or do without it" in rules.problem("it", licence)


def test_words_become_names(rules):
    assert rules.name_of("x", "MIT License; Apache Software License") == "MIT AND Apache-2.0"
    assert rules.name_of("namex", "UNKNOWN") == "Apache-2.0"


def test_what_the_package_needs_and_what_that_needs():
    names = needed_packages()
    assert {"numpy", "pooch", "requests", "tensorflow-cpu", "h5py", "distributed"} <= set(names)
    assert not {"coursepkg", "pytest", "jupyter-book", "appnope"} & set(names)


def test_a_package_that_is_not_here_is_said(monkeypatch):
    def requires(name):
        raise metadata.PackageNotFoundError

    monkeypatch.setattr(metadata, "requires", requires)
    with pytest.raises(RuntimeError, match="is not installed, so that its licence"):
        needed_packages()


@pytest.fixture(scope="module", autouse=True)
def asked_once():
    """What is installed stays the same, and to ask for its licences takes a second."""
    ask = functools.cache(
        lambda *command: subprocess.run(command, capture_output=True, text=True, check=True)
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(licences, "subprocess", SimpleNamespace(run=lambda c, **_: ask(*c)))
        yield


@pytest.fixture
def copy(tmp_path):
    """A folder with all that the page is made from."""
    for name in ("pyproject.toml", "website/vendor/README.md", PAGE):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text((ROOT / name).read_text("utf-8"), "utf-8")
    return tmp_path


def test_the_committed_page_is_fresh(copy):
    assert main(["--check"], copy) == 0


def test_a_stale_page_and_its_mending(copy, capsys):
    path = copy / PAGE
    right = path.read_text("utf-8")
    path.write_text(right.replace("| numpy |", "| nunpy |"), "utf-8")
    assert main(["--check"], copy) == 1
    assert "out of date: run make licences" in capsys.readouterr().err
    assert main([], copy) == 0
    assert path.read_text("utf-8") == right


def test_a_licence_off_the_list_fails_and_writes_nothing(copy, tmp_path, capsys):
    (copy / PAGE).write_text("as it was")
    strict = tmp_path / "licences.toml"
    strict.write_text(Path(RULES).read_text("utf-8").replace('"MPL-2.0", ', ""), "utf-8")
    assert main([], copy, Rules(strict)) == 1
    said = capsys.readouterr().err
    assert "certifi is under 'MPL-2.0'" in said
    assert "pyodide" in said
    assert (copy / PAGE).read_text() == "as it was"


def test_every_vendored_folder_has_its_row(copy):
    *_, rows = vendored(copy)
    folders = {
        f"`{path.name}/`" for path in (ROOT / "website" / "vendor").iterdir() if path.is_dir()
    }
    assert {row[0] for row in rows} == folders
