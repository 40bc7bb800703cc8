"""Language models that count: how often a word comes, and how often it follows another."""

import numpy as np

DISCOUNTS = (0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)


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
