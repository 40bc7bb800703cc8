"""Every data set: its real files, its addresses, and the way from its makers' layout."""

import hashlib
import json
import lzma
from dataclasses import replace

import pytest
from made_up import question_members, review_members, tar_gz

from coursepkg.data import imdb, registry, stack_overflow
from coursepkg.data.registry import SETS
from coursepkg.data.sources import DataWarning, find_source

FILES = [file for data_set in SETS.values() for file in data_set.files.values()]


@pytest.fixture
def real(real_data):
    """A function that returns the content of a real file, uncompressed."""

    def read(name):
        (path,) = real_data.glob(f"{name}*")
        content = path.read_bytes()
        return lzma.decompress(content) if path.suffix == ".xz" else content

    return read


def rows_of(content):
    return [json.loads(line) for line in content.decode().removesuffix("\n").split("\n")]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_real_files_are_the_known_ones(file, real):
    content = real(file.name)
    assert len(content) == file.size
    assert content.count(b"\n") == file.rows
    assert hashlib.sha256(content).hexdigest() == file.sha256


def test_real_reviews_come_out_of_the_official_layout(tmp_path, real):
    """One review in twenty, byte for byte, from members in another order."""
    files = SETS["imdb"].files
    expected = {
        role: b"".join(real(file.name).splitlines(keepends=True)[::20])
        for role, file in files.items()
    }
    members = review_members({role: rows_of(content) for role, content in expected.items()})
    archive = tmp_path / "aclImdb_v1.tar.gz"
    archive.write_bytes(tar_gz(sorted(members, reverse=True)))
    assert imdb.convert(archive) == expected


def test_real_questions_come_out_of_the_official_layout(tmp_path, real):
    """All of them, byte for byte, from members in another order."""
    files = SETS["stack_overflow"].files
    expected = {role: real(file.name) for role, file in files.items()}
    members = question_members({role: rows_of(text) for role, text in expected.items()})
    archive = tmp_path / "stack_overflow_16k.tar.gz"
    archive.write_bytes(tar_gz(sorted(members, reverse=True)))
    assert stack_overflow.convert(archive) == expected


def test_names_decide_label_number_and_stars(tmp_path):
    archive = tmp_path / "a.tar.gz"
    members = ["test/pos/10_10", "test/pos/9_7", "test/neg/11_2", "train/neg/0_1"]
    archive.write_bytes(tar_gz([(f"aclImdb/{name}.txt", name.encode()) for name in members]))
    made = {role: rows_of(content) for role, content in imdb.convert(archive).items()}
    assert made["train"] == [{"id": 0, "label": 0, "rating": 1, "text": "train/neg/0_1"}]
    assert [(row["id"], row["label"], row["rating"]) for row in made["test"]] == [
        (11, 0, 2),
        (9, 1, 7),
        (10, 1, 10),
    ]


@pytest.fixture
def made(official):
    return official("stack_overflow")


@pytest.mark.parametrize("change", ["a letter", "one fewer", "one more", "another tag"])
def test_other_questions_are_refused(made, server, monkeypatch, change):
    rows = {role: rows_of(content) for role, content in made.files.items()}
    first = rows["test"][0]
    if change == "a letter":
        first["text"] = first["text"].replace("csharp", "cSharp")
    elif change == "one fewer":
        del rows["test"][0]
    elif change == "one more":
        rows["test"].append({**first, "file": "csharp/99.txt"})
    else:
        first["file"] = "java/99.txt"
    archive = tar_gz(question_members(rows))
    download = made.data_set.download._replace(most_bytes=len(archive))
    changed = replace(made.data_set, download=download)
    monkeypatch.setitem(registry.SETS, changed.name, changed)
    server.answers[made.path] = server.good(archive)
    with pytest.warns(DataWarning, match=r"test\.jsonl is not what is known: .*, expected 48;"):
        assert find_source("stack_overflow").kind == "stand-in"


def test_every_address_is_safe_and_every_hash_is_one():
    for data_set in SETS.values():
        # What no hash of an archive vouches for, those of its files do.
        hashes = [file.sha256 for file in data_set.files.values()]
        if data_set.download:
            assert data_set.download.address.startswith("https://")
            hashes.append(data_set.download.sha256)
        for known in filter(None, hashes):
            assert len(bytes.fromhex(known)) == 32
