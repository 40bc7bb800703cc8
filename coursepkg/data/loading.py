"""Load a data set by name: found, read, cleaned and split by written rules."""

import numpy as np

from .airline import split_airline
from .cleaning import clean
from .registry import named
from .rows import read_rows
from .sources import find
from .splits import stratified_split
from .stand_ins import make_stand_in
from .text_sets import TEXT_SETS, TextData, TextPart

VALIDATION_FRACTION, TEST_FRACTION = 0.15, 0.2  # of the rows that are split
SPLIT = "validation and test drawn class by class with seed {}"
SPLIT_WITH_TEST = "the test part as it comes; validation drawn class by class with seed {}"


def load(name, *, validation_fraction=None, test_fraction=None, seed=0):
    """Return a data set with its parts `train`, `validation` and `test`.

    Args:
        name: "airline", "sarcasm", "imdb" or "stack_overflow".
        validation_fraction: the share of the rows outside an official test part that
            validate; default 0.15.
        test_fraction: the share of the rows that test, for a set without an official test
            part; default 0.2.
        seed: of the split; default 0.

    Returns:
        `TextData`, whose parts have `texts` and `labels`; for "airline", which is split by
        time and takes none of the options, `AirlineParts`.

    Raises:
        ValueError: an unknown name, an option that does not fit the set, a damaged file.
        DataError: as `sources.find` raises it.
    """
    if named(name).name == "airline":
        if (validation_fraction, test_fraction, seed) != (None, None, 0):
            raise ValueError("airline is split by time: leave the fractions and the seed out")
        return split_airline()
    source = find(name)
    rows = make_stand_in(name) if source.kind == "stand-in" else read_files(name, source.files)
    return _split(name, source, rows, validation_fraction, test_fraction, seed)


def read_files(name, files):
    """Return the `Row`s of each file of a text set, by its role, as they are."""
    text_set = TEXT_SETS[name]
    fields = text_set.text_field, text_set.label_field, text_set.labels
    return {role: read_rows(path, *fields) for role, path in files.items()}


def _split(name, source, rows, validation_fraction, test_fraction, seed):
    """Clean the rows of each role and return them in three parts as `TextData`."""
    test_rows = rows.get("test")
    if test_rows is not None and test_fraction is not None:
        raise ValueError(f"{name} has a test part of its own: leave test_fraction out")
    fractions = [VALIDATION_FRACTION if validation_fraction is None else validation_fraction]
    if test_rows is None:
        fractions.append(TEST_FRACTION if test_fraction is None else test_fraction)
    others = [row for role in rows if role != "test" for row in rows[role]]
    kept, removed = clean(others, TEXT_SETS[name].noun, test_rows or ())
    parts = [
        [kept[i] for i in part]
        for part in stratified_split([row.label for row in kept], fractions, seed)
    ]
    if test_rows is not None:
        parts.append(test_rows)
    train, validation, test = (
        TextPart([row.text for row in part], np.array([row.label for row in part], np.int64))
        for part in parts
    )
    return TextData(
        name=name,
        train=train,
        validation=validation,
        test=test,
        class_names=TEXT_SETS[name].class_names,
        source=source,
        removed=removed,
        split=(SPLIT if test_rows is None else SPLIT_WITH_TEST).format(seed),
    )
