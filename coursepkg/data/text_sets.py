"""The labelled texts of the course, as a reader gets them."""

from dataclasses import dataclass, replace

import numpy as np

from .sources import Source
from .text import Vectorizer


@dataclass(frozen=True)
class TextPart:
    """The rows of one part: as people read them and, once there is a vocabulary, as ids."""

    texts: list  # N texts
    labels: np.ndarray  # (N,) int64, places among the class names
    ids: np.ndarray | None = None  # (N, length) int32, what a model reads

    def __len__(self):
        return len(self.texts)

    @property
    def examples(self):
        """The pair (ids, labels), as `fit` and `evaluate` take it."""
        return self.ids, self.labels


@dataclass(frozen=True)
class TextData:
    """A data set in three parts of which no two share a text; `print` says what it is.

    Parts have ids where there is a vectorizer: its vocabulary comes from the training part.
    """

    name: str
    train: TextPart
    validation: TextPart
    test: TextPart
    class_names: tuple  # in the order of the labels
    source: Source
    removed: dict  # how many rows left before the split, by reason
    split: str  # how the parts were made, in words
    vectorizer: Vectorizer | None = None

    def map_parts(self, change, **fields):
        """Return a copy with `change(part)` in place of each part, and with other fields."""
        names = ("train", "validation", "test")
        return replace(self, **{n: change(getattr(self, n)) for n in names}, **fields)

    @property
    def is_stand_in(self):
        """Whether the course made the texts up because the real ones were not available."""
        return self.source.kind == "stand-in"

    def __str__(self):
        removed = [f"{count:,} × {reason}" for reason, count in self.removed.items()]
        lines = [
            f"{self.name}: {self.source.description}",
            f"rows: {len(self.train):,} train, {len(self.validation):,} validation, "
            f"{len(self.test):,} test",
            f"split: {self.split}",
            f"classes: {', '.join(f'{i} {name}' for i, name in enumerate(self.class_names))}",
            f"removed: {', '.join(removed) or 'nothing'}",
        ]
        if self.is_stand_in:
            lines.append("STAND-IN: texts made up by the course, to show how the code works.")
            lines.append("No number found with them says anything about the real texts.")
        return "\n".join(lines)
