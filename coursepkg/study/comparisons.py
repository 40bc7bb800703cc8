"""Which of two models is better, as lines of text; some runs may still be missing."""

import numpy as np

from .rows import unpacked
from .statistics import paired_difference
from .tables import baseline_of, difference, runs_of

MISSING = "not enough runs yet"


def by_seed(results, pairs, metric="accuracy"):
    """Yield a line for each pair: the mean difference and its interval over the seeds.

    Args:
        results: what `read_results` returns.
        pairs: (first, second); each is (configuration, twin), or the name of a baseline.
        metric: its name; see `tables.value_of`.
    """
    names = [_names(*pair) for pair in pairs]
    for name, (first, second) in zip(names, pairs, strict=True):
        try:
            found = difference(results, metric, first, second)
            text = f"{found}  {found.count} seeds"
        except ValueError:
            text = MISSING
        yield f"{name:{max(map(len, names))}}  {text}"


def by_row(results, pairs):
    """Yield a line for each pair: the same over the rows of the test part.

    Arguments as for `by_seed`; the results need "right" among their rows.
    """
    names = [_names(*pair) for pair in pairs]
    for name, (first, second) in zip(names, pairs, strict=True):
        try:
            *shares, seeds = shares_of_right(results, first, second)
            found = paired_difference(*shares, resamples=999)
            text = f"{found}  {found.count:,} rows, {seeds} seeds"
        except ValueError:
            text = MISSING
        yield f"{name:{max(map(len, names))}}  {text}"


def shares_of_right(results, first, second):
    """Return for each of two models the share of right answers to each test row.

    The share is taken over the seeds that both have, so that what an interval over the rows
    shows is chance in the choice of rows. Models are named as in `by_seed`.

    Returns:
        Two arrays (rows,), and the number of those seeds.

    Raises:
        ValueError: they have fewer than two seeds in common.
    """
    found = [_right(results, one) for one in (first, second)]
    seeds = sorted(set(found[0]) & set(found[1]))
    if len(seeds) < 2:
        raise ValueError(
            f"{_name(first)} and {_name(second)} have {len(seeds)} seeds in common; "
            "expected at least 2, since one run says little about a model"
        )
    return *(np.mean([rows[seed] for seed in seeds], axis=0) for rows in found), len(seeds)


def _right(results, one):
    """Return right and wrong of every test row by seed; a baseline's count for all seeds."""
    if isinstance(one, str):
        right = unpacked(baseline_of(results, one)["rows"]["right"])
        return dict.fromkeys((run["seed"] for run in results["runs"]), right)
    return {
        seed: unpacked(run["rows"]["right"]) for seed, run in runs_of(results, *one).items()
    }


def _names(first, second):
    """Return what to call a pair; a twin that both have goes without saying."""
    twins = {one[1] for one in (first, second) if not isinstance(one, str)}
    if len(twins) == 1:
        first, second = (one if isinstance(one, str) else one[0] for one in (first, second))
    return f"{_name(first)} − {_name(second)}"


def _name(one):
    return one if isinstance(one, str) else ", ".join(one)
