"""Good and bad servers, for every set: one clear sentence, nothing half-written, recovery."""

from dataclasses import replace

import pytest
from local_server import LOGIN_PAGE

from coursepkg.data import registry
from coursepkg.data.sources import DataWarning, find

NAMES = ("sarcasm", "imdb", "stack_overflow")
DAMAGED = "damaged|is not what is known|broke off"

# What the server does, what the reader is told, and whether it was worth asking again.
FAULTS = {
    "cut off": (lambda server, file: server.cut_off(file), "broke off before the end", True),
    "shortened": (lambda server, file: server.good(file[: len(file) // 2]), DAMAGED, None),
    "flipped bit": (lambda server, file: server.flipped(file), DAMAGED, None),
    "empty": (lambda server, file: server.good(b""), DAMAGED, None),
    "web page": (lambda server, file: server.good(LOGIN_PAGE), "DOCTYPE.*log in", False),
    "not found": (lambda server, file: server.status(404), "answered 404 Not Found", False),
    "overloaded": (lambda server, file: server.status(503), "answered 503 Service", True),
    "stalled": (lambda server, file: server.stalled(file), r"nothing came for 0\.3 s", True),
    "too large": (lambda server, file: server.good(file + b"\n"), "larger than", False),
}


def left_behind(cache):
    """Everything in the cache but the empty files of locks."""
    return [path for path in cache.rglob("*") if path.suffix != ".lock"]


@pytest.mark.parametrize("name", NAMES)
def test_a_good_download_is_kept(official, server, cache, name):
    made = official(name)
    found = find(name)
    assert found.kind == "download"
    assert f"downloaded from {server.address.removeprefix('http://')}" in found.description
    assert {role: path.read_bytes() for role, path in found.files.items()} == made.files
    assert {path.parent for path in found.files.values()} == {cache}
    assert sorted(left_behind(cache)) == sorted(found.files.values())

    again = find(name)
    assert (again.kind, again.files) == ("cache", found.files)
    assert server.requests == [made.path]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("fault", FAULTS)
def test_a_bad_download(official, server, cache, waits, name, fault):
    answer, sentence, again = FAULTS[fault]
    made = official(name)
    server.answers[made.path] = answer(server, made.archive)
    with pytest.warns(DataWarning, match=rf"(?s)^{name}: .*({sentence}).* Next: ") as caught:
        found = find(name)
    assert len(caught) == 1
    assert found.kind == "stand-in"
    assert found.files == {}
    assert left_behind(cache) == []
    if again is None:  # who knows the hash sees the damage at once, and asks again
        again = made.data_set.download.sha256 is not None
    assert waits == ([1, 2, 3] if again else [])
    assert len(server.requests) == 1 + len(waits)

    server.answers[made.path] = server.good(made.archive)
    found = find(name)
    assert found.kind == "download"
    assert {role: path.read_bytes() for role, path in found.files.items()} == made.files


@pytest.mark.parametrize("fault", ["cut off", "flipped bit", "overloaded", "stalled"])
def test_a_fault_that_passes_costs_a_wait_and_no_word(official, server, waits, fault, recwarn):
    made = official("imdb")
    answer, *_ = FAULTS[fault]
    good = server.good(made.archive)
    server.answers[made.path] = server.in_turn(answer(server, made.archive), good)
    assert find("imdb").kind == "download"
    assert waits == [1]
    assert not recwarn.list


def test_no_server_at_all(official, server, cache, waits):
    made = official("sarcasm")
    server.__exit__()
    with pytest.warns(DataWarning, match="failed: no connection. Next: a small stand-in"):
        assert find("sarcasm").kind == "stand-in"
    assert left_behind(cache) == []
    assert waits == [1, 2, 3]
    assert made.path not in server.requests


def test_a_download_that_is_right_but_reads_otherwise_is_not_kept(
    official, server, cache, monkeypatch
):
    """As after a change of the conversion: the hash of the file decides, not ours."""
    made = official("imdb")
    wrong = replace(made.data_set.files["test"], sha256="0" * 64)
    files = {**made.data_set.files, "test": wrong}
    monkeypatch.setitem(registry.SETS, "imdb", replace(made.data_set, files=files))
    with pytest.warns(DataWarning, match=r"imdb_test\.jsonl is not what is known: 120 rows"):
        assert find("imdb").kind == "stand-in"
    assert left_behind(cache) == []


def test_damage_in_the_cache_is_mended(official, server):
    made = official("sarcasm")
    (path,) = find("sarcasm").files.values()
    content = bytearray(path.read_bytes())
    content[5] ^= 1
    path.write_bytes(content)
    with pytest.warns(DataWarning, match="is not the file it should be.* Next: .*downloaded"):
        assert find("sarcasm").kind == "download"
    assert path.read_bytes() == made.files["all"]
    assert len(server.requests) == 2
