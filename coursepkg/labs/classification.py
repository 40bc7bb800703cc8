"""What the labs that tell texts apart share: ids, layers, a baseline, scores and answers."""

from dataclasses import dataclass, replace

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, log_loss
from sklearn.pipeline import make_union

from coursepkg.data.text import PADDING, UNKNOWN, as_texts
from coursepkg.data.text_sets import TextPart
from coursepkg.plots import plot_calibration

from . import recurrent_layer

POOLING = {"last": None, "max": "GlobalMaxPooling1D", "mean": "GlobalAveragePooling1D"}
# Of the baseline's fit to the training rows; scikit-learn's C.
STRENGTHS = {"tf_idf": (1.0, 4.0, 16.0), "naive_bayes": (0.003, 0.03, 0.3)}


def make_inputs(data, vectorizer):
    """Return `TextData` whose parts have the ids that a model reads.

    Args:
        data: `TextData`.
        vectorizer: a `Vectorizer` with a length; one without a vocabulary learns it here, from
            the training part.
    """
    if not vectorizer.vocabulary:
        vectorizer.fit(data.train.texts)

    def with_ids(part):
        return replace(part, ids=vectorizer.ids(part.texts))

    return data.map_parts(with_ids, vectorizer=vectorizer)


def first_rows(data, count):
    """Return `TextData` with at most `count` rows in each part, for quick trials."""
    if count < 1:
        raise ValueError(f"expected at least 1 row a part, but count was {count}")
    return data.map_parts(lambda part: TextPart(part.texts[:count], part.labels[:count]))


def reading_layers(
    nn,
    cell="gru",
    *,
    vocabulary_size,
    embedding,
    units,
    length=None,
    mask=True,
    bidirectional=False,
    pooling="last",
    dropout=0.0,
):
    """Return layers from ids, (N, length), to a vector a row; each lab adds its own head.

    Args:
        nn: the twin, `coursepkg.numpy_nn` or `coursepkg.keras_nn`.
        cell: which recurrent layer: "rnn", "gru" or "lstm".
        vocabulary_size: number of ids.
        embedding: length of a word's vector.
        units: size of the state, of each direction.
        length: ids in a row; None, the default: any.
        mask: whether id 0 is padding to be skipped, or a word like any other.
        bidirectional: whether a second layer reads from the end.
        pooling: what is taken of the states: the "last", or of each unit the "max" or "mean"
            over all steps.
        dropout: share of numbers set to zero in training, of the words' vectors and of the
            vector returned.

    Raises:
        ValueError: an unknown cell or pooling; the message lists those there are.
    """
    layer = recurrent_layer(nn, cell)
    if pooling not in POOLING:
        raise ValueError(f"unknown pooling {pooling!r}; known are: {', '.join(POOLING)}")
    recurrent = layer(units, return_sequences=pooling != "last")
    layers = [
        nn.Input((length,), dtype="int32"),
        nn.Embedding(vocabulary_size, embedding, mask_zero=mask),
        nn.Dropout(dropout) if dropout else None,
        nn.Bidirectional(recurrent) if bidirectional else recurrent,
        getattr(nn, POOLING[pooling])() if POOLING[pooling] else None,
        nn.Dropout(dropout) if dropout else None,
    ]
    return [layer for layer in layers if layer is not None]


class WordCounts:
    """The rule to beat: counts of words and pairs of words, with logistic regression on them.

    It knows nothing of the order of words beyond the sequences that it counts. How freely it
    may fit is chosen on the validation part, and nothing on the test part.

    Args:
        tokens: function from a text to its tokens; `Vectorizer(...).tokens`, so that it sees
            the words that the network sees, or scikit-learn's own cut if None.
        length: words of a text that it may see; default None: all.
        truncate: which words of longer texts are cut: "after" their end, "before" the start.
        words: the shortest and the longest sequence of words that is counted.
        characters: the same for characters, of the words with blanks between; None, the
            default, for none.
        weights: "tf_idf": what is rare among the texts weighs more; or, for two classes,
            "naive_bayes": what is in a text weighs as much as it tells, the logarithm of how
            much more often texts of class 1 have it than those of class 0 (Wang and Manning
            2012).
    """

    def __init__(
        self,
        tokens=None,
        length=None,
        truncate="after",
        words=(1, 2),
        characters=None,
        weights="tf_idf",
    ):
        if weights not in STRENGTHS:
            raise ValueError(f"unknown weights {weights!r}; known are: {', '.join(STRENGTHS)}")
        cut = slice(length) if truncate == "after" else slice(-(length or 0), None)
        analyse = tokens or TfidfVectorizer(token_pattern=r"(?u)\b\w+\b").build_analyzer()
        self.weights = weights
        # What is in a text or is not, or how often, rare ones more, each text as long as any.
        counting = {
            "tf_idf": {"sublinear_tf": True},
            "naive_bayes": {"binary": True, "use_idf": False, "norm": None},
        }[weights]
        shared = {
            "preprocessor": lambda text: " ".join(analyse(text)[cut]),
            "min_df": 2,
            **counting,
        }
        of_words = {"tokenizer": str.split, "token_pattern": None, "ngram_range": tuple(words)}
        kinds = [TfidfVectorizer(**of_words, **shared)]
        if characters:
            of_characters = {"analyzer": "char", "ngram_range": tuple(characters)}
            kinds.append(TfidfVectorizer(**of_characters, **shared))
        self._counts = make_union(*kinds)

    def fit(self, data):
        """Fit to the training part of `TextData`; return self."""
        train = self._counts.fit_transform(as_texts(data.train.texts))
        self.ratios = 1.0
        if self.weights == "naive_bayes":
            self.ratios = _log_ratios(train, data.train.labels)
        validation = self._features(data.validation.texts)
        models = [
            LogisticRegression(C=strength, max_iter=2000).fit(
                train.multiply(self.ratios).tocsr(), data.train.labels
            )
            for strength in STRENGTHS[self.weights]
        ]
        self.model = max(models, key=lambda m: m.score(validation, data.validation.labels))
        return self

    def _features(self, texts):
        return self._counts.transform(as_texts(texts)).multiply(self.ratios).tocsr()

    def predict(self, texts):
        """Return one probability a class for each text, (N, classes)."""
        return self.model.predict_proba(self._features(texts))

    def count_params(self):
        """Return the number of weights."""
        return self.model.coef_.size + self.model.intercept_.size


def _log_ratios(present, labels):
    """Return log of the share in class 1 over that in class 0, (features,).

    Args:
        present: (N, features) sparse, 1 where a text has a feature. One text of either class
            is added that has them all, so that none is impossible.
        labels: (N,) of two classes.
    """
    if set(labels) != {0, 1}:
        raise ValueError(f"naive_bayes is for classes 0 and 1, but labels are {set(labels)}")
    zero, one = (np.ravel(present[labels == k].sum(axis=0)) + 1 for k in (0, 1))
    return np.log(one / one.sum()) - np.log(zero / zero.sum())


def class_probabilities(outputs):
    """Return one probability a class, (N, classes), whatever the last layer is.

    Args:
        outputs: of a sigmoid, (N, 1): the probability of class 1; or of a softmax,
            (N, classes).
    """
    outputs = np.asarray(outputs)
    if outputs.ndim != 2:
        raise ValueError(f"expected outputs (N, classes), but was given {outputs.shape}")
    return np.hstack([1 - outputs, outputs]) if outputs.shape[1] == 1 else outputs


def evaluate(predictions, inputs):
    """Return the scores of models over the test part, by name (see `scores`).

    Args:
        predictions: by name, what a model's `predict` returned for `inputs.test.ids`.
        inputs: `TextData`.
    """
    return {
        name: scores(class_probabilities(outputs), inputs.test.labels, inputs.class_names)
        for name, outputs in predictions.items()
    }


def scores(probabilities, labels, class_names):
    """Return the scores of probabilities beside the truth.

    Args:
        probabilities: (N, classes), of rows that nothing was chosen by.
        labels: (N,), places among the class names.
        class_names: in the order of the labels.

    Returns:
        "accuracy"; "macro f1", the mean of the classes' F1; "f1" by class name; "loss", the
        mean cross-entropy; "calibration error", what the probability of the named class
        differs from the share of right answers, on average over ten equally wide groups.
    """
    probabilities, labels = np.asarray(probabilities, float), np.asarray(labels)
    if probabilities.shape != (len(labels), len(class_names)) or not len(labels):
        raise ValueError(
            f"expected probabilities of shape ({len(labels)}, {len(class_names)}), a row a "
            f"label and a column a class, but was given {probabilities.shape}"
        )
    named, classes = probabilities.argmax(axis=1), range(len(class_names))
    by_class = f1_score(labels, named, labels=classes, average=None, zero_division=0)
    # A float32 softmax adds up to 1 within 1e-7 only, and log_loss asks for more.
    shares = probabilities / probabilities.sum(axis=1, keepdims=True)
    return {
        "accuracy": float(np.mean(named == labels)),
        "macro f1": float(by_class.mean()),
        "f1": dict(zip(class_names, map(float, by_class), strict=True)),
        "loss": float(log_loss(labels, shares, labels=classes)),
        "calibration error": _calibration_error(probabilities, labels),
    }


def _calibration_error(probabilities, labels):
    """Return the expected calibration error (Guo et al. 2017, arXiv:1706.04599)."""
    sure, right = probabilities.max(axis=1), probabilities.argmax(axis=1) == labels
    group = np.minimum((sure * 10).astype(int), 9)
    gaps = [abs((sure[group == i] - right[group == i]).sum()) for i in range(10)]
    return float(sum(gaps) / len(labels))


def plot(predictions, inputs):
    """Draw how often models are right when so and so sure; arguments as for `evaluate`."""
    shares = {name: class_probabilities(outputs) for name, outputs in predictions.items()}
    return plot_calibration(shares, inputs.test.labels)


def worst_errors(probabilities, labels, count=5):
    """Return the rows that a model got wrong while most sure, the worst first."""
    probabilities, labels = np.asarray(probabilities), np.asarray(labels)
    of_truth = probabilities[np.arange(len(labels)), labels]
    order = np.argsort(of_truth, kind="stable")
    return [int(i) for i in order[:count] if probabilities[i].argmax() != labels[i]]


@dataclass(frozen=True)
class Answer:
    """What a model says of one text; `print` shows it as a sentence.

    There is no class where the model had nothing to go by; `reason` then says why.
    """

    class_name: str | None
    probabilities: dict  # by class name; empty where there is no class
    unknown: tuple  # tokens of the text that the vocabulary does not have
    reason: str = ""

    def __str__(self):
        if self.class_name is None:
            return f"no answer: {self.reason}"
        text = f"{self.class_name} ({self.probabilities[self.class_name]:.0%})"
        return f"{text}; not known: {', '.join(self.unknown)}" if self.unknown else text


def answer(model, vectorizer, class_names, text):
    """Return a model's `Answer` to one text.

    Args:
        model: of either twin; ends in a sigmoid or a softmax.
        vectorizer: the `Vectorizer` that made the ids it was trained on.
        class_names: in the order of the labels; take them from the data.
        text: a sentence.
    """
    tokens, ids = vectorizer.tokens(text), vectorizer.ids([text])
    known = set(vectorizer.vocabulary)
    unknown = tuple(dict.fromkeys(token for token in tokens if token not in known))
    if not tokens:
        return Answer(None, {}, unknown, "there is no word in this text")
    if not (ids > UNKNOWN).any():
        words = ", ".join(unknown)
        return Answer(None, {}, unknown, f"the vocabulary has none of these words: {words}")
    (shares,) = class_probabilities(model.predict(ids, verbose=0))
    by_name = dict(zip(class_names, map(float, shares), strict=True))
    return Answer(max(by_name, key=by_name.get), by_name, unknown)


def word_by_word(model, vectorizer, text):
    """Return what a model would say if the text ended after each of its words.

    The rows are those of the text's beginnings, so it works for models that read in both
    directions, too.

    Returns:
        list of T tokens as the model sees them ("[UNK]" for unknown ones), and
        probabilities (T, classes).

    Raises:
        ValueError: no word in the text.
    """
    (row,) = vectorizer.ids([text])
    places = np.flatnonzero(row != PADDING)
    if not len(places):
        raise ValueError(f"expected a text with words, but was given {text!r}")
    words = row[places]
    rows = np.full((len(words), len(row)), PADDING, row.dtype)
    for count in range(1, len(words) + 1):
        start = len(row) - count if vectorizer.pad == "before" else 0
        rows[count - 1, start : start + count] = words[:count]
    return vectorizer.words(words), class_probabilities(model.predict(rows, verbose=0))
