"""From `results/<lab>.json` to the rows of the tables that the book shows."""

import json
from typing import NamedTuple

import numpy as np

from .course_files import find_file
from .statistics import paired_difference, summary


class Row(NamedTuple):
    """One line of a table: a configuration with one twin, or a baseline."""

    configuration: str
    twin: str  # "" for a baseline
    parameters: int
    scores: dict  # by metric, a Summary

    @property
    def name(self):
        """What to call it in a table."""
        return f"{self.configuration}, {self.twin}" if self.twin else self.configuration


def read_results(lab):
    """Return what `results/<lab>.json` holds (see `find_file`)."""
    return json.loads(find_file(f"results/{lab}.json").read_text("utf-8"))


def value_of(record, metric):
    """Return a metric of a record; "horizon 12.rmse" is the "rmse" of its "horizon 12"."""
    value = record["metrics"]
    for part in metric.split("."):
        if part not in value:
            raise ValueError(f"no metric {metric!r}; there are: {', '.join(value)}")
        value = value[part]
    return value


def runs_of(results, configuration, twin):
    """Return the runs of a configuration with a twin, by seed.

    Raises:
        ValueError: there are none; the message lists what there is.
    """
    found = {
        run["seed"]: run
        for run in results["runs"]
        if (run["configuration"], run["twin"]) == (configuration, twin)
    }
    if not found:
        known = sorted({f"{run['configuration']}, {run['twin']}" for run in results["runs"]})
        raise ValueError(f"no runs of {configuration}, {twin}; there are: {'; '.join(known)}")
    return found


def values(results, metric, one):
    """Return a metric of each run of one model, in the order of the seeds.

    Args:
        results: what `read_results` returns.
        metric: its name; see `value_of`.
        one: a pair (configuration, twin).

    Returns:
        An array with one number for each run.

    Raises:
        ValueError: there are no such runs, or they have no such metric.
    """
    runs = runs_of(results, *one)
    return np.array([value_of(runs[seed], metric) for seed in sorted(runs)])


def baseline_of(results, configuration):
    """Return the record of a baseline.

    Raises:
        ValueError: there is none of that name.
    """
    for record in results["baselines"]:
        if record["configuration"] == configuration:
            return record
    raise ValueError(f"no baseline {configuration!r} in the results of {results['lab']}")


def table(results, metrics, configurations=None):
    """Return a `Row` for every baseline, then for every configuration and twin.

    Args:
        results: what `read_results` returns.
        metrics: names of the metrics (see `value_of`).
        configurations: names of those wanted; all, if None.
    """
    groups = {}
    for record in results["baselines"] + results["runs"]:
        if configurations is not None and record["configuration"] not in configurations:
            continue
        key = (record["configuration"], record.get("twin", ""))
        groups.setdefault(key, []).append(record)
    return [
        Row(
            *key,
            records[0]["parameters"],
            {name: summary([value_of(record, name) for record in records]) for name in metrics},
        )
        for key, records in groups.items()
    ]


def difference(results, metric, first, second):
    """Return the `Difference` of a metric, first − second, paired by seed.

    Args:
        results: what `read_results` returns.
        metric: its name.
        first, second: pairs (configuration, twin); a name alone is a baseline, which counts
            once for each seed of the other.

    Raises:
        ValueError: they have fewer than two seeds in common.
    """
    by_seed = [_by_seed(results, metric, one) for one in (first, second)]
    seeds = set.intersection(*(set(found) for found in by_seed if isinstance(found, dict)))
    pairs = [
        [found[seed] for seed in sorted(seeds)]
        if isinstance(found, dict)
        else [found] * len(seeds)
        for found in by_seed
    ]
    return paired_difference(*pairs)


def _by_seed(results, metric, one):
    if isinstance(one, str):
        return value_of(baseline_of(results, one), metric)
    return {seed: value_of(run, metric) for seed, run in runs_of(results, *one).items()}


def lines(rows, digits=3):
    """Yield a table as text: a header, then name, parameters and mean ± deviation.

    Args:
        rows: what `table` returns.
        digits: after the point.
    """
    width = max(len(row.name) for row in rows) + 2
    metrics = list(rows[0].scores)
    columns = "".join(f"{metric:>{_column(metric)}}" for metric in metrics)
    yield f"{'':{width}}{'parameters':>10}{columns}"
    for row in rows:
        texts = ""
        for metric, score in row.scores.items():
            spread = f" ± {score.deviation:.{digits}f}" if score.count > 1 else ""
            texts += f"{f'{score.mean:.{digits}f}{spread}':>{_column(metric)}}"
        yield f"{row.name:{width}}{row.parameters:>10,}{texts}"


def _column(metric):
    return max(15, len(metric) + 2)
