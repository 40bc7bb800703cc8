"""The cache with a full disk, without rights, with two processes at once, and after a kill."""

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import filelock
import pytest

from coursepkg.data import cache as cache_module
from coursepkg.data.cache import cache_folder, workplace
from coursepkg.data.registry import DataError
from coursepkg.data.sources import find

HERE = Path(__file__).parent


def start(name, server, *options):
    """Start a process that fetches, and return it once it is ready."""
    command = [sys.executable, HERE / "fetching_process.py", name, server.address, *options]
    process = subprocess.Popen(
        command,
        env={**os.environ, "PYTHONPATH": f"{HERE.parent.parent}{os.pathsep}{HERE}"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    line = process.stdout.readline()
    assert line == "ready\n", process.stderr.read()
    return process


def report(process):
    """Wait for a process and return what it says came of it."""
    output, errors = process.stdout.read(), process.stderr.read()
    assert process.wait(60) == 0, errors
    assert "Traceback" not in errors
    return json.loads(output)


def unfinished(folder):
    return [path for path in folder.rglob("*") if path.suffix != ".lock"]


@pytest.mark.parametrize("name", ["sarcasm", "imdb"])
def test_a_full_disk(official, server, cache, name):
    """No room for the download of the one, and none for what is made of the other."""
    made = official(name)
    room = 100 if name == "sarcasm" else len(made.archive)
    assert max(map(len, made.files.values())) > room
    outcome = report(start(name, server, "--most-bytes", str(room)))
    assert outcome["kind"] == "stand-in"
    (sentence,) = outcome["warnings"]
    assert f"{name}: the cache {cache} cannot be written (File too large)" in sentence
    assert "make room" in sentence
    assert "Next: " in sentence
    assert unfinished(cache) == []

    found = find(name)  # there is room again
    assert {role: path.read_bytes() for role, path in found.files.items()} == made.files


@pytest.fixture
def open_folder():
    """A folder that every user can reach; pytest's own ones belong to one user."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


def test_a_cache_that_cannot_be_written(official, server, open_folder, monkeypatch):
    made = official("sarcasm")
    monkeypatch.setenv("COURSEPKG_CACHE_DIR", str(open_folder / "cache"))
    (open_folder / "cache").mkdir()
    (open_folder / "cache").chmod(0o555)
    outcome = report(start("sarcasm", server, "--no-rights"))
    assert outcome["kind"] == "stand-in"
    assert "cannot be written (Permission denied)" in outcome["warnings"][0]
    assert server.requests == []

    # What lies in it already can be read all the same.
    (open_folder / "cache").chmod(0o755)
    find("sarcasm")
    (open_folder / "cache").chmod(0o555)
    outcome = report(start("sarcasm", server, "--no-rights"))
    assert (outcome["kind"], outcome["warnings"]) == ("cache", [])
    assert Path(outcome["files"]["all"]).read_bytes() == made.files["all"]


def test_a_file_where_the_cache_should_be(official, cache):
    official("sarcasm")
    cache.write_text("not a folder")
    with pytest.warns(UserWarning, match="cache .* cannot be written"):
        assert find("sarcasm").kind == "stand-in"
    assert cache.read_text() == "not a folder"


def test_two_processes_at_once_download_once(official, server):
    made = official("imdb")
    good, both, go = server.good(made.archive), threading.Event(), threading.Event()

    def answer(handler):
        if len(server.requests) > 1:
            both.set()
        go.wait(60)
        good(handler)

    server.answers[made.path] = answer
    processes = [start("imdb", server) for _ in range(2)]
    # Half a second for the second to ask the server too: it should wait for the first.
    both.wait(0.5)
    go.set()
    outcomes = [report(process) for process in processes]
    assert server.requests == [made.path]
    assert outcomes[0]["files"] == outcomes[1]["files"]
    assert {outcome["kind"] for outcome in outcomes} <= {"download", "cache"}
    assert not outcomes[0]["warnings"]
    assert not outcomes[1]["warnings"]


def test_what_a_killed_process_left_is_cleared(official, server, cache):
    made = official("imdb")
    server.answers[made.path] = server.stalled(made.archive)
    process = start("imdb", server)
    while not server.requests:
        time.sleep(0.01)
    process.kill()
    process.communicate()
    assert unfinished(cache)

    server.answers[made.path] = server.good(made.archive)
    found = find("imdb")
    assert found.kind == "download"
    assert sorted(unfinished(cache)) == sorted(found.files.values())


def test_a_place_that_another_keeps_too_long(cache, monkeypatch):
    monkeypatch.setattr(cache_module, "LONGEST_WAIT", 0.1)
    cache.mkdir()
    with (
        filelock.FileLock(cache / ".imdb.lock"),
        pytest.raises(DataError, match="another process has been fetching imdb"),
        workplace("imdb"),
    ):
        pytest.fail("the place was lent twice")


def test_the_place_is_cleared_after_an_error(cache):
    def interrupted():
        with workplace("imdb") as folder:
            (folder / "half").write_text("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert unfinished(cache) == []


def test_the_cache_lies_in_the_users_folder_and_not_in_the_repository(monkeypatch, tmp_path):
    monkeypatch.delenv("COURSEPKG_CACHE_DIR", raising=False)
    assert cache_folder().name == "coursepkg"
    assert HERE.parent.parent not in cache_folder().parents
    monkeypatch.setenv("COURSEPKG_CACHE_DIR", str(tmp_path))
    assert cache_folder() == tmp_path
