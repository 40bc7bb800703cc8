"""The made-up sets: always the same, about as long as promised, learnable but not by heart."""

import hashlib
import lzma
import re

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from coursepkg.data import load
from coursepkg.data.loading import read_set
from coursepkg.data.sources import STAND_INS
from tools.stand_ins.__main__ import Grammar, stand_ins

SLOT = re.compile(r"{\w+}")
NAMES = ["sarcasm", "imdb", "stack_overflow"]


@pytest.fixture(autouse=True)
def made_up(monkeypatch):
    monkeypatch.setenv("COURSEPKG_SOURCE", "stand-in")


def test_a_grammar_fills_its_slots():
    grammar = Grammar({"whole": "{part} and {part}", "part": "a\nb"}, "seed")
    made = {grammar.make("whole") for _ in range(100)}
    assert made == {"a and a", "a and b", "b and a", "b and b"}
    assert {grammar.number(2, 4) for _ in range(100)} == {2, 3, 4}
    shuffled = grammar.shuffled(range(9))
    assert shuffled != sorted(shuffled) == list(range(9))


@pytest.mark.parametrize(
    ("name", "digest"),
    [
        ("sarcasm", "11895c2db0dfd17b"),
        ("imdb", "a2803e209878c663"),
        ("stack_overflow", "e2a0152b013024f4"),
    ],
)
def test_the_texts_are_the_same_on_every_machine(name, digest):
    """The notebooks print numbers found with them: change the texts, run the notebooks."""
    content = repr([(role, *row) for role, rows in read_set(name)[1].items() for row in rows])
    assert hashlib.sha256(content.encode()).hexdigest()[:16] == digest


def test_the_committed_files_are_what_the_tool_invents():
    """If this fails: python -m tools.stand_ins."""
    files = {path: lzma.decompress(path.read_bytes()) for path in STAND_INS.iterdir()}
    assert files == stand_ins()


@pytest.mark.parametrize(
    ("name", "rows", "words", "classes"),
    [
        ("sarcasm", 640, (8, 12), 2),
        ("imdb", 640, (80, 200), 2),
        ("stack_overflow", 840, (30, 100), 4),
    ],
)
def test_size_length_and_classes(name, rows, words, classes):
    made = [row for part in read_set(name)[1].values() for row in part]
    assert len(made) == rows
    least, most = words
    assert least <= np.mean([len(row.text.split()) for row in made]) <= most
    counts = np.bincount([row.label for row in made])
    assert len(counts) == classes
    assert counts.min() > 0.8 * rows / classes
    assert not any(SLOT.search(row.text) for row in made)


@pytest.mark.parametrize("name", NAMES)
def test_words_tell_much_but_not_all(name):
    data = load(name)
    model = make_pipeline(TfidfVectorizer(), LogisticRegression(C=5, max_iter=500))
    model.fit(data.train.texts, data.train.labels)
    most_frequent = np.bincount(data.test.labels).max() / len(data.test)
    accuracy = model.score(data.test.texts, data.test.labels)
    assert most_frequent + 0.15 < accuracy < 0.97


def test_the_order_of_words_matters_in_reviews():
    data = load("imdb")
    scores = []
    for longest in (1, 2):
        words = TfidfVectorizer(ngram_range=(1, longest))
        model = make_pipeline(words, LogisticRegression(C=5, max_iter=500))
        model.fit(data.train.texts, data.train.labels)
        scores.append(model.score(data.test.texts, data.test.labels))
    assert scores[1] > scores[0] + 0.02


@pytest.mark.parametrize("name", NAMES)
def test_no_text_is_in_two_parts(name):
    data = load(name)
    parts = [set(part.texts) for part in (data.train, data.validation, data.test)]
    assert sum(map(len, parts)) == len(set.union(*parts))


def test_questions_come_ordered_by_tag_and_leave_shuffled():
    labels = [row.label for row in read_set("stack_overflow")[1]["train"]]
    assert labels == sorted(labels)
    assert np.count_nonzero(np.diff(load("stack_overflow").train.labels)) > 200
