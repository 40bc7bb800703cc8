"""Split rows at random so that every part has the same share of each class."""

import numpy as np


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
