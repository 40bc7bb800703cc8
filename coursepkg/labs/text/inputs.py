"""From the texts of a data set to the rows of ids that a model reads."""

from dataclasses import dataclass, replace

import numpy as np

from coursepkg.data.text_sets import TextData, TextPart
from coursepkg.data.vectorizer import Vectorizer


@dataclass(frozen=True)
class TextInputs:
    """A data set as a model reads it; the vocabulary was learned from the training part."""

    data: TextData
    vectorizer: Vectorizer
    x_train: np.ndarray  # (rows, length) int32, ids
    y_train: np.ndarray  # (rows,), places among `data.class_names`
    x_validation: np.ndarray
    y_validation: np.ndarray
    x_test: np.ndarray
    y_test: np.ndarray

    @property
    def class_names(self):
        """The names of the classes, in the order of the labels."""
        return self.data.class_names

    @property
    def validation(self):
        """The pair that `fit` takes as `validation_data`."""
        return self.x_validation, self.y_validation


def make_inputs(data, vectorizer):
    """Return the `TextInputs` of a data set.

    Args:
        data: `TextData`.
        vectorizer: a `Vectorizer` with a length; one without a vocabulary learns it here, from
            the training part.
    """
    if not vectorizer.vocabulary:
        vectorizer.fit(data.train.texts)
    arrays = {}
    for name in ("train", "validation", "test"):
        part = getattr(data, name)
        arrays[f"x_{name}"], arrays[f"y_{name}"] = vectorizer.ids(part.texts), part.labels
    return TextInputs(data, vectorizer, **arrays)


def first_rows(data, count):
    """Return `TextData` with at most `count` rows in each part, for quick trials."""
    if count < 1:
        raise ValueError(f"expected at least 1 row a part, but count was {count}")
    return replace(
        data,
        **{
            name: TextPart(part.texts[:count], part.labels[:count])
            for name in ("train", "validation", "test")
            for part in [getattr(data, name)]
        },
    )
