"""What it takes to read text word by word: streams, rules that count, tests and samples.

A *stream* is long text that is read chunk by chunk with the state carried along, many streams
side by side. Models give the logarithm of the probability of every word that came.
"""

from typing import NamedTuple

import numpy as np

from coursepkg.data.text import PADDING, UNKNOWN

END = 0  # the id that stands between two reviews; a row of ids has padding there
DISCOUNTS = (0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)


class Stream(NamedTuple):
    """Words and the words that follow them, in `rows` streams that are read side by side.

    Batch b of `rows` rows holds chunk b of every stream, so that a layer which keeps its state
    from batch to batch reads each stream from its start to its end. Shuffling would spoil that.
    """

    x: np.ndarray  # (batches · rows, chunk) int32
    y: np.ndarray  # the same shape: each word's successor
    rows: int

    def by_stream(self, values):
        """Return values of the shape of y in the order of the text, (rows, words)."""
        batches, chunk = len(values) // self.rows, values.shape[1]
        parts = np.asarray(values).reshape(batches, self.rows, chunk)
        return parts.transpose(1, 0, 2).reshape(self.rows, batches * chunk)


def make_stream(reviews, rows, chunk):
    """Return reviews as a `Stream`.

    Args:
        reviews: list of arrays of ids. They are put one after the other, with `END` before,
            between and after them; what does not fill a chunk of every stream is left out.
        rows: streams read side by side.
        chunk: words of each stream in a batch.
    """
    text = np.concatenate([[END], *(part for ids in reviews for part in (ids, [END]))])
    length = (len(text) - 1) // (rows * chunk) * chunk  # of one stream
    if not length:
        raise ValueError(
            f"{len(text) - 1:,} words do not fill {rows} streams with a chunk of {chunk} "
            "words; expected more reviews, or fewer or shorter streams"
        )
    used = rows * length
    pairs = (text[:used], text[1 : used + 1])
    x, y = (
        part.reshape(rows, -1, chunk).transpose(1, 0, 2).reshape(-1, chunk).astype(np.int32)
        for part in pairs
    )
    return Stream(x, y, rows)


def forget(model):
    """Let every layer of a model, of either twin, begin the next batch with zeros."""
    for layer in model.layers:
        if hasattr(layer, "reset_state"):
            layer.reset_state()


def log_probabilities(model, stream, carry=True):
    """Return the logarithm of the probability that a model gave to each word that came.

    Args:
        model: of either twin, made for batches of `stream.rows` rows.
        stream: a `Stream`.
        carry: whether the state goes from chunk to chunk; else each chunk begins with zeros.

    Returns:
        Array of the shape of `stream.y`.
    """
    parts = [_log(of_truth) for _, of_truth in _read(model, stream, carry)]
    return np.concatenate(parts).astype(float)


def ranks(model, stream):
    """Return how many words a model held for more probable than the one that came.

    Where the rank is 0 the model's first guess was right; below 5, one of its first five.
    Arguments as for `log_probabilities`, with the state carried from chunk to chunk.

    Returns:
        Integers in an array of the shape of `stream.y`.
    """
    return np.concatenate(
        [
            (probabilities > of_truth[..., None]).sum(axis=-1)
            for probabilities, of_truth in _read(model, stream)
        ]
    )


def _read(model, stream, carry=True):
    """Yield for each batch all probabilities, and those of the words that came."""
    forget(model)
    for start in range(0, len(stream.y), stream.rows):
        batch = slice(start, start + stream.rows)
        if not carry:
            forget(model)
        probabilities = np.asarray(model(stream.x[batch]))
        of_truth = np.take_along_axis(probabilities, stream.y[batch][..., None], axis=-1)
        yield probabilities, of_truth[..., 0]
    forget(model)


def beginnings(model, stream, count):
    """Return the logarithm of the probability of the word after each of many beginnings.

    A model that reads in one direction says the same here as in the middle of a text. One that
    reads in both could look at the answer there; here, as in real use, the next word is not
    there yet.

    Args:
        model: a model whose state starts from zeros at each call, and which takes any number
            of rows and steps.
        stream: a `Stream`; of each row is used as much as has come up to some step.
        count: beginnings of each length from 1 to the length of a chunk.

    Returns:
        (chunk, count): by length of the beginning, one for each row used.
    """
    if not 0 < count <= len(stream.x):
        raise ValueError(f"expected 1 to {len(stream.x)} beginnings, but was given {count}")
    rows = np.linspace(0, len(stream.x) - 1, count).astype(int)
    of_truth = []
    for length in range(1, stream.x.shape[1] + 1):
        last = np.asarray(model(stream.x[rows, :length]))[:, -1]
        of_truth.append(last[np.arange(count), stream.y[rows, length - 1]])
    return _log(of_truth)


def sample(model, vectorizer, start, count, temperature, rng):
    """Return words that a model writes, each sampled from what it expects after the last.

    Args:
        model: of either twin, made for one row and chunks of one word, with a state that it
            keeps.
        vectorizer: the `Vectorizer` of its words.
        start: text that the model reads first; may be empty.
        count: words to sample at most; the model may end the review earlier.
        temperature: above 0. Logarithms of probabilities are divided by it: below 1 the likely
            becomes likelier, above 1 the differences shrink.
        rng: a NumPy random generator.

    Returns:
        The sampled words in one text, without `start`. The unknown word is never sampled.
    """
    if not temperature > 0:
        raise ValueError(f"expected a temperature above 0, but was given {temperature}")
    forget(model)
    prompt = vectorizer.ids([start])[0]
    for word in [END, *prompt[prompt != PADDING]]:
        probabilities = _probabilities_after(model, word)
    sampled = []
    while len(sampled) < count:
        scaled = _log(probabilities) / temperature
        scaled[UNKNOWN] = -np.inf
        shares = np.exp(scaled - scaled.max())
        word = rng.choice(len(shares), p=shares / shares.sum())
        if word == END:
            break
        sampled.append(word)
        probabilities = _probabilities_after(model, word)
    forget(model)
    return " ".join(vectorizer.words(np.array(sampled, int)))


def _probabilities_after(model, word):
    """Return the probability of every word after one more word, (vocabulary,) float64."""
    return np.asarray(model(np.array([[word]], np.int32)), float)[0, 0]


def _log(probabilities):
    return np.log(np.maximum(probabilities, np.finfo(np.float32).tiny))


class Unigram:
    """The share of each word in the training text; it does not look at the words before."""

    def fit(self, train, validation, vocabulary_size):
        """Count the words of a `Stream`; return self. `validation` has nothing to choose."""
        counts = np.bincount(train.y.ravel(), minlength=vocabulary_size)
        # A word that training never saw would make every text that has it impossible.
        self.shares = (counts + 1) / (counts.sum() + vocabulary_size)
        return self

    def log_probabilities(self, stream):
        """Return the logarithm of each word's probability, an array of the shape of `y`."""
        return np.log(self.shares[stream.y])

    def count_params(self):
        """Return how many numbers it keeps."""
        return self.shares.size


class Bigram:
    """Interpolated Kneser–Ney of pairs (Chen and Goodman 1999, doi:10.1006/csla.1999.0128).

    From the count of every pair a discount is taken. What that leaves of a word's successors
    goes to all words, by in how many different places they have been seen:

        p(w | v) = max(c(v, w) − d, 0) / c(v) + d · n(v) / c(v) · places(w) / pairs

    with n(v) different successors of v. The discount d is chosen on the validation part.
    """

    def fit(self, train, validation, vocabulary_size):
        """Count the pairs of a `Stream`, choose the discount on another; return self."""
        self.size = vocabulary_size
        self.pairs, self.counts = np.unique(self._codes(train), return_counts=True)
        before, after = np.divmod(self.pairs, vocabulary_size)
        self.total = np.bincount(before, self.counts, vocabulary_size)
        self.successors = np.bincount(before, minlength=vocabulary_size)
        places = np.bincount(after, minlength=vocabulary_size) + 1.0  # see `Unigram`
        self.places = places / places.sum()
        means = {}
        for self.discount in DISCOUNTS:
            means[self.discount] = self.log_probabilities(validation).mean()
        self.discount = max(means, key=means.get)
        return self

    def _codes(self, stream):
        """Return one number for each pair of a word and the one before it."""
        return (stream.x.astype(np.int64) * self.size + stream.y).ravel()

    def log_probabilities(self, stream):
        """Return the logarithm of each word's probability, an array of the shape of `y`."""
        codes = self._codes(stream)
        places = np.minimum(np.searchsorted(self.pairs, codes), len(self.pairs) - 1)
        counts = np.where(self.pairs[places] == codes, self.counts[places], 0)
        before, after = np.divmod(codes, self.size)
        total = np.maximum(self.total[before], 1)
        own = np.maximum(counts - self.discount, 0) / total
        # After a word that training never saw, all depends on the places.
        left = np.where(
            self.total[before] > 0, self.discount * self.successors[before] / total, 1.0
        )
        return np.log(own + left * self.places[after]).reshape(stream.y.shape)

    def count_params(self):
        """Return how many numbers it keeps."""
        return self.counts.size + self.places.size + 1
