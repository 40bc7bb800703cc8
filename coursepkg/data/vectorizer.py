"""Texts to rows of numbers and back, with the ids that Keras' TextVectorization gives.

A text is standardised and split into tokens; every token of the vocabulary has its own id. The
vocabulary is learned from the training part alone, so that nothing of the other parts leaks.
"""

from collections import Counter

import numpy as np

from .tokens import Tokenizer
from .vocabulary_files import read_vocabulary, write_vocabulary

PADDING, UNKNOWN = 0, 1  # ids that no word has, as in Keras
SPECIAL = (b"", b"[UNK]")  # how the two are written in a vocabulary
ENDS = ("after", "before")


class Vectorizer:
    """Learns a vocabulary from training texts, then turns any text into ids.

    Args:
        vocabulary_size: how many ids there may be, padding and unknown included; Keras calls
            it `max_tokens`. None, the default: as many as there are tokens.
        length: ids in a row; longer texts are cut, shorter ones padded with 0. None, the
            default: as many as the longest text of a call has tokens.
        standardize: what is done to a text first; see `tokens.Tokenizer`.
        split: where tokens begin and end; see `tokens.Tokenizer`.
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
        for name, number, least in (
            ("vocabulary_size", vocabulary_size, len(SPECIAL) + 1),
            ("length", length, 1),
        ):
            if number is not None and not (_is_whole(number) and number >= least):
                raise ValueError(
                    f"{name} should be None or a whole number of at least {least}, "
                    f"but was {number!r}"
                )
        for name, end in (("pad", pad), ("truncate", truncate)):
            if end not in ENDS:
                raise ValueError(f"{name} should be 'after' or 'before', but was {end!r}")
        self.vocabulary_size, self.length = vocabulary_size, length
        self.pad, self.truncate = pad, truncate
        self._tokenizer = Tokenizer(standardize, split)
        self._set([])

    def _set(self, tokens):
        """Take `tokens`, bytes, as the words of the vocabulary, the most frequent first."""
        self._tokens = [*SPECIAL, *tokens] if tokens else []
        self._id_of = {token: i for i, token in enumerate(self._tokens) if i > UNKNOWN}
        self.vocabulary = [token.decode() for token in self._tokens]

    def fit(self, texts):
        """Learn the vocabulary from a list of texts, the training part; return self.

        The most frequent tokens come first; of equally frequent ones, as in Keras, the last
        in the order of their bytes.
        """
        counts = Counter()
        for tokens in self._tokenizer.split_all(texts):
            counts.update(tokens)
        counts.pop(SPECIAL[UNKNOWN], None)
        if not counts:
            raise ValueError(
                f"no word in the {len(texts)} texts given; expected the training texts"
            )
        ranked = sorted(counts.items(), key=lambda item: (item[1], item[0]), reverse=True)
        most = self.vocabulary_size and self.vocabulary_size - len(SPECIAL)
        self._set([token for token, _ in ranked[:most]])
        return self

    def ids(self, texts):
        """Return the ids of a list of texts, (N, length) int32: 0 padding, 1 unknown."""
        self._require_vocabulary()
        id_of, keep = self._id_of.get, self._kept()
        rows = [
            [id_of(token, UNKNOWN) for token in tokens[keep]]
            for tokens in self._tokenizer.split_all(texts)
        ]
        length = self.length or max(map(len, rows), default=0)
        ids = np.full((len(rows), length), PADDING, np.int32)
        for row, numbers in zip(ids, rows, strict=True):
            start = length - len(numbers) if self.pad == "before" else 0
            row[start : start + len(numbers)] = numbers
        return ids

    def _kept(self):
        """Return which tokens of a text stay, as a slice."""
        if self.length is None:
            return slice(None)
        return slice(self.length) if self.truncate == "after" else slice(-self.length, None)

    def tokens(self, text):
        """Return all tokens of one text, a list of str; none is cut, none replaced."""
        (tokens,) = self._tokenizer.split_all([text])
        return [token.decode() for token in tokens]

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

    def unknown(self, text):
        """Return the share of a text's tokens that the vocabulary lacks; 0 for no tokens."""
        self._require_vocabulary()
        (tokens,) = self._tokenizer.split_all([text])
        return sum(token not in self._id_of for token in tokens) / max(len(tokens), 1)

    def save(self, path):
        """Write the words to a text file, one a line, which Keras reads too."""
        self._require_vocabulary()
        write_vocabulary(path, self._tokens[len(SPECIAL) :])

    @classmethod
    def load(cls, path, **settings):
        """Return a vectorizer with the vocabulary of a file that `save` wrote.

        Args:
            path: the file.
            settings: as for `Vectorizer`, and the same as when the vocabulary was learned;
                the file holds none of them.

        Raises:
            ValueError: the file is no vocabulary, or has more words than the settings allow.
        """
        vectorizer = cls(**settings)
        words = read_vocabulary(path, SPECIAL)
        most = vectorizer.vocabulary_size
        if most is not None and len(words) + len(SPECIAL) > most:
            raise ValueError(
                f"{path} has {len(words):,} words; a vocabulary_size of {most:,} leaves room "
                f"for {most - len(SPECIAL):,}"
            )
        vectorizer._set(words)
        return vectorizer

    def _require_vocabulary(self):
        if not self._tokens:
            raise ValueError("no vocabulary yet: call fit with the training texts first")


def _is_whole(number):
    return isinstance(number, int | np.integer) and not isinstance(number, bool)
