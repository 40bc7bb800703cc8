"""The rule to beat: counts of words, weighed by how rare they are, and a linear classifier."""

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

STRENGTHS = (1.0, 4.0, 16.0)  # of the fit to the training rows; scikit-learn's C


class WordCounts:
    """TF-IDF of words and pairs of words, with logistic regression on it.

    It knows nothing of the order of words beyond pairs. How freely it may fit is chosen on
    the validation part, and nothing on the test part.

    Args:
        tokens: function from a text to its tokens; `Vectorizer(...).tokens`, so that it sees
            the words that the network sees, or scikit-learn's own cut if None.
        length: words of a text that it may see; default None: all.
        truncate: which words of longer texts are cut: "after" their end, "before" the start.
    """

    def __init__(self, tokens=None, length=None, truncate="after"):
        cut = slice(length) if truncate == "after" else slice(-(length or 0), None)
        analyse = tokens or TfidfVectorizer(token_pattern=r"(?u)\b\w+\b").build_analyzer()
        self._counts = TfidfVectorizer(
            tokenizer=lambda text: analyse(text)[cut],
            token_pattern=None,
            ngram_range=(1, 2),
            min_df=2,
            sublinear_tf=True,
            lowercase=False,
        )

    def fit(self, data):
        """Fit to the training part of `TextData`; return self."""
        train = self._counts.fit_transform(data.train.texts)
        validation = self._counts.transform(data.validation.texts)
        models = [
            LogisticRegression(C=strength, max_iter=2000).fit(train, data.train.labels)
            for strength in STRENGTHS
        ]
        self.model = max(models, key=lambda m: m.score(validation, data.validation.labels))
        return self

    def predict(self, texts):
        """Return one probability a class for each text, (N, classes)."""
        return self.model.predict_proba(self._counts.transform(texts))

    def count_params(self):
        """Return the number of weights."""
        return self.model.coef_.size + self.model.intercept_.size
