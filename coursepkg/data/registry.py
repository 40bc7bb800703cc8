"""The data sets that the course knows, by name."""

from . import airline, imdb, sarcasm, stack_overflow

SETS = {module.SET.name: module.SET for module in (airline, sarcasm, imdb, stack_overflow)}


def get_set(name):
    """Return the `DataSet` of a name.

    Raises:
        ValueError: there is none; the message lists those there are.
    """
    if name not in SETS:
        raise ValueError(f"unknown data set {name!r}; known are: {', '.join(SETS)}")
    return SETS[name]
