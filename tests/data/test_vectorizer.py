"""The ids are those of Keras' TextVectorization, and what Keras cannot do is tested by hand."""

import keras
import numpy as np
import pytest

from coursepkg.data.files import paths_in
from coursepkg.data.loading import read_rows
from coursepkg.data.registry import SETS
from coursepkg.data.sources import STAND_INS
from coursepkg.data.vectorizer import Vectorizer
from tests.data.keras_vectorizer import MODES, assert_same_as_keras

ODD = [
    "",
    " \t\n\r\x0b\x0c ",
    "one",
    "tab\tand\nline\r\nand\x0bmore\x0c",
    "no\u00a0break, line\u2028separator and\x1cfile separator \x85 next line",
    "ÄÖÜ äöü ÉCOLE İstanbul ſ K ß ẞ ΣΑΣ Привет ПРИВЕТ",
    "日本語 テキスト \U0001f600\U0001f600 e\u0301 \u200bzero\u200bwidth",
    "<br /><br />It's <b>bold</b> &amp; &lt;here&gt;",
    "don't won't 'quoted' \"double\" well-known... e.g. a/b\\c [x] {y} (z) ~`^_|",
    "!!! ??? ... --- ,",
    "«guillemets» “curly” ‘single’ … – — ¿que?",
    "[UNK] unk UNK [unk]",
    "nul\x00inside",
    "a " * 5_000,
    "x" * 100_000,
    "tie ties tied tier tie-break Z z A a 9 10",
]


def texts_of(name):
    paths = paths_in(STAND_INS, SETS[name].files).values()
    return [row.text for path in paths for row in read_rows(path, SETS[name])]


@pytest.mark.parametrize("size", [3, 40, 10_000, None])
@pytest.mark.parametrize("length", [1, 12, None])
@pytest.mark.parametrize("mode", MODES)
def test_odd_texts_get_the_ids_of_keras(size, length, mode):
    headlines = texts_of("sarcasm")
    assert_same_as_keras(ODD, headlines[:50], size, length, mode)
    assert_same_as_keras(headlines, ODD, size, length, mode)


@pytest.mark.parametrize("mode", MODES)
def test_any_characters_get_the_ids_of_keras(mode):
    rng = np.random.default_rng(0)
    # Three in four are ASCII, control characters among them; all but NUL, which NumPy drops
    # from the end of a word in the vocabulary that Keras returns.
    points = np.where(
        rng.random((3_000, 12)) < 0.75,
        rng.integers(1, 128, (3_000, 12)),
        rng.integers(128, 0xD800, (3_000, 12)),
    )
    texts = ["".join(map(chr, row)) for row in points]
    assert_same_as_keras(texts[:1_500], texts[1_500:], None, None, mode)


@pytest.mark.parametrize("name", ["imdb", "stack_overflow"])
@pytest.mark.parametrize("mode", MODES)
def test_longer_texts_get_the_ids_of_keras(name, mode):
    texts = texts_of(name)
    assert_same_as_keras(texts[:500], texts[500:], 90, 50, mode)


@pytest.mark.parametrize("pad", ["after", "before"])
@pytest.mark.parametrize("truncate", ["after", "before"])
def test_padding_and_truncation_as_in_pad_sequences(pad, truncate):
    texts = [*texts_of("sarcasm")[:200], *ODD]
    rows = [Vectorizer(100).fit(texts).ids([text])[0] for text in texts]
    ends = {"after": "post", "before": "pre"}
    expected = keras.utils.pad_sequences(rows, 9, padding=ends[pad], truncating=ends[truncate])
    ids = Vectorizer(100, 9, pad=pad, truncate=truncate).fit(texts).ids(texts)
    np.testing.assert_array_equal(ids, expected)


def test_a_function_of_the_readers_standardises():
    vectorizer = Vectorizer(standardize=str.upper).fit(["a b", "[UNK] b"])
    assert vectorizer.vocabulary == ["", "[UNK]", "B", "A"]
    np.testing.assert_array_equal(vectorizer.ids(["[unk] b"]), [[1, 2]])


def test_from_texts_to_ids_and_back():
    vectorizer = Vectorizer(6, 4).fit(["the film, the Film", "a dull film"])
    assert vectorizer.vocabulary == ["", "[UNK]", "film", "the", "dull", "a"]
    ids = vectorizer.ids(["A film nobody saw at all", ""])
    np.testing.assert_array_equal(ids, [[5, 2, 1, 1], [0, 0, 0, 0]])
    assert vectorizer.words(ids) == [["a", "film", "[UNK]", "[UNK]"], []]
    assert vectorizer.words(ids[0]) == ["a", "film", "[UNK]", "[UNK]"]
    assert vectorizer.tokens("A film? Nobody!") == ["a", "film", "nobody"]
    assert vectorizer.unknown("a film nobody saw") == 0.5
    assert vectorizer.unknown("") == 0
    assert vectorizer.ids([]).shape == (0, 4)
    assert vectorizer.words(vectorizer.ids([])) == []


def test_punctuation_can_be_kept():
    vectorizer = Vectorizer(standardize="lower", split="whitespace_and_punctuation")
    expected = ["x", "[", "i", "]", "=", "&", "lt", ";", "{", "}", "é", "…"]
    assert vectorizer.tokens("X[i]=&lt;{} é …") == expected


def test_half_a_surrogate_pair_is_no_reason_to_stop():
    assert Vectorizer(standardize="lower").tokens("a \ud83d b") == ["a", "?", "b"]


@pytest.mark.parametrize("method", ["ids", "words", "unknown", "save"])
def test_nothing_works_before_fit(method):
    with pytest.raises(ValueError, match="call fit with the training texts first"):
        getattr(Vectorizer(), method)(["a"])


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"vocabulary_size": 2}, "vocabulary_size should .* at least 3, but was 2"),
        ({"vocabulary_size": 10.0}, "whole number of at least 3, but was 10.0"),
        ({"length": 0}, "length should be None or a whole number of at least 1, but was 0"),
        ({"length": True}, "but was True"),
        ({"pad": "left"}, "pad should be 'after' or 'before', but was 'left'"),
        ({"truncate": None}, "truncate should be 'after' or 'before', but was None"),
        ({"standardize": "upper"}, "one of lower_and_strip_punctuation, lower, but was"),
        ({"split": "comma"}, "one of whitespace, whitespace_and_punctuation, but was 'comma'"),
    ],
)
def test_settings_out_of_range(settings, message):
    with pytest.raises(ValueError, match=message):
        Vectorizer(**settings)


def test_texts_that_are_none():
    with pytest.raises(TypeError, match="a list of texts, but was given one text: 'a film'"):
        Vectorizer().fit("a film")
    with pytest.raises(TypeError, match="one is of type bytes"):
        Vectorizer().fit(["a film", b"a film"])
    with pytest.raises(ValueError, match="no word in the 2 texts given"):
        Vectorizer().fit(["", " ?! "])


@pytest.mark.parametrize(
    ("ids", "message"),
    [
        ([[2, 4]], "ids run from 0 to 3, but there are some from 2 to 4"),
        ([-1, 2], "from -1 to 2"),
        ([0.5], r"whole numbers .* float64 of shape \(1,\)"),
        (3, r"of shape \(\)"),
    ],
)
def test_ids_that_are_none(ids, message):
    with pytest.raises(ValueError, match=message):
        Vectorizer().fit(["a b"]).words(ids)
