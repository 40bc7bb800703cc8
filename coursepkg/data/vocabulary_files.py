"""Vocabularies as text files: one word a line, the first line is the word with id 2.

Padding and the unknown word are not in the file. Keras' TextVectorization reads the same file.
"""

from pathlib import Path

MOST_BYTES = 2**24  # a vocabulary of a million words is smaller


def write_vocabulary(path, words):
    """Write words, a list of bytes, one a line."""
    Path(path).write_bytes(b"".join(word + b"\n" for word in words))


def read_vocabulary(path, special):
    """Return the words of a file, a list of bytes.

    Args:
        path: the file; what it holds is not trusted.
        special: tokens that may not be among the words.

    Raises:
        ValueError: it is no such file; the message names the line.
    """
    size = Path(path).stat().st_size
    if not 0 < size <= MOST_BYTES:
        raise ValueError(
            f"{path} is no vocabulary: {size:,} bytes, expected 1 to {MOST_BYTES:,}"
        )
    words = Path(path).read_bytes().replace(b"\r\n", b"\n").removesuffix(b"\n").split(b"\n")
    line_of = {}
    for line, word in enumerate(words, start=1):
        if word.split() != [word] or word in special or not _is_text(word):
            raise ValueError(f"line {line} of {path} should be one word, but is {word[:80]!r}")
        if line_of.setdefault(word, line) != line:
            raise ValueError(f"line {line} of {path} repeats line {line_of[word]}: {word!r}")
    return words


def _is_text(word):
    try:
        word.decode()
    except UnicodeDecodeError:
        return False
    return True
