"""What it takes to read text word by word: streams, rules that count, tests and samples.

A *stream* is long text that is read chunk by chunk with the state carried along, many streams
side by side. Models give the logarithm of the probability of every word that came.
"""

from itertools import product
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_array

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

    def in_batches(self, values):
        """Return values in the order of the text, (rows, words), in the shape of y."""
        return _in_batches(values, self.rows, self.y.shape[1])


def _in_batches(values, rows, chunk):
    return values.reshape(rows, -1, chunk).transpose(1, 0, 2).reshape(-1, chunk)


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
    x, y = (_in_batches(part, rows, chunk).astype(np.int32) for part in pairs)
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


class Table(NamedTuple):
    """How often words came after contexts of one length; the last row is for all others."""

    contexts: np.ndarray  # (contexts,) one number for each, ascending
    counts: csr_array  # (contexts + 1, vocabulary)
    totals: np.ndarray  # (contexts + 1,) sums of the counts
    kinds: np.ndarray  # (contexts + 1,) different words that came


class NGram:
    """The rule that counts: the next word by the `order` − 1 words before it.

    This is interpolated Kneser–Ney (Chen and Goodman 1999, doi:10.1006/csla.1999.0128). A
    discount d is taken from the count c of every sequence of words. What that leaves goes to
    all words, as the same rule expects them after one word less, u instead of v u:

        p(w | v u) = max(c(v u w) − d, 0) / c(v u) + d · n(v u) / c(v u) · p(w | u)

    with n(v u) different words seen after v u. In p(w | u) the place of c(u w) is taken by the
    number of different words seen before u w, and so on, down to p(w): in how many different
    places w has been seen. There is one discount for each length of the context. An order of 1
    is the unigram, the share of each word.

    A rule can be called, tested and sampled as a model can that carries its state.

    Args:
        order: words in a sequence; 2 makes a bigram, 3 a trigram.
    """

    def __init__(self, order):
        self.order, self.layers = order, [self]
        self.reset_state()

    def fit(self, train, validation, vocabulary_size):
        """Count the words of a `Stream`, choose the discounts on another; return self."""
        self.size, self.tables = vocabulary_size, []
        contexts, words = self._pairs(train)
        grams, counts = np.unique(contexts * self.size + words, return_counts=True)
        for length in range(self.order - 1, 0, -1):
            before, starts = np.unique(grams // self.size, return_index=True)
            starts = [*starts, len(grams), len(grams)]
            table = csr_array((counts, grams % self.size, starts), (len(before) + 1, self.size))
            self.tables.append(Table(before, table, table.sum(axis=1), np.diff(starts)))
            grams, counts = np.unique(grams % self.size**length, return_counts=True)
        self.tables.reverse()  # the shortest context first
        # A word that training never saw would make every text that has it impossible.
        places = np.bincount(grams, counts, self.size) + 1
        self.places = places / places.sum()

        def likelihood(discounts):
            self.discounts = discounts
            return self.log_probabilities(validation).mean()

        self.discounts = max(product(DISCOUNTS, repeat=self.order - 1), key=likelihood)
        return self

    def log_probabilities(self, stream):
        """Return what the function of this name returns for a `Stream`, in less time."""
        contexts, words = self._pairs(stream)
        return stream.in_batches(np.log(self._shares(contexts.ravel(), words.ravel())))

    def __call__(self, ids):
        """Return the probability of every word after each word of ids, (rows, T, vocabulary).

        The words of the call before come before these, until `reset_state`.
        """
        text = ids if self._read is None else np.concatenate([self._read, ids], axis=1)
        self._read = text[:, -self.order :]
        contexts = self._contexts(text)[:, -ids.shape[1] :]
        return self._shares(contexts.ravel()).reshape(*ids.shape, self.size)

    def reset_state(self):
        """Let the next call begin a text."""
        self._read = None

    def count_params(self):
        """Return how many numbers it keeps."""
        counts = sum(table.counts.nnz for table in self.tables)
        return counts + self.places.size + len(self.discounts)

    def _pairs(self, stream):
        """Return a number for each context, and each word after it, both (rows, words)."""
        return self._contexts(stream.by_stream(stream.x)), stream.by_stream(stream.y)

    def _contexts(self, text):
        """Return one number for each word of a text, (rows, T), and the order − 2 before it.

        Before a text stands `END`.
        """
        numbers = np.zeros(text.shape, np.int64)
        for lag in range(self.order - 1):
            numbers[:, lag:] += self.size**lag * text[:, : text.shape[1] - lag].astype(np.int64)
        return numbers

    def _shares(self, contexts, words=None):
        """Return the probability of a word after each context, (contexts,).

        Without words: of all, (contexts, vocabulary).
        """
        everything = words is None
        shares = np.tile(self.places, (len(contexts), 1)) if everything else self.places[words]
        for length, table in enumerate(self.tables, start=1):
            context = contexts % self.size**length
            row = np.minimum(np.searchsorted(table.contexts, context), len(table.contexts) - 1)
            row = np.where(table.contexts[row] == context, row, len(table.contexts))
            totals, kinds = table.totals[row], table.kinds[row]
            if everything:
                counts = table.counts[row].toarray()
                totals, kinds = totals[:, None], kinds[:, None]
            else:
                counts = table.counts[row, words]
            discount = self.discounts[length - 1]
            own = np.maximum(counts - discount, 0)
            # After a context that training never saw, all depends on the shorter one.
            left = np.where(totals > 0, discount * kinds, 1)
            shares = (own + left * shares) / np.maximum(totals, 1)
        return shares
