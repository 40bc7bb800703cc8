"""What tests of claims ask of a study's results."""

from coursepkg.results import baseline_of, metric_difference, metric_values

ACCURACY = "accuracy"


def values(results, configuration, twin="numpy", metric=ACCURACY):
    """Return a metric of each run, in the order of the seeds."""
    return metric_values(results, metric, (configuration, twin))


def difference(results, first, second, twin="numpy", metric=ACCURACY):
    """Return the difference of two configurations, paired by seed."""
    return metric_difference(results, metric, (first, twin), (second, twin))


def baseline(results, configuration, metric=ACCURACY):
    """Return a metric of a baseline."""
    return baseline_of(results, configuration)["metrics"][metric]
