"""Files: right or wrong in a folder, out of good and bad archives and servers, in the cache.

Whatever happens, the reader gets one clear sentence, nothing half-written stays, and the next
try works.
"""

import gzip
import hashlib
import io
import json
import lzma
import os
import random
import re
import subprocess
import sys
import tarfile
import tempfile
import threading
import time
from dataclasses import replace
from pathlib import Path

import filelock
import pytest
from local_server import LOGIN_PAGE
from made_up import folder_member, tar_gz

from coursepkg.data import files, registry
from coursepkg.data.data_set import DataError, DataFile
from coursepkg.data.files import cache_folder, check, checked_files, read_texts, workplace
from coursepkg.data.sources import DataWarning, find_source

# Files in a folder.

CONTENT = b'{"text": "one"}\n'
FILE = DataFile("some.jsonl", 1, len(CONTENT), hashlib.sha256(CONTENT).hexdigest())


def test_plain_and_compressed(tmp_path):
    assert checked_files(tmp_path, {"all": FILE}) is None
    compressed = tmp_path / "some.jsonl.xz"
    compressed.write_bytes(lzma.compress(CONTENT))
    assert checked_files(tmp_path, {"all": FILE}) == {"all": compressed}
    plain = tmp_path / "some.jsonl"
    plain.write_bytes(CONTENT)
    assert checked_files(tmp_path, {"all": FILE}) == {"all": plain}


def test_a_change_is_seen_even_after_a_good_check(tmp_path):
    path = tmp_path / "some.jsonl"
    path.write_bytes(CONTENT)
    check(path, FILE)
    path.write_bytes(CONTENT.replace(b"one", b"two"))
    os.utime(path, (0, 0))  # the clock of the disk may be coarser than this test is fast
    with pytest.raises(DataError, match="is not the file it should be"):
        check(path, FILE)


def test_a_bomb_is_not_unpacked(tmp_path):
    """Only one byte more than expected is read, which the hash in the message shows."""
    path = tmp_path / "some.jsonl.xz"
    path.write_bytes(lzma.compress(bytes(10**7)))
    start = hashlib.sha256(bytes(len(CONTENT) + 1)).hexdigest()
    with pytest.raises(DataError, match=f"found {start}"):
        check(path, FILE)


@pytest.mark.parametrize("content", [b"", b"no xz", lzma.compress(CONTENT)[:-5]])
def test_what_is_no_xz(tmp_path, content):
    path = tmp_path / "some.jsonl.xz"
    path.write_bytes(content)
    with pytest.raises(DataError, match="cannot be read"):
        check(path, FILE)


def test_a_folder_of_that_name(tmp_path):
    (tmp_path / "some.jsonl").mkdir()
    assert checked_files(tmp_path, {"all": FILE}) is None


# Archives that lead out, link, lie or explode: refused, and nothing is written anywhere.

WANTED = re.compile(r"good/\d+\.txt")


def special(name, kind, target=""):
    """Return a member that is no regular file."""
    member = tarfile.TarInfo(name)
    member.type, member.linkname = kind, target
    return member, b""


HOSTILE = {
    "parent": ("../evil.txt", b"evil"),
    "parent in the middle": ("aclImdb/train/../../../evil.txt", b"evil"),
    "absolute": ("/etc/evil.txt", b"evil"),
    "drive": ("C:/evil.txt", b"evil"),
    "backslash": ("..\\evil.txt", b"evil"),
    "network share": ("\\\\host\\evil.txt", b"evil"),
    "symbolic link": special("train", tarfile.SYMTYPE, "/etc"),
    "hard link": special("aclImdb/train/neg/0_1.txt", tarfile.LNKTYPE, "/etc/passwd"),
    "device": special("train/csharp/0.txt", tarfile.CHRTYPE),
    "pipe": special("train/csharp/0.txt", tarfile.FIFOTYPE),
}


def written(tmp_path, content):
    path = tmp_path / "archive.tar.gz"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("name", ["imdb", "stack_overflow"])
@pytest.mark.parametrize("member", HOSTILE)
def test_hostile_members(official, server, cache, tmp_path, monkeypatch, name, member):
    """All else is right, the hash too, as if someone had broken into the makers' server."""
    made = official(name)
    with tarfile.open(fileobj=io.BytesIO(made.archive)) as archive:
        good = [
            (entry, archive.extractfile(entry).read() if entry.isreg() else b"")
            for entry in archive
        ]
    hostile = tar_gz([*good, HOSTILE[member]])
    server.answers[made.path] = server.good(hostile)
    known = made.data_set.download
    download = known._replace(
        sha256=known.sha256 and hashlib.sha256(hostile).hexdigest(),
        most_bytes=len(hostile),
    )
    monkeypatch.setitem(registry.SETS, name, replace(made.data_set, download=download))
    with pytest.warns(DataWarning, match="(a link or a device|leads out).*: refused. Next: "):
        assert find_source(name).kind == "stand-in"
    assert set(tmp_path.rglob("*")) == {cache, cache / f".{name}.lock"}

    monkeypatch.setitem(registry.SETS, name, made.data_set)
    server.answers[made.path] = server.good(made.archive)
    assert find_source(name).kind == "download"


def test_only_what_is_wanted_is_read(tmp_path):
    members = [folder_member("./good"), ("./good/1.txt", b"one\r\ntwo\r"), ("good/x.txt", b"x")]
    path = written(tmp_path, tar_gz([*members, ("also/good/2.txt", b"y")]))
    assert read_texts(path, WANTED) == {"good/1.txt": "one\ntwo\n"}


BAD = {
    "no archive": (b"text", "damaged"),
    "no tar inside": (gzip.compress(b"text" * 1000), "damaged"),
    "not UTF-8": (tar_gz([("good/1.txt", b"\xff")]), "damaged .*utf-8"),
    "twice": (tar_gz([("good/1.txt", b"a"), ("./good/1.txt", b"b")]), "good/1.txt twice"),
    "folder": (tar_gz([folder_member("good/1.txt")]), "good/1.txt .* no file"),
    "long text": (tar_gz([("good/1.txt", bytes(files.LONGEST_TEXT + 1))]), "too large"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_archives(tmp_path, case):
    content, message = BAD[case]
    with pytest.raises(DataError, match=message):
        read_texts(written(tmp_path, content), WANTED)


def test_a_cut_or_a_flip_never_changes_a_text(tmp_path):
    """A damaged header looks to tarfile like the end of the archive, but not to us."""
    texts = {f"good/{i}.txt": "".join(random.Random(i).choices("abc ", k=40)) for i in range(3)}
    content = tar_gz([(name, text.encode()) for name, text in texts.items()])
    seen = 0
    places = range(10, len(content), 2)
    for place in places:
        flipped = content[:place] + bytes([content[place] ^ 4]) + content[place + 1 :]
        for damaged in (content[:place], flipped):
            try:
                assert read_texts(written(tmp_path, damaged), WANTED) == texts
            except DataError:
                seen += 1
    # Some bits of compressed zeros can change without an effect.
    assert seen > 1.5 * len(places)


def test_an_archive_that_explodes(tmp_path, monkeypatch):
    """A thousand times its size, in a member that nobody wants."""
    monkeypatch.setattr(files, "MOST_UNPACKED", 2**20)
    path = written(tmp_path, tar_gz([("zeros", bytes(2**21))]))
    assert path.stat().st_size < 2**15
    with pytest.raises(DataError, match="unpacks to more than 1,048,576 bytes"):
        read_texts(path, WANTED)


# Good and bad servers, for every set.

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
    source = find_source(name)
    assert source.kind == "download"
    assert f"downloaded from {server.address.removeprefix('http://')}" in source.description
    assert {role: path.read_bytes() for role, path in source.files.items()} == made.files
    assert {path.parent for path in source.files.values()} == {cache}
    assert sorted(left_behind(cache)) == sorted(source.files.values())

    again = find_source(name)
    assert (again.kind, again.files) == ("cache", source.files)
    assert server.requests == [made.path]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("fault", FAULTS)
def test_a_bad_download(official, server, cache, waits, name, fault):
    answer, sentence, again = FAULTS[fault]
    made = official(name)
    server.answers[made.path] = answer(server, made.archive)
    with pytest.warns(DataWarning, match=rf"(?s)^{name}: .*({sentence}).* Next: ") as caught:
        source = find_source(name)
    assert len(caught) == 1
    assert source.kind == "stand-in"
    assert source.files == {}
    assert left_behind(cache) == []
    if again is None:  # who knows the hash sees the damage at once, and asks again
        again = made.data_set.download.sha256 is not None
    assert waits == ([1, 2, 3] if again else [])
    assert len(server.requests) == 1 + len(waits)

    server.answers[made.path] = server.good(made.archive)
    source = find_source(name)
    assert source.kind == "download"
    assert {role: path.read_bytes() for role, path in source.files.items()} == made.files


@pytest.mark.parametrize("fault", ["cut off", "flipped bit", "overloaded", "stalled"])
def test_a_fault_that_passes_costs_a_wait_and_no_word(official, server, waits, fault, recwarn):
    made = official("imdb")
    answer, *_ = FAULTS[fault]
    good = server.good(made.archive)
    server.answers[made.path] = server.in_turn(answer(server, made.archive), good)
    assert find_source("imdb").kind == "download"
    assert waits == [1]
    assert not recwarn.list


def test_no_server_at_all(official, server, cache, waits):
    made = official("sarcasm")
    server.__exit__()
    with pytest.warns(DataWarning, match="failed: no connection. Next: a small stand-in"):
        assert find_source("sarcasm").kind == "stand-in"
    assert left_behind(cache) == []
    assert waits == [1, 2, 3]
    assert made.path not in server.requests


@pytest.fixture
def secure(official, monkeypatch):
    """A function that gives the made-up headlines an address that starts with https."""
    for name in (
        "HTTPS_PROXY",
        "ALL_PROXY",
        "NO_PROXY",
        "REQUESTS_CA_BUNDLE",
        "CURL_CA_BUNDLE",
    ):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)

    def offer(host):
        made = official("sarcasm")
        download = made.data_set.download._replace(address=f"https://{host}/headlines.json")
        changed = replace(made.data_set, download=download)
        monkeypatch.setitem(registry.SETS, "sarcasm", changed)

    return offer


@pytest.mark.parametrize(
    ("status", "sentence", "again"),
    [
        (
            407,
            r"answered 407 Proxy Authentication Required; name yourself to it: HTTPS_",
            False,
        ),
        (403, r"answered 403 Forbidden; ask who runs it to let you through", False),
        (502, r"answered 502 Bad Gateway\. Next", True),
    ],
)
def test_a_proxy_that_refuses(secure, server, waits, monkeypatch, status, sentence, again):
    secure("data.example")
    proxy = server.address.removeprefix("http://")
    monkeypatch.setenv("HTTPS_PROXY", f"http://name:secret@{proxy}/")
    server.answers["data.example:443"] = server.status(status)
    expected = rf"the download from data\.example failed: the proxy {proxy} {sentence}"
    with pytest.warns(DataWarning, match=expected) as caught:
        assert find_source("sarcasm").kind == "stand-in"
    assert "secret" not in str(caught[0].message)
    assert waits == ([1, 2, 3] if again else [])
    assert len(server.requests) == 1 + len(waits)


def test_a_proxy_that_refuses_an_address_without_tls(official, server, monkeypatch):
    """It answers in the server's place: only the status tells who it was."""
    made = official("sarcasm")
    monkeypatch.setenv("HTTP_PROXY", server.address)
    monkeypatch.delenv("http_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    server.answers[made.data_set.download.address] = server.status(407)
    with pytest.warns(DataWarning, match=r"the proxy 127\.0\.0\.1:\d+ answered 407 Proxy Auth"):
        assert find_source("sarcasm").kind == "stand-in"


def test_a_proxy_that_is_not_there(secure, server, waits, monkeypatch):
    secure("data.example")
    server.__exit__()
    monkeypatch.setenv("HTTPS_PROXY", server.address)
    sentence = (
        rf"the proxy {server.address[7:]} cannot be reached; correct or unset HTTPS_PROXY"
    )
    with pytest.warns(DataWarning, match=sentence):
        assert find_source("sarcasm").kind == "stand-in"
    assert waits == [1, 2, 3]


@pytest.mark.parametrize("content", [None, b"no certificate"], ids=["missing", "damaged"])
def test_certificates_that_cannot_be_read(secure, server, tmp_path, monkeypatch, content):
    """Neither the cache nor the server is to blame."""
    secure(server.address.removeprefix("http://"))
    bundle = tmp_path / "certificates.pem"
    if content:
        bundle.write_bytes(content)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(bundle))
    with pytest.warns(DataWarning, match="REQUESTS_CA_BUNDLE") as caught:
        assert find_source("sarcasm").kind == "stand-in"
    sentence = str(caught[0].message)
    assert "cannot be written" not in sentence
    assert "no connection" not in sentence
    assert (f"invalid path: {bundle}; correct or unset" in sentence) == (content is None)
    assert server.requests == []


def test_a_server_without_tls(secure, server):
    secure(server.address.removeprefix("http://"))
    with pytest.warns(
        DataWarning, match=r"no secure connection to it \(.*SSL.*\); if your netw"
    ):
        assert find_source("sarcasm").kind == "stand-in"


def test_a_redirect_to_a_host_that_refuses(official, server):
    """The sentence names the host that answered, and not only the one that was asked."""
    made = official("sarcasm")
    other = server.address.replace("127.0.0.1", "localhost")

    def answer(handler):
        handler.send_response(302)
        handler.send_header("Location", f"{other}/elsewhere")
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    server.answers[made.path] = answer
    with pytest.warns(DataWarning, match=r"from 127\..* failed: localhost:\d+ answered 404"):
        assert find_source("sarcasm").kind == "stand-in"


def test_a_download_that_is_right_but_reads_otherwise_is_not_kept(
    official, server, cache, monkeypatch
):
    """As after a change of the conversion: the hash of the file decides, not ours."""
    made = official("imdb")
    wrong = made.data_set.files["test"]._replace(sha256="0" * 64)
    known = {**made.data_set.files, "test": wrong}
    monkeypatch.setitem(registry.SETS, "imdb", replace(made.data_set, files=known))
    with pytest.warns(DataWarning, match=r"imdb_test\.jsonl is not what is known: 120 rows"):
        assert find_source("imdb").kind == "stand-in"
    assert left_behind(cache) == []


def test_damage_in_the_cache_is_mended(official, server):
    made = official("sarcasm")
    (path,) = find_source("sarcasm").files.values()
    content = bytearray(path.read_bytes())
    content[5] ^= 1
    path.write_bytes(content)
    with pytest.warns(DataWarning, match="is not the file it should be.* Next: .*downloaded"):
        assert find_source("sarcasm").kind == "download"
    assert path.read_bytes() == made.files["all"]
    assert len(server.requests) == 2


# The cache with a full disk, without rights, with two processes at once, after a kill.

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
    assert left_behind(cache) == []

    source = find_source(name)  # there is room again
    assert {role: path.read_bytes() for role, path in source.files.items()} == made.files


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
    find_source("sarcasm")
    (open_folder / "cache").chmod(0o555)
    outcome = report(start("sarcasm", server, "--no-rights"))
    assert (outcome["kind"], outcome["warnings"]) == ("cache", [])
    assert Path(outcome["files"]["all"]).read_bytes() == made.files["all"]


def test_a_file_where_the_cache_should_be(official, cache):
    official("sarcasm")
    cache.write_text("not a folder")
    with pytest.warns(UserWarning, match="cache .* cannot be written"):
        assert find_source("sarcasm").kind == "stand-in"
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
    assert left_behind(cache)

    server.answers[made.path] = server.good(made.archive)
    source = find_source("imdb")
    assert source.kind == "download"
    assert sorted(left_behind(cache)) == sorted(source.files.values())


def test_a_place_that_another_keeps_too_long(cache, monkeypatch):
    monkeypatch.setattr(files, "LONGEST_WAIT", 0.1)
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
    assert left_behind(cache) == []


def test_the_cache_lies_in_the_users_folder_and_not_in_the_repository(monkeypatch, tmp_path):
    monkeypatch.delenv("COURSEPKG_CACHE_DIR", raising=False)
    assert cache_folder().name == "coursepkg"
    assert HERE.parent.parent not in cache_folder().parents
    monkeypatch.setenv("COURSEPKG_CACHE_DIR", str(tmp_path))
    assert cache_folder() == tmp_path
