"""Archives that lead out, link, lie or explode: refused, and nothing is written anywhere."""

import gzip
import hashlib
import io
import random
import re
import tarfile
from dataclasses import replace

import pytest
from made_up import folder_member, tar_gz

from coursepkg.data import archives, registry
from coursepkg.data.archives import read_texts
from coursepkg.data.registry import DataError
from coursepkg.data.sources import DataWarning, find

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
    download = replace(
        known,
        sha256=known.sha256 and hashlib.sha256(hostile).hexdigest(),
        most_bytes=len(hostile),
    )
    monkeypatch.setitem(registry.SETS, name, replace(made.data_set, download=download))
    with pytest.warns(DataWarning, match="(a link or a device|leads out).*: refused. Next: "):
        assert find(name).kind == "stand-in"
    assert set(tmp_path.rglob("*")) == {cache, cache / f".{name}.lock"}

    monkeypatch.setitem(registry.SETS, name, made.data_set)
    server.answers[made.path] = server.good(made.archive)
    assert find(name).kind == "download"


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
    "long text": (tar_gz([("good/1.txt", bytes(archives.LONGEST_TEXT + 1))]), "too large"),
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
    monkeypatch.setattr(archives, "MOST_UNPACKED", 2**20)
    path = written(tmp_path, tar_gz([("zeros", bytes(2**21))]))
    assert path.stat().st_size < 2**15
    with pytest.raises(DataError, match="unpacks to more than 1,048,576 bytes"):
        read_texts(path, WANTED)
