import json
import lzma
import subprocess
import sys

import numpy as np
import pytest

from coursepkg import data
from coursepkg.data import loading
from coursepkg.data.loading import Labelled, read_rows
from coursepkg.data.registry import SETS
from coursepkg.data.sources import Source

NAMES = ["sarcasm", "imdb", "stack_overflow"]


@pytest.fixture(autouse=True)
def made_up(monkeypatch):
    monkeypatch.setenv("COURSEPKG_SOURCE", "stand-in")


@pytest.fixture
def on_disk(tmp_path, monkeypatch):
    """A function that writes rows by role and lets `load` find them."""

    def write(**rows):
        files = {role: tmp_path / f"{role}.jsonl" for role in rows}
        for role, path in files.items():
            path.write_text("".join(json.dumps(row) + "\n" for row in rows[role]), "utf-8")
        source = Source("cache", files, "some rows, from the cache")
        monkeypatch.setattr(loading, "find_source", lambda name: source)

    return write


def reviews(*texts):
    return [{"text": text, "label": i % 2} for i, text in enumerate(texts)]


@pytest.mark.parametrize("name", NAMES)
def test_parts_classes_and_source(name):
    loaded = data.load(name)
    for part in (loaded.train, loaded.validation, loaded.test):
        assert len(part) == len(part.texts) == len(part.labels) > 0
        assert part.labels.dtype == np.int64
        assert set(part.labels) == set(range(len(loaded.class_names)))
    assert loaded.is_stand_in
    assert loaded.source.kind == "stand-in"


def test_labels_point_at_their_class_names():
    headlines, reviews, questions = map(data.load, NAMES)
    assert headlines.class_names == ("plain", "sarcastic")
    assert reviews.class_names == ("negative", "positive")
    assert questions.class_names == ("csharp", "java", "javascript", "python")
    for loaded, telling, name in [
        (headlines, "nation's", "sarcastic"),
        (questions, "console.writeline", "csharp"),
        (questions, "def ", "python"),
    ]:
        part = loaded.train
        labels = {part.labels[i] for i, text in enumerate(part.texts) if telling in text}
        assert labels == {loaded.class_names.index(name)}


def test_a_set_without_a_test_part_gives_one():
    whole = data.load("sarcasm", validation_fraction=0.1, test_fraction=0.3, seed=4)
    sizes = [len(whole.train), len(whole.validation), len(whole.test)]
    np.testing.assert_allclose(sizes, np.array([0.6, 0.1, 0.3]) * sum(sizes), atol=1.5)
    assert sum(sizes) == 640 - sum(whole.removed.values())
    assert whole.removed["duplicate headline"] > 10


def test_the_official_test_part_stays_as_it_is(on_disk):
    test = [*reviews("seen", "twice"), *reviews("twice", " blanks ")]
    train = reviews("seen", "a", "b", "c", "b", "d", "e", "f ", "g", "h")
    on_disk(train=train, test=test)
    loaded = data.load("imdb", validation_fraction=0.25)
    assert loaded.test.texts == ["seen", "twice", "twice", " blanks "]
    assert loaded.test.labels.tolist() == [0, 1, 0, 1]
    assert loaded.removed == {"review of the test part": 1, "duplicate review": 1}
    assert {*loaded.train.texts, *loaded.validation.texts} == {*"abcdegh", "f "}
    assert not loaded.is_stand_in
    assert "STAND-IN" not in str(loaded)


def test_labels_stay_with_their_texts(on_disk):
    on_disk(train=reviews(*"abcdefghijklmnop"), test=reviews("y", "z"))
    loaded = data.load("imdb", seed=2)
    for part in (loaded.train, loaded.validation):
        for text, label in zip(part.texts, part.labels, strict=True):
            assert label == (ord(text) - ord("a")) % 2


def test_the_seed_decides_what_validates():
    first, again, other = (data.load("imdb", seed=seed) for seed in (0, 0, 1))
    assert first.validation.texts == again.validation.texts
    assert set(first.validation.texts) != set(other.validation.texts)
    assert first.test.texts == other.test.texts


def test_printed_it_says_what_it_is():
    lines = str(data.load("sarcasm")).splitlines()
    assert lines[0].startswith("sarcasm: a small stand-in that the course made up")
    assert lines[1] == "rows: 388 train, 90 validation, 120 test"
    assert lines[2] == "split: validation and test drawn class by class with seed 0"
    assert lines[3:5] == ["classes: 0 plain, 1 sarcastic", "removed: 42 × duplicate headline"]
    assert lines[5].startswith("STAND-IN: ")
    assert "removed: nothing" in str(data.load("imdb"))


def test_options_that_do_not_fit(on_disk):
    with pytest.raises(ValueError, match=r"unknown data set 'mnist'; known are: airline, sar"):
        data.load("mnist")
    with pytest.raises(ValueError, match="imdb has a test part of its own: leave test_fr"):
        data.load("imdb", test_fraction=0.2)
    with pytest.raises(ValueError, match="leave something to train on, but were"):
        data.load("sarcasm", validation_fraction=0.9)
    for options in ({"seed": 1}, {"validation_fraction": 0.1}, {"test_fraction": 0.1}):
        with pytest.raises(ValueError, match="airline is split by time"):
            data.load("airline", **options)
    on_disk(all=[{"headline": "a", "is_sarcastic": 2}])
    with pytest.raises(ValueError, match=r"line 1 of .* 'is_sarcastic' out of \(0, 1\)"):
        data.load("sarcasm")


def test_importing_loads_nothing_heavy():
    code = "import coursepkg.data, sys; print(*(m.split('.')[0] for m in sys.modules))"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert "numpy" in loaded
    assert not {"sklearn", "pandas", "pooch", "matplotlib", "keras", "tqdm"} & set(loaded)


GOOD = [
    {"text": "a\u2028b\u0085c\r\n", "label": "java", "file": "java/0.txt"},
    {"text": "", "label": "csharp"},
]


def lines(values):
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in values).encode()


def read(path):
    return read_rows(path, SETS["stack_overflow"])


@pytest.mark.parametrize("end", [b"\n", b""], ids=["ended", "open"])
@pytest.mark.parametrize("name", ["rows.jsonl", "rows.jsonl.xz"])
def test_rows_plain_and_compressed(tmp_path, name, end):
    content = lines(GOOD).removesuffix(b"\n") + end
    (tmp_path / name).write_bytes(lzma.compress(content) if name.endswith("xz") else content)
    assert read(tmp_path / name) == [
        Labelled("a\u2028b\u0085c\r\n", 1),
        Labelled("", 0),
    ]


@pytest.mark.parametrize(
    "line",
    [
        b"<html>",
        b"",
        b"[]",
        b"null",
        b'{"text": "a"}',
        b'{"label": "java"}',
        b'{"text": 3, "label": "java"}',
        b'{"text": "a", "label": "ruby"}',
        b'{"text": "a", "label": ["java"]}',
        b'{"text": "a", "label": "java"',
        b"[" * 100_000,
    ],
)
def test_a_line_that_is_no_row(tmp_path, line):
    path = tmp_path / "rows.jsonl"
    path.write_bytes(lines(GOOD) + line + b"\n" + lines(GOOD))
    with pytest.raises(ValueError, match=r"line 3 of .*rows.jsonl should be a JSON object"):
        read(path)
