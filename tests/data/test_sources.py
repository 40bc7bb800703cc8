"""The order of the sources, and what the environment variables do to it."""

import lzma

import pytest
from local_server import LOGIN_PAGE

from coursepkg.data.data_set import DataError
from coursepkg.data.sources import SOURCES, DataWarning, find_source


@pytest.fixture
def made(official, server):
    made = official("imdb")
    return made


@pytest.fixture
def folder(made, tmp_path, monkeypatch):
    """The files in a folder of the reader's, one of them compressed."""
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "imdb_train.jsonl").write_bytes(made.files["train"])
    (folder / "imdb_test.jsonl.xz").write_bytes(lzma.compress(made.files["test"]))
    monkeypatch.setenv("COURSEPKG_DATA_DIR", str(folder))
    return folder


def test_the_folder_comes_first(folder, server):
    source = find_source("imdb")
    assert source.kind == "folder"
    assert source.files == {
        "train": folder / "imdb_train.jsonl",
        "test": folder / "imdb_test.jsonl.xz",
    }
    assert "COURSEPKG_DATA_DIR" in source.description
    assert server.requests == []


def test_a_folder_may_lack_a_set(folder, official):
    official("sarcasm")
    assert find_source("sarcasm").kind == "download"
    assert find_source("sarcasm").kind == "cache"


def test_the_cache_can_be_the_folder(made, cache, monkeypatch):
    files = find_source("imdb").files
    monkeypatch.setenv("COURSEPKG_DATA_DIR", str(cache))
    source = find_source("imdb")
    assert (source.kind, source.files) == ("folder", files)


@pytest.mark.parametrize("damage", ["changed", "cut", "missing", "no folder"])
def test_a_wrong_folder_is_an_error(folder, server, monkeypatch, damage):
    """Who names a folder means those files, and not others that are quietly taken instead."""
    path = folder / "imdb_test.jsonl.xz"
    if damage == "changed":
        path.write_bytes(lzma.compress(b"{}\n"))
    elif damage == "cut":
        path.write_bytes(path.read_bytes()[:-20])
    elif damage == "missing":
        path.unlink()
    else:
        monkeypatch.setenv("COURSEPKG_DATA_DIR", str(folder / "nowhere"))
    message = {
        "changed": r"imdb_test\.jsonl\.xz is not the file it should be .*remove or replace",
        "cut": r"imdb_test\.jsonl\.xz cannot be read",
        "missing": r"holds imdb_train\.jsonl, but not imdb_test\.jsonl",
        "no folder": "COURSEPKG_DATA_DIR is .*nowhere', which is not a folder",
    }
    with pytest.raises(DataError, match=message[damage]):
        find_source("imdb")
    assert server.requests == []


@pytest.mark.parametrize("value", ["1", "true"])
def test_offline_asks_no_server(made, server, monkeypatch, recwarn, value):
    monkeypatch.setenv("COURSEPKG_OFFLINE", value)
    source = find_source("imdb")
    assert (source.kind, source.files) == ("stand-in", {})
    assert "stand-in" in source.description
    assert server.requests == []
    assert not recwarn.list


@pytest.mark.parametrize("value", ["", "0"])
def test_offline_can_be_switched_off(made, monkeypatch, value):
    monkeypatch.setenv("COURSEPKG_OFFLINE", value)
    assert find_source("imdb").kind == "download"


def test_offline_with_a_damaged_cache_says_so(made, monkeypatch):
    find_source("imdb").files["test"].write_text("x")
    monkeypatch.setenv("COURSEPKG_OFFLINE", "1")
    with pytest.warns(DataWarning, match="is not the file it should be .*Next: a small stand"):
        assert find_source("imdb").kind == "stand-in"


@pytest.mark.parametrize("kind", ["folder", "cache", "download", "stand-in"])
def test_one_source_alone(folder, monkeypatch, recwarn, kind):
    monkeypatch.delenv("COURSEPKG_DATA_DIR")
    find_source("imdb")  # now every source has it
    monkeypatch.setenv("COURSEPKG_DATA_DIR", str(folder))
    monkeypatch.setenv("COURSEPKG_SOURCE", kind)
    assert find_source("imdb").kind == kind
    assert not recwarn.list


@pytest.mark.parametrize("kind", ["cache", "download"])
def test_the_only_source_fails(made, server, monkeypatch, kind):
    monkeypatch.setenv("COURSEPKG_SOURCE", kind)
    server.answers[made.path] = server.good(LOGIN_PAGE)
    with pytest.raises(DataError, match=r"allows only 'cache'|something else came"):
        find_source("imdb")


@pytest.mark.parametrize("kind", ["folder", "download"])
def test_the_only_source_cannot_be(made, monkeypatch, kind):
    monkeypatch.setenv("COURSEPKG_SOURCE", kind)
    monkeypatch.setenv("COURSEPKG_OFFLINE", "1")
    with pytest.raises(DataError, match=f"allows only '{kind}', which imdb cannot come from"):
        find_source("imdb")


def test_an_unknown_source(made, monkeypatch):
    monkeypatch.setenv("COURSEPKG_SOURCE", "standin")
    with pytest.raises(ValueError, match=r"is 'standin'; expected one of folder, cache, .*-in"):
        find_source("imdb")
    assert "stand-in" in SOURCES


def test_names(cache):
    with pytest.raises(ValueError, match="unknown data set 'imbd'; known are: airline, sarc"):
        find_source("imbd")
    with pytest.raises(ValueError, match="airline ships with the package"):
        find_source("airline")
