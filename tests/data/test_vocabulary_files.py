import keras
import pytest

from coursepkg.data.vectorizer import Vectorizer

TEXTS = ["the film, the Film", "a dull film", "İ\u2028x \x1c \x85"]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "vocabulary.txt"


@pytest.mark.parametrize("standardize", ["lower", "lower_and_strip_punctuation"])
def test_a_vocabulary_survives_the_file(path, standardize):
    learned = Vectorizer(length=7, standardize=standardize).fit(TEXTS)
    learned.save(path)
    read = Vectorizer.load(path, length=7, standardize=standardize)
    assert read.vocabulary == learned.vocabulary
    assert (read.ids(TEXTS) == learned.ids(TEXTS)).all()
    assert path.read_text("utf-8").split("\n") == [*learned.vocabulary[2:], ""]


def test_keras_reads_the_file(path):
    learned = Vectorizer(length=5).fit(TEXTS)
    learned.save(path)
    layer = keras.layers.TextVectorization(vocabulary=str(path), output_sequence_length=5)
    assert layer.get_vocabulary() == learned.vocabulary
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
