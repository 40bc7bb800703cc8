"""From texts to rows of ids and back, with the ids that Keras' TextVectorization gives.

A text is standardised and split into tokens; every token of the vocabulary has its own id. The
vocabulary is learned from the training part alone, so that nothing of the other parts leaks.

Texts are cut as UTF-8 bytes: TensorFlow, too, lower-cases the letters A to Z alone and parts
words at the six ASCII blanks alone, and Python's functions for bytes do just that, fast.
"""

import codecs
import html
import json
import re
import string
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

PADDING, UNKNOWN = 0, 1  # ids that no word has, as in Keras
SPECIAL = ("", "[UNK]")  # how the two are written in a vocabulary
LEAST_WORDS = len(SPECIAL) + 1
MOST_BYTES = 2**24  # a vocabulary of a million words is smaller

PUNCTUATION = string.punctuation.encode()
EACH_PUNCTUATION = re.compile(b"([" + re.escape(PUNCTUATION) + b"])")
LINE_BREAK_TAG = re.compile(r"<br\s*/?>", re.IGNORECASE)

STANDARDIZE = {
    "lower_and_strip_punctuation": lambda text: text.lower().translate(None, PUNCTUATION),
    "lower": bytes.lower,
}
SPLIT = {
    "whitespace": bytes.split,
    "whitespace_and_punctuation": lambda text: EACH_PUNCTUATION.sub(rb" \1 ", text).split(),
}
ENDS = ("after", "before")
CHOICES = {"standardize": STANDARDIZE, "split": SPLIT, "pad": ENDS, "truncate": ENDS}


def without_markup(text):
    """Return a text with its line breaks in HTML as blanks, and its entities as signs."""
    return html.unescape(LINE_BREAK_TAG.sub(" ", text))


def as_texts(texts):
    """Return several texts as a list of str.

    Args:
        texts: a list, tuple or other sequence, a Series, or an array with one axis, of str.

    Raises:
        TypeError: it is something else, or holds something else; the message says what to
            write instead.
    """
    shape = getattr(texts, "shape", None)
    if isinstance(texts, str | bytes):
        problem = f"one text: {texts[:40]!r}; write [text]"
    elif hasattr(texts, "columns"):
        columns = ", ".join(f"frame[{column!r}]" for column in list(texts.columns)[:3])
        problem = f"a table of shape {shape}; write one of its columns: {columns}"
    elif shape is not None and len(shape) != 1:
        instead = "[str(text)]" if not shape else "texts[:, 0] for its first column"
        problem = f"an array of shape {shape}; write {instead}"
    elif isinstance(texts, Mapping):
        problem = f"a {type(texts).__name__}; write list(texts.values())"
    elif shape is None and not isinstance(texts, Sequence):
        problem = (
            f"a {type(texts).__name__}; write list(texts), if its order is that of the labels"
        )
    else:
        return [_require_text(text, place) for place, text in enumerate(texts)]
    raise TypeError(f"expected a list of texts, but was given {problem}")


def _require_text(text, place):
    if not isinstance(text, str):
        instead = (
            "write [text.decode() for text in texts]"
            if isinstance(text, bytes)
            else "each should be one str; leave rows without a text out, or write '' for it"
        )
        raise TypeError(
            f"expected texts, but one is of type {type(text).__name__}, "
            f"{repr(text)[:40]} at place {place}; {instead}"
        )
    return text


class Vectorizer:
    """Learns a vocabulary from training texts, then turns any text into ids.

    Args:
        vocabulary_size: how many ids there may be, padding and unknown included; Keras calls
            it `max_tokens`. None, the default: as many as there are tokens.
        length: ids in a row; longer texts are cut, shorter ones padded with 0. None, the
            default: as many as the longest text of a call has tokens.
        standardize: what is done to a text first. "lower_and_strip_punctuation", the default:
            lower case, without ASCII punctuation; "lower": lower case; or a function from str
            to str.
        split: "whitespace", the default, or "whitespace_and_punctuation": there every
            punctuation mark is a token of its own.
        pad: whether zeros come "after" the words, the default and Keras' way, or "before".
        truncate: which words of a longer text are cut: "after" cuts its end, the default and
            Keras' way, "before" its beginning.

    Attributes:
        vocabulary: list of tokens, each at the place of its id; "" is padding, "[UNK]" every
            word that is not in the list. Empty before `fit`.
    """

    def __init__(
        self,
        vocabulary_size=None,
        length=None,
        standardize="lower_and_strip_punctuation",
        split="whitespace",
        pad="after",
        truncate="after",
    ):
        self.vocabulary_size, self.length = vocabulary_size, length
        self.standardize, self.split = standardize, split
        self.pad, self.truncate = pad, truncate
        self._check_settings()
        self._set([])

    @property
    def settings(self):
        """The arguments that make a vectorizer like this one, by name."""
        names = ("vocabulary_size", "length", *CHOICES)
        return {name: getattr(self, name) for name in names}

    def _check_settings(self):
        settings = self.settings
        for name, least in (("vocabulary_size", LEAST_WORDS), ("length", 1)):
            number = settings[name]
            if number is not None and not (_is_whole(number) and number >= least):
                raise ValueError(
                    f"{name} should be None or a whole number of at least {least}, "
                    f"but was {number!r}"
                )
        for name, choices in CHOICES.items():
            function = "a function or " if name == "standardize" else ""
            choice = settings[name]
            if choice not in list(choices) and not (function and callable(choice)):
                raise ValueError(
                    f"{name} should be {function}one of {', '.join(choices)}, "
                    f"but was {choice!r}"
                )

    def _set(self, words):
        """Take `words`, a list of bytes, as the vocabulary, the most frequent first."""
        self._id_of = {word: i for i, word in enumerate(words, start=len(SPECIAL))}
        self.vocabulary = [*SPECIAL, *(word.decode() for word in words)] if words else []

    def _tokens_of(self, text):
        """Return the tokens of one text, a list of bytes."""
        own = callable(self.standardize)
        text = self.standardize(text) if own else text
        # Half a surrogate pair, as JSON can hold, has no UTF-8: it becomes a "?".
        encoded = text.encode("utf-8", "replace")
        return SPLIT[self.split](encoded if own else STANDARDIZE[self.standardize](encoded))

    def fit(self, texts):
        """Learn the vocabulary from the texts of the training part; return self.

        The most frequent tokens come first; of equally frequent ones, as in Keras, the last
        in the order of their bytes.

        Args:
            texts: as for `as_texts`.
        """
        texts, counts = as_texts(texts), Counter()
        for text in texts:
            counts.update(self._tokens_of(text))
        counts.pop(SPECIAL[UNKNOWN].encode(), None)
        if not counts:
            raise ValueError(
                f"no word in the {len(texts)} texts given; expected the training texts"
            )
        ranked = sorted(counts.items(), key=lambda item: (item[1], item[0]), reverse=True)
        most = self.vocabulary_size and self.vocabulary_size - len(SPECIAL)
        self._set([token for token, _ in ranked[:most]])
        return self

    def ids(self, texts):
        """Return the ids of texts, (N, length) int32: 0 padding, 1 unknown.

        Args:
            texts: as for `as_texts`.
        """
        self._require_vocabulary()
        cut, id_of = slice(None), self._id_of.get
        if self.length is not None:
            ends = slice(self.length), slice(-self.length, None)
            cut = ends[ENDS.index(self.truncate)]
        rows = [
            [id_of(token, UNKNOWN) for token in self._tokens_of(text)[cut]]
            for text in as_texts(texts)
        ]
        length = self.length or max(map(len, rows), default=0)
        ids = np.full((len(rows), length), PADDING, np.int32)
        for row, numbers in zip(ids, rows, strict=True):
            start = length - len(numbers) if self.pad == "before" else 0
            row[start : start + len(numbers)] = numbers
        return ids

    def tokens(self, text):
        """Return all tokens of one text, a list of str; none is cut, none replaced."""
        return [token.decode() for token in self._tokens_of(_require_text(text, 0))]

    def words(self, ids):
        """Return the words of one row of ids, (T,), or of many, (N, T), without the padding.

        Returns:
            A list of tokens, or a list of such lists; "[UNK]" for a word that is not known.
        """
        self._require_vocabulary()
        ids = np.asarray(ids)
        if ids.ndim not in (1, 2) or (ids.size and ids.dtype.kind not in "iu"):
            raise ValueError(
                "expected whole numbers of shape (T,) or (N, T), but was given "
                f"{ids.dtype} of shape {ids.shape}"
            )
        if ids.size and not 0 <= ids.min() <= ids.max() < len(self.vocabulary):
            raise ValueError(
                f"ids run from 0 to {len(self.vocabulary) - 1}, but there are some from "
                f"{ids.min()} to {ids.max()}: do they come from another vectorizer?"
            )
        if ids.ndim == 2:
            return [self.words(row) for row in ids]
        return [self.vocabulary[i] for i in ids if i != PADDING]

    def save(self, path):
        """Write the words to a text file, one a line, and the settings into its last line.

        The first line is the word with id 2. Keras' TextVectorization reads the same file and
        gives the same ids; the settings are to it one more word, which stands in no text.
        A function that standardises is not saved, only its name: `load` asks for it again.
        """
        self._require_vocabulary()
        settings = {**self.settings, "special": SPECIAL}
        if callable(self.standardize):
            settings["standardize"] = {"function": _name_of(self.standardize)}
        lines = [*self._id_of, json.dumps(settings, default=int).encode()]
        Path(path).write_bytes(b"".join(line + b"\n" for line in lines))

    @classmethod
    def load(cls, path, **settings):
        """Return the vectorizer whose vocabulary and settings `save` wrote to a file.

        Args:
            path: the file. One without settings, as earlier versions wrote them, has only the
                words; then all settings other than the defaults have to be given.
            settings: as for `Vectorizer`, in place of those in the file.

        Raises:
            ValueError: the file is no vocabulary, has more words than the settings allow, or
                was learned with a function and `standardize` is not given.
        """
        words, saved = _read_vocabulary(path)
        settings = {**saved, **settings}
        if isinstance(settings.get("standardize"), dict):
            name = settings["standardize"].get("function")
            raise ValueError(
                f"the words of {path} were standardised by the function {name}; write "
                f"Vectorizer.load(path, standardize=...) with it"
            )
        vectorizer = cls(**settings)
        most = vectorizer.vocabulary_size
        if most is not None and len(words) + len(SPECIAL) > most:
            raise ValueError(
                f"{path} has {len(words):,} words; a vocabulary_size of {most:,} leaves room "
                f"for {most - len(SPECIAL):,}"
            )
        vectorizer._set(words)
        return vectorizer

    def _require_vocabulary(self):
        if not self.vocabulary:
            raise ValueError("no vocabulary yet: call fit with the training texts first")


def _is_whole(number):
    return isinstance(number, int | np.integer) and not isinstance(number, bool)


def _name_of(function):
    name = getattr(function, "__qualname__", type(function).__qualname__)
    return f"{function.__module__}.{name}"


def _read_vocabulary(path):
    """Return the words of a file, a list of bytes, and its settings, a dictionary.

    Raises:
        ValueError: it is no such file; the message names the line. What a file holds is not
            trusted.
    """
    size = Path(path).stat().st_size
    if not 0 < size <= MOST_BYTES:
        raise ValueError(
            f"{path} is no vocabulary: {size:,} bytes, expected 1 to {MOST_BYTES:,}"
        )
    # Editors on Windows begin a file with a mark of its encoding, and end lines by two bytes.
    content = Path(path).read_bytes().removeprefix(codecs.BOM_UTF8).replace(b"\r\n", b"\n")
    lines = content.removesuffix(b"\n").split(b"\n")
    # No word has a blank in it, and settings have several.
    settings = _read_settings(lines[-1]) if len(lines) > 1 and b" " in lines[-1] else {}
    words, line_of = lines[:-1] if settings else lines, {}
    for line, word in enumerate(words, start=1):
        is_text = word.decode(errors="ignore").encode() == word
        if word.split() != [word] or word == SPECIAL[UNKNOWN].encode() or not is_text:
            raise ValueError(f"line {line} of {path} should be one word, but is {word[:80]!r}")
        if line_of.setdefault(word, line) != line:
            raise ValueError(f"line {line} of {path} repeats line {line_of[word]}: {word!r}")
    return words, settings


def _read_settings(line):
    """Return the settings in the last line of a file; none if it is something else."""
    try:
        settings = json.loads(line)
    except ValueError:
        return {}
    expected = {"vocabulary_size", "length", "special", *CHOICES}
    if not isinstance(settings, dict) or set(settings) != expected:
        return {}
    return settings if settings.pop("special") == list(SPECIAL) else {}


def mask(ids):
    """Return where padded rows of ids, (N, T), hold words: (N, T), True for a word."""
    return np.asarray(ids) != PADDING


def trimmed_batches(ids, labels, batch_size, rng):
    """Yield every row once, in random order, in batches cut to their longest row.

    Less padding is less work.

    Args:
        ids: padded rows, (N, T); all padded at the same end.
        labels: one for each row, (N, ...).
        batch_size: rows in a batch; the last may have fewer.
        rng: a NumPy random generator, for the order.

    Yields:
        Pairs of ids, (n, t) with t ≤ T the length of the batch's longest row, at least 1, and
        labels, (n, ...).

    Raises:
        ValueError: shapes that do not fit, or a batch size below 1.
    """
    ids, labels = np.asarray(ids), np.asarray(labels)
    if ids.ndim != 2 or len(labels) != len(ids):
        raise ValueError(
            f"expected ids of shape (N, T) and N labels, but was given shapes {ids.shape} "
            f"and {labels.shape}"
        )
    if batch_size < 1:
        raise ValueError(f"batch_size should be at least 1, but was {batch_size}")
    order = rng.permutation(len(ids))
    batches = (order[start : start + batch_size] for start in range(0, len(ids), batch_size))
    # A generator expression, so that bad input is told at the call, not at the first batch.
    return ((trimmed(ids[rows]), labels[rows]) for rows in batches)


def trimmed(ids):
    """Return rows of ids, (N, T), without the columns at either end that are all padding.

    One column is left where there is nothing else, since a network needs a step to read.
    """
    used = np.flatnonzero(mask(ids).any(axis=0))
    return ids[:, used[0] : used[-1] + 1] if len(used) else ids[:, :1]
