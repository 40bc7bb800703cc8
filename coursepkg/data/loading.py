"""Load a data set by name: found, read, cleaned and split by written rules."""

import json
from typing import NamedTuple

import numpy as np

from .airline import load_airline
from .files import open_file, paths_in
from .registry import get_set
from .sources import STAND_INS, find_source
from .splits import clean, stratified_split
from .text_sets import TextData, TextPart

VALIDATION_FRACTION, TEST_FRACTION = 0.15, 0.2  # of the rows that are split
SPLIT = "validation and test drawn class by class with seed {}"
SPLIT_WITH_TEST = "the test part as it comes; validation drawn class by class with seed {}"


class Labelled(NamedTuple):
    """One example."""

    text: str
    label: int  # the place of its class among the class names


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
        time and takes none of the options, `AirlinePassengers`.

    Raises:
        ValueError: an unknown name, an option that does not fit the set, a damaged file.
        DataError: as `sources.find_source` raises it.
    """
    data_set = get_set(name)
    if name == "airline":
        if (validation_fraction, test_fraction, seed) != (None, None, 0):
            raise ValueError("airline is split by time: leave the fractions and the seed out")
        return load_airline()
    source, rows = read_set(name)
    test_rows = rows.pop("test", None)
    if test_rows is not None and test_fraction is not None:
        raise ValueError(f"{name} has a test part of its own: leave test_fraction out")
    fractions = [VALIDATION_FRACTION if validation_fraction is None else validation_fraction]
    if test_rows is None:
        fractions.append(TEST_FRACTION if test_fraction is None else test_fraction)
    (others,) = rows.values()
    others, removed = clean(others, data_set.noun, test_rows or ())
    order = stratified_split([row.label for row in others], fractions, seed)
    parts = [[others[i] for i in part] for part in order]
    if test_rows is not None:
        parts.append(test_rows)
    return TextData(
        name,
        *map(make_part, parts),
        class_names=data_set.class_names,
        source=source,
        removed=removed,
        split=(SPLIT if test_rows is None else SPLIT_WITH_TEST).format(seed),
    )


def make_part(rows):
    """Return `Labelled`s as a `TextPart`."""
    return TextPart([row.text for row in rows], np.array([row.label for row in rows], np.int64))


def read_set(name):
    """Return a set's `Source` and, by role, the `Labelled`s of its files as they are."""
    data_set, source = get_set(name), find_source(name)
    files = source.files or paths_in(STAND_INS, data_set.files)
    return source, {role: read_rows(path, data_set) for role, path in files.items()}


def read_rows(path, data_set):
    """Return the `Labelled`s of a file, in its order.

    Args:
        path: a `Path`; its name ends in .xz if the file is compressed.
        data_set: a `DataSet`, which names the fields and the labels.

    Raises:
        ValueError: a line is not what it should be; the message names it.
    """
    text_field, label_field, labels = data_set.text_field, data_set.label_field, data_set.labels
    with open_file(path) as file:
        # Only "\n" ends a line: texts hold other line separators.
        lines = file.read().decode().removesuffix("\n").split("\n")
    rows = []
    for number, line in enumerate(lines, start=1):
        try:
            values = json.loads(line)
            row = Labelled(values[text_field], labels.index(values[label_field]))
            if not isinstance(row.text, str):
                raise TypeError
        except (ValueError, TypeError, KeyError, RecursionError):
            raise ValueError(
                f"line {number} of {path} should be a JSON object with a text {text_field!r} "
                f"and a {label_field!r} out of {labels}, but begins {line[:80]!r}"
            ) from None
        rows.append(row)
    return rows
