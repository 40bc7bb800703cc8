"""A small data set made up for the tests, whose answers can be worked out by hand."""

import numpy as np
import pytest

from coursepkg.data.sources import Source
from coursepkg.data.text_sets import TextData, TextPart

GOOD, BAD = "warm bright song", "cold dark noise"


@pytest.fixture
def make_texts():
    """The function that makes them."""
    return _make_texts


def _make_texts(train=8, validation=4, test=4):
    """Return `TextData` whose even rows are of class 0, "bad", and odd ones of class 1."""

    def part(rows):
        return TextPart(
            [f"{(BAD, GOOD)[i % 2]} number{i}" for i in range(rows)], np.arange(rows) % 2
        )

    return TextData(
        name="made up",
        train=part(train),
        validation=part(validation),
        test=part(test),
        class_names=("bad", "good"),
        source=Source("stand-in", {}, "made up for a test"),
        removed={},
        split="by hand",
    )
