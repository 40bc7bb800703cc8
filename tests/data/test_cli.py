"""The command line: what it prints where, and its exit status."""

import pytest
from local_server import LOGIN_PAGE

from coursepkg.__main__ import main
from coursepkg.data.registry import SETS
from coursepkg.data.sources import find_source


@pytest.fixture
def offered(official):
    """All three sets on the server."""
    return {name: official(name) for name in ("sarcasm", "imdb", "stack_overflow")}


def data(capsys, *words):
    """Run a command; return its status, what it printed and what it complained about."""
    status = main(["data", *words])
    printed = capsys.readouterr()
    return status, printed.out, printed.err


@pytest.mark.parametrize("words", [(), ("list",)])
def test_list(cache, capsys, words):
    status, out, err = data(capsys, *words)
    assert (status, err) == (0, "")
    for data_set in SETS.values():
        assert f"{data_set.name}: {data_set.title}" in out
        assert data_set.terms in out
        assert not data_set.download or data_set.download.address in out
    assert out.count("not here") == 3
    assert "25,000 + 25,000 rows, 68 MB" in out


def test_from_fetch_to_remove(offered, server, cache, capsys):
    status, out, _ = data(capsys, "fetch")
    assert status == 0
    assert out.count("downloaded from 127.0.0.1") == 3

    status, out, err = data(capsys, "fetch", "imdb")
    assert (status, err) == (0, "")
    assert "from the cache" in out
    assert len(server.requests) == 3

    status, out, err = data(capsys, "verify")
    assert (status, err) == (0, "")
    assert out.count(" is right\n") == 5

    status, out, _ = data(capsys, "where", "sarcasm")
    assert (status, out.splitlines()) == (
        0,
        [
            f"cache: {cache}",
            "COURSEPKG_DATA_DIR: not set",
            f"sarcasm: {cache / 'sarcasm_v1.json'}",
        ],
    )

    status, out, _ = data(capsys, "remove", "imdb")
    assert (status, out.count("removed")) == (0, 2)
    assert not list(cache.glob("imdb*"))
    assert (cache / "sarcasm_v1.json").exists()
    status, out, _ = data(capsys, "remove")
    assert (status, out.count("removed"), out.count("nothing in the cache")) == (0, 3, 1)
    assert not [path for path in cache.rglob("*") if path.suffix != ".lock"]


def test_what_earlier_versions_left_in_the_cache(cache, capsys, monkeypatch, recwarn):
    """Version 0.1.0 could fetch a part of the reviews from a package: it is left alone."""
    cache.mkdir()
    former = cache / "imdb_train_from_package.jsonl"
    former.write_text("{}")
    monkeypatch.setenv("COURSEPKG_OFFLINE", "1")
    assert find_source("imdb").kind == "stand-in"
    assert not recwarn.list
    assert former.exists()
    assert f"imdb: removed {former}" in data(capsys, "remove", "imdb")[1]
    assert not former.exists()


def test_remove_leaves_the_readers_own_folder(offered, cache, capsys, tmp_path, monkeypatch):
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "sarcasm_v1.json").write_bytes(offered["sarcasm"].files["all"])
    monkeypatch.setenv("COURSEPKG_DATA_DIR", str(mine))
    assert data(capsys, "remove")[0] == 0
    assert (mine / "sarcasm_v1.json").exists()


def test_one_set_fails_and_the_others_come(offered, server, cache, capsys):
    server.answers[offered["imdb"].path] = server.good(LOGIN_PAGE)
    status, out, err = data(capsys, "fetch")
    assert status == 1
    assert out.count("downloaded from") == 2
    assert "imdb: the download from 127.0.0.1" in err
    assert "something else came" in err
    assert "imdb: not here; no source could give it" in err
    assert "Traceback" not in err
    assert "sources.py" not in err


def test_verify_finds_damage(offered, cache, capsys):
    data(capsys, "fetch", "imdb")
    (cache / "imdb_test.jsonl").write_text("{}")
    status, out, err = data(capsys, "verify", "imdb", "sarcasm")
    assert status == 1
    assert "imdb_train.jsonl is right" in out
    assert "sarcasm: not here" in out
    assert "imdb_test.jsonl is not the file it should be" in err


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("COURSEPKG_DATA_DIR", "/nowhere/at/all", "which is not a folder; correct or unset it"),
        ("COURSEPKG_SOURCE", "nowhere", "expected one of folder, cache"),
    ],
)
def test_wrong_settings(cache, capsys, monkeypatch, name, value, message):
    monkeypatch.setenv(name, value)
    status, _, err = data(capsys, "fetch", "imdb")
    assert status == 1
    assert message in err
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize("words", [("fetch", "airline"), ("fetch", "imbd"), ("fly",)])
def test_what_cannot_be_understood(cache, capsys, words):
    with pytest.raises(SystemExit) as stopped:
        data(capsys, *words)
    assert stopped.value.code == 2
    assert words[-1] in capsys.readouterr().err
