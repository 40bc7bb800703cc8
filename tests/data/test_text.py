"""The ids are those of Keras' TextVectorization, and what Keras cannot do is tested by hand."""

from collections import deque
from pathlib import Path

import keras
import numpy as np
import pandas as pd
import pytest

from coursepkg.data.files import paths_in
from coursepkg.data.loading import read_rows
from coursepkg.data.registry import SETS
from coursepkg.data.sources import STAND_INS
from coursepkg.data.text import Vectorizer, mask, trimmed, trimmed_batches, without_markup
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
    assert vectorizer.ids([]).shape == (0, 4)
    assert vectorizer.words(vectorizer.ids([])) == []


def test_punctuation_can_be_kept():
    vectorizer = Vectorizer(standardize="lower", split="whitespace_and_punctuation")
    expected = ["x", "[", "i", "]", "=", "&", "lt", ";", "{", "}", "é", "…"]
    assert vectorizer.tokens("X[i]=&lt;{} é …") == expected


def test_half_a_surrogate_pair_is_no_reason_to_stop():
    assert Vectorizer(standardize="lower").tokens("a \ud83d b") == ["a", "?", "b"]


@pytest.mark.parametrize("method", ["ids", "words", "save"])
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
        ({"pad": "left"}, "pad should be one of after, before, but was 'left'"),
        ({"truncate": None}, "truncate should be one of after, before, but was None"),
        ({"standardize": "upper"}, "one of lower_and_strip_punctuation, lower, but was"),
        ({"split": "comma"}, "one of whitespace, whitespace_and_punctuation, but was 'comma'"),
    ],
)
def test_settings_out_of_range(settings, message):
    with pytest.raises(ValueError, match=message):
        Vectorizer(**settings)


WORDS = ["a film", "a dull film", "the end"]
FRAME = pd.DataFrame({"text": WORDS, "label": [0, 1, 0]}, index=[7, 3, 5])


@pytest.mark.parametrize(
    "texts",
    [
        WORDS,
        tuple(WORDS),
        deque(WORDS),
        np.array(WORDS),
        np.array(WORDS, object),
        FRAME["text"],
        FRAME["text"].astype("string"),
        FRAME["text"].astype("category"),
        FRAME["text"].array,
        pd.Index(WORDS),
    ],
    ids=lambda texts: type(texts).__name__,
)
def test_texts_in_any_container_that_has_an_order_get_the_ids_of_keras(texts):
    layer = keras.layers.TextVectorization(output_sequence_length=4)
    layer.adapt(np.asarray(texts, object).astype(str))
    vectorizer = Vectorizer(length=4).fit(texts)
    assert vectorizer.vocabulary == layer.get_vocabulary()
    np.testing.assert_array_equal(vectorizer.ids(texts), layer(np.array(WORDS)).numpy())


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        ("a film", r"a list of texts, but was given one text: 'a film'; write \[text\]"),
        (b"a film", "given one text: b'a film'"),
        (np.str_("a film"), "given one text"),
        (np.array("a film"), r"an array of shape \(\); write \[str\(text\)\]"),
        (FRAME[["text"]], r"a table of shape \(3, 1\); write one of .*: frame\['text'\]$"),
        (FRAME, r"a table of shape \(3, 2\); .*: frame\['text'\], frame\['label'\]$"),
        (np.array(WORDS)[:, None], r"an array of shape \(3, 1\); write texts\[:, 0\]"),
        (np.array([WORDS]), r"an array of shape \(1, 3\)"),
        ({"text": WORDS}, r"given a dict; write list\(texts.values\(\)\)"),
        ({"a": 1}.keys(), r"given a dict_keys; write list\(texts\)"),
        (set(WORDS), r"given a set; write list\(texts\), if its order is that of the labels"),
        ((text for text in WORDS), r"given a generator; write list\(texts\)"),
        (map(str, WORDS), r"given a map; write list\(texts\)"),
        (None, "given a NoneType"),
        (3, "given a int"),
        (["a film", b"a film"], r"one is of type bytes.*at place 1; write \[text.decode\(\)"),
        (np.array(WORDS, "S"), r"one is of type bytes_, .*a film.* at place 0; write"),
        (np.array(["a film", None], object), "type NoneType, None at place 1; .* or write ''"),
        (pd.Series(["a film", np.nan]), "type float, nan at place 1; each should be one str"),
        (pd.Series(["a film", pd.NA], dtype="string"), "type NAType, <NA> at place 1"),
        (np.ma.array(WORDS, mask=[0, 1, 0]), "type MaskedConstant, masked at place 1"),
        (FRAME["label"], "type int"),
        ([WORDS], r"type list, \['a film', .* at place 0; each should be one str"),
        ([["a film"], ["the end"]], "type list"),
        (range(3), "type int, 0 at place 0"),
        (bytearray(b"a film"), "type int"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_no_list_of_texts_is_refused_with_what_to_write(texts, message):
    vectorizer = Vectorizer().fit(WORDS)
    for method in (Vectorizer().fit, vectorizer.ids):
        with pytest.raises(TypeError, match=message):
            method(texts)


@pytest.mark.parametrize("text", [["a film"], None, b"a film"])
def test_tokens_are_those_of_one_text(text):
    with pytest.raises(TypeError, match="expected texts, but one is of type"):
        Vectorizer().tokens(text)


def test_texts_without_a_word():
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


def test_markup_becomes_what_it_shows():
    assert without_markup("what?<br /><br />Next<BR>line<br/>") == "what?  Next line "
    assert without_markup("a &lt; b &amp;&amp; list&lt;string&gt;") == "a < b && list<string>"
    assert without_markup("x <b> y < z; br />") == "x <b> y < z; br />"


def test_escaped_markup_is_not_read_twice():
    assert without_markup("&lt;br /&gt; &amp;lt;") == "<br /> &lt;"


TEXTS = ["the film, the Film", "a dull film", "İ\u2028x \x1c \x85"]
ROOT = Path(__file__).parents[2]
SETTINGS = (
    b'{"vocabulary_size": null, "length": 5, "standardize": "lower", "split": "whitespace", '
    b'"pad": "after", "truncate": "after", "special": ["", "[UNK]"]}\n'
)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "vocabulary.txt"


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"length": 7, "standardize": "lower", "pad": "before", "truncate": "before"},
        {"vocabulary_size": np.int64(5), "split": "whitespace_and_punctuation"},
    ],
)
def test_a_vocabulary_survives_the_file_with_its_settings(path, settings):
    learned = Vectorizer(**settings).fit(TEXTS)
    learned.save(path)
    read = Vectorizer.load(path)
    assert read.vocabulary == learned.vocabulary
    assert read.settings == learned.settings == {**Vectorizer().settings, **settings}
    assert (read.ids(TEXTS) == learned.ids(TEXTS)).all()
    *words, _, end = path.read_text("utf-8").split("\n")
    assert [*words, end] == [*learned.vocabulary[2:], ""]


def test_settings_that_are_given_take_the_place_of_those_in_the_file(path):
    Vectorizer(length=7, pad="before").fit(TEXTS).save(path)
    read = Vectorizer.load(path, length=2)
    assert (read.length, read.pad) == (2, "before")


@pytest.mark.parametrize("standardize", ["lower", "lower_and_strip_punctuation"])
def test_a_file_of_earlier_versions_has_words_alone(path, standardize):
    learned = Vectorizer(length=7, standardize=standardize).fit(TEXTS)
    path.write_text("".join(f"{word}\n" for word in learned.vocabulary[2:]), "utf-8")
    read = Vectorizer.load(path, length=7, standardize=standardize)
    assert read.vocabulary == learned.vocabulary
    assert read.settings == learned.settings
    assert (read.ids(TEXTS) == learned.ids(TEXTS)).all()


def test_every_vocabulary_of_the_course_is_read():
    name = "weights/*/*-vocabulary.txt"
    paths = [*ROOT.glob(name), *ROOT.glob(f"studies/{name}")]
    assert len(paths) >= 5
    for path in paths:
        assert len(Vectorizer.load(path).vocabulary) > 1000


def test_a_function_is_asked_for_again(path):
    learned = Vectorizer(standardize=without_markup).fit(TEXTS)
    learned.save(path)
    with pytest.raises(
        ValueError, match=r"function coursepkg\.data\.text\.without_markup; write"
    ):
        Vectorizer.load(path)
    assert Vectorizer.load(path, standardize=without_markup).settings == learned.settings


def test_a_mark_of_the_encoding_is_no_part_of_the_first_word(path):
    learned = Vectorizer(length=5).fit(TEXTS)
    learned.save(path)
    for content in (path.read_bytes(), b"film\nthe\n", b"film\r\nthe\r\n"):
        path.write_bytes(b"\xef\xbb\xbf" + content)
        assert Vectorizer.load(path).words([2]) == ["film"]


def test_keras_reads_the_file(path):
    learned = Vectorizer(length=5).fit(TEXTS)
    learned.save(path)
    layer = keras.layers.TextVectorization(vocabulary=str(path), output_sequence_length=5)
    # The settings in the last line are to Keras a word more, and one that no text can have.
    *vocabulary, settings = layer.get_vocabulary()
    assert vocabulary == learned.vocabulary
    assert len(settings.split()) > 1
    assert (layer(TEXTS).numpy() == learned.ids(TEXTS)).all()


def test_line_ends_of_windows(path):
    path.write_bytes(b"film\r\nthe\r\n")
    assert Vectorizer.load(path).vocabulary == ["", "[UNK]", "film", "the"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is no vocabulary: 0 bytes, expected 1 to"),
        (b"\n", "line 1 of .* should be one word, but is b''"),
        (b"<!doctype html>\n404\n", "line 1 of .* but is b'<!doctype html>'"),
        (b"film\n\nthe\n", "line 2 of .* should be one word, but is b''"),
        (b"film\nthe end\n", "line 2 of .* should be one word, but is b'the end'"),
        (b"film\rthe\n", "line 1 of .* should be one word"),
        (b"film\nthe\nfilm\n", "line 3 of .* repeats line 1: b'film'"),
        (b"film\n[UNK]\n", "line 2 of .* should be one word, but is b'\\[UNK\\]'"),
        (b"film\n\xff\xfe\n", "line 2 of .* should be one word, but is"),
        (b"\x1f\x8b\x08\x00\x00\n", "line 1 of .* should be one word"),
        ("film\n".encode("utf-16"), "line 1 of .* should be one word"),
        (b'film\n{"length": 3}\n', "line 2 of .* should be one word, but is b'{"),
        (b"film\n[1, 2]\n", "line 2 of .* should be one word"),
        (SETTINGS, "line 1 of .* should be one word"),
        (SETTINGS + b"film\n", "line 1 of .* should be one word"),
        (b"film\n" + SETTINGS.replace(b"[UNK]", b"<unk>"), "line 2 of .* should be one word"),
        (b"film\n" + SETTINGS.replace(b": 5", b": -5"), "at least 1, but was -5"),
        (b"film\n" + SETTINGS.replace(b'"lower"', b"[]"), r"one of .* but was \[\]"),
    ],
)
def test_a_file_that_is_no_vocabulary(path, content, message):
    path.write_bytes(content)
    with pytest.raises(ValueError, match=message):
        Vectorizer.load(path)


def test_a_file_that_is_far_too_long(path):
    with path.open("wb") as file:
        file.truncate(2**40)  # takes no room on the disk
    with pytest.raises(ValueError, match="1,099,511,627,776 bytes, expected 1 to"):
        Vectorizer.load(path)


def test_more_tokens_than_the_settings_allow(path):
    Vectorizer().fit(TEXTS).save(path)
    with pytest.raises(ValueError, match=r"has \d words; a .* of 5 leaves room for 3"):
        Vectorizer.load(path, vocabulary_size=5)


IDS = np.array([[5, 0, 0, 0], [6, 7, 0, 0], [8, 9, 1, 0], [0, 0, 0, 0], [4, 0, 0, 0]])
LABELS = np.array([10, 11, 12, 13, 14])


def batches(seed, size=2, ids=IDS):
    return list(trimmed_batches(ids, LABELS, size, np.random.default_rng(seed)))


@pytest.mark.parametrize("ids", [IDS, IDS[:, ::-1]], ids=["zeros after", "zeros before"])
@pytest.mark.parametrize("size", [1, 2, 5, 99])
def test_every_row_comes_once_with_its_label(ids, size):
    rows = {}
    for x, y in batches(0, size, ids):
        assert len(x) == len(y) <= size
        words = mask(x).any(axis=0)
        assert words[[0, -1]].all() or x.shape[1] == 1
        rows |= {label: row[row > 0].tolist() for row, label in zip(x, y, strict=True)}
    assert rows == {
        label: row[row > 0].tolist() for row, label in zip(ids, LABELS, strict=True)
    }
    assert sum(len(y) for _, y in batches(0, size, ids)) == 5


def test_batches_are_as_long_as_their_longest_row():
    assert {y[0]: x.shape for x, y in batches(0, 1)} == {
        10: (1, 1), 11: (1, 2), 12: (1, 3), 13: (1, 1), 14: (1, 1)
    }  # fmt: skip


def test_the_order_hangs_on_the_generator():
    order = [np.concatenate([y for _, y in batches(seed)]).tolist() for seed in (1, 1, 2)]
    assert order[0] == order[1] != order[2]
    assert order[0] != LABELS.tolist()


def test_a_batch_is_a_copy():
    x, _ = batches(0, 5)[0]
    x[:] = 99
    assert IDS.max() == 9


def test_the_mask_marks_words():
    np.testing.assert_array_equal(mask([[2, 1, 0]]), [[True, True, False]])


def test_rows_without_words_keep_one_step():
    np.testing.assert_array_equal(trimmed(np.zeros((2, 5), int)), [[0], [0]])


@pytest.mark.parametrize(
    ("ids", "labels", "size", "message"),
    [
        (IDS, LABELS[:3], 2, r"shapes \(5, 4\) and \(3,\)"),
        (IDS[0], LABELS[:4], 2, r"shapes \(4,\) and \(4,\)"),
        (IDS, LABELS, 0, "batch_size should be at least 1, but was 0"),
    ],
)
def test_bad_input_is_told_at_the_call(ids, labels, size, message):
    with pytest.raises(ValueError, match=message):
        trimmed_batches(ids, labels, size, np.random.default_rng(0))
