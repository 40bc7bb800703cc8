"""What tests of claims ask of a study's results."""

from coursepkg.results import baseline_of, compare, metric_of, metric_values
from tools.notebooks.__main__ import REPOSITORY
from tools.notebooks.book import Book

ACCURACY = "accuracy"


def values(results, configuration, twin="numpy", metric=ACCURACY):
    """Return a metric of each run, in the order of the seeds."""
    return metric_values(results, metric, (configuration, twin))


def comparison(results, first, second, twin="numpy", metric=ACCURACY):
    """Return the comparison of a configuration with another, or with a baseline."""
    rules = {record["configuration"] for record in results["baselines"]}
    return compare(
        results, (first, twin), second if second in rules else (second, twin), metric
    )


def baseline(results, configuration, metric=ACCURACY):
    """Return a metric of a baseline."""
    return metric_of(baseline_of(results, configuration), metric)


def page_of(lab):
    """Return the text of a lab's page, in one line."""
    return " ".join(Book(REPOSITORY).text(f"labs/{lab}").split())


def box_of(lab):
    """Return what stands in a lab's box of findings, in one line."""
    return page_of(lab).partition(":::{admonition} What we found")[2].partition(" ::: ")[0]
