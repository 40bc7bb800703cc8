"""Clean rows, and split them at random so that every part has the same share of each class.

A text that is in two parts lets a model recite instead of understand. So, before anything is
split: a text is kept once; one that occurs with two labels goes altogether, as nobody can say
which is right; one that the official test part holds leaves the training rows. Official test
parts stay as they are. Two texts are the same if they differ in blanks alone.
"""

from collections import Counter

import numpy as np


def folded(text):
    """Return a text with every stretch of blanks as one space and none at its ends."""
    return " ".join(text.split())


def clean(rows, noun, test_rows=()):
    """Return the rows that stay, in their order, and how many left for which reason.

    Args:
        rows: `Labelled` texts that a training part is to be made of.
        noun: what one text is called in the reasons, such as "headline".
        test_rows: rows of an official test part, if there is one.

    Returns:
        List of rows, and a dictionary from reason to count; reasons that met no row are not
        in it.
    """
    in_test = {folded(row.text) for row in test_rows}
    texts = [folded(row.text) for row in rows]
    labels = {}
    for text, row in zip(texts, rows, strict=True):
        labels.setdefault(text, set()).add(row.label)
    clean_rows, seen, removed = [], set(), Counter()
    for text, row in zip(texts, rows, strict=True):
        if not text:
            removed[f"empty {noun}"] += 1
        elif len(labels[text]) > 1:
            removed[f"{noun} with two labels"] += 1
        elif text in seen:
            removed[f"duplicate {noun}"] += 1
        elif text in in_test:
            removed[f"{noun} of the test part"] += 1
        else:
            clean_rows.append(row)
        seen.add(text)
    return clean_rows, dict(removed)


def stratified_split(labels, fractions, seed):
    """Return the rows of each part, shuffled.

    Args:
        labels: class of every row, (N,) integers.
        fractions: the share of the rows that each part but the first gets, each above 0, in
            all below 1. The first part gets the rest.
        seed: whole number; the same seed gives the same parts, on every machine.

    Returns:
        List of len(fractions) + 1 arrays of row numbers; together they hold every row once.

    Raises:
        ValueError: fractions out of range, or so small that a part misses a class.
    """
    labels = np.asarray(labels)
    if not all(0 < fraction < 1 for fraction in fractions) or not sum(fractions) < 1:
        raise ValueError(
            "fractions should lie between 0 and 1 and leave something to train on, "
            f"but were {', '.join(map(str, fractions))}"
        )
    rng = np.random.default_rng(seed)
    parts = [[] for _ in range(len(fractions) + 1)]
    for label in np.unique(labels):
        rows = rng.permutation(np.flatnonzero(labels == label))
        sizes = [round(fraction * len(rows)) for fraction in fractions]
        sizes = [len(rows) - sum(sizes), *sizes]
        if min(sizes) < 1:
            raise ValueError(
                f"class {label} has {len(rows)} rows, too few for a part of "
                f"{min(fractions)}; choose a larger fraction"
            )
        for part, rows_of_part in zip(
            parts, np.split(rows, np.cumsum(sizes[:-1])), strict=True
        ):
            part.append(rows_of_part)
    # One class after the other so far: a batch should hold all.
    return [rng.permutation(np.concatenate(part)) for part in parts]
