"""The real files, if there are any: hashes, counts, parts without a common text, ids."""

import hashlib
import lzma

import numpy as np
import pytest

from coursepkg import data
from coursepkg.data.loading import read_set
from coursepkg.data.splits import folded
from coursepkg.data.text import UNKNOWN
from tests.data.keras_vectorizer import MARKS_KEPT, MODES, STRIPPED, assert_same_as_keras

SHA256 = {
    "sarcasm_v1.json": "a0ef80faee87588f307aceb44eba562bc5c6b6f655c96c91677ae2fcc554ac51",
    "imdb_train.jsonl": "22c931623e67f3bdcd9935d0f5b568164a104a1bae7e7451e870d4257788cc66",
    "imdb_test.jsonl": "bde59eb478b67f8646a76a95df08894faacb9eafa38ab43300f53ff33baae0a5",
    "stack_overflow_train.jsonl": (
        "7aa68e60a4faecc2e12befaf11f13995da1141e113c6db743fb0d671ae2718f0"
    ),
    "stack_overflow_test.jsonl": (
        "deb4d15c3a0289c554920a9d6d7a981d5e49db85f2c0c23473f0c1c4cd48ddcd"
    ),
}


@pytest.fixture(autouse=True, scope="module")
def from_folder(real_data):
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv("COURSEPKG_SOURCE", "folder")
        yield


def files_as_they_are(name):
    """Return the rows of a set's files, by role, before anything is removed."""
    return read_set(name)[1]


@pytest.mark.parametrize("name", SHA256)
def test_hashes(name, real_data):
    (path,) = real_data.glob(f"{name}*")
    opened = lzma.open if path.suffix == ".xz" else open
    with opened(path, "rb") as file:
        assert hashlib.file_digest(file, "sha256").hexdigest() == SHA256[name]


@pytest.fixture(scope="module")
def sarcasm(from_folder):
    return data.load("sarcasm")


@pytest.fixture(scope="module")
def imdb(from_folder):
    return data.load("imdb")


@pytest.fixture(scope="module")
def stack_overflow(from_folder):
    return data.load("stack_overflow")


def test_headlines(sarcasm):
    rows = files_as_they_are("sarcasm")["all"]
    assert len(rows) == 26_709
    assert sum(row.label for row in rows) == 11_724
    assert len({row.text for row in rows}) == 26_602
    assert sarcasm.removed == {"duplicate headline": 107}
    assert [len(sarcasm.train), len(sarcasm.validation), len(sarcasm.test)] == [
        17_291, 3_991, 5_320
    ]  # fmt: skip


def test_reviews(imdb):
    rows = files_as_they_are("imdb")
    train, test = rows["train"], rows["test"]
    for part in (train, test):
        assert np.bincount([row.label for row in part]).tolist() == [12_500, 12_500]
    assert len({row.text for row in train}) == 24_904
    assert len({row.text for row in train} & {row.text for row in test}) == 123
    assert imdb.removed == {"duplicate review": 96, "review of the test part": 123}
    assert len(imdb.train) + len(imdb.validation) == 24_904 - 123
    assert imdb.test.texts == [row.text for row in test]
    assert imdb.test.labels.tolist() == [row.label for row in test]


def test_questions(stack_overflow):
    rows = files_as_they_are("stack_overflow")
    for part in rows.values():
        assert np.bincount([row.label for row in part]).tolist() == [2_000] * 4
    assert stack_overflow.removed == {}
    assert np.bincount(stack_overflow.train.labels).tolist() == [1_700] * 4
    assert np.bincount(stack_overflow.validation.labels).tolist() == [300] * 4
    assert stack_overflow.test.texts == [row.text for row in rows["test"]]


@pytest.mark.parametrize("name", ["sarcasm", "imdb", "stack_overflow"])
def test_no_text_is_in_two_parts(name, request):
    loaded = request.getfixturevalue(name)
    assert not loaded.is_stand_in
    train, validation, test = (
        {folded(text) for text in part.texts}
        for part in (loaded.train, loaded.validation, loaded.test)
    )
    assert not train & validation
    assert not (train | validation) & test


@pytest.mark.parametrize(
    ("name", "size", "length", "mode"),
    [
        *(("sarcasm", 10_000, 32, mode) for mode in MODES),
        ("imdb", 10_000, 200, STRIPPED),
        ("stack_overflow", None, 250, MARKS_KEPT),
    ],
)
def test_all_texts_get_the_ids_of_keras(name, size, length, mode, request):
    loaded = request.getfixturevalue(name)
    others = [*loaded.validation.texts, *loaded.test.texts]
    assert_same_as_keras(loaded.train.texts, others, size, length, mode)


def test_the_vocabulary_is_learned_from_the_training_part_alone(sarcasm):
    vectorizer = data.Vectorizer(length=32).fit(sarcasm.train.texts)
    assert UNKNOWN not in vectorizer.ids(sarcasm.train.texts)
    assert UNKNOWN in vectorizer.ids(sarcasm.test.texts)
