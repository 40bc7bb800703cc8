"""What the studies measured, as the pages read it: tables, comparisons, targets, saved models.

`studies/` trains every model of a lab over many seeds. It leaves one file a lab, which
`read_results` reads, and the weights of a few models, which `saved_model` finds. A model is
named by a pair, such as ("improved_gru", "keras"): its configuration and its twin. A baseline,
which has neither twin nor seed, is named by its configuration alone: "tf_idf".
"""

import base64
import json
from inspect import signature
from pathlib import Path
from typing import NamedTuple

import numpy as np

from .numpy_nn import read_weights

# tools/packages/build_hook.py fills this folder of the wheel; the repository has none.
COURSE_FILES = Path(__file__).resolve().parent / "course_files"
RESAMPLES = 9999
MISSING = "not enough runs yet"


# Files


def find_file(name):
    """Return the path of a file of the repository, or of the copy that the wheel brings.

    The repository goes before: this folder, or the nearest above it that has the file.

    Args:
        name: as in the repository, such as "studies/results/airline.json".

    Raises:
        FileNotFoundError: it is in none of them.
    """
    here = Path.cwd().resolve()
    for folder in (here, *here.parents, COURSE_FILES):
        if (folder / name).is_file():
            return folder / name
    raise FileNotFoundError(
        f"{name} is in the course's repository, but not in {here.name} or a folder above it, "
        f"nor does this installation bring it; clone the repository, install the wheel of "
        f"the course's site, or make the file with python -m studies"
    )


def read_results(lab, folder=None):
    """Return what a lab's study measured, as a dictionary: "lab", "baselines" and "runs".

    Args:
        lab: its name.
        folder: the one given to `python -m studies --into`; by default the course's own
            results (see `find_file`).

    Raises:
        FileNotFoundError: there is no such file.
    """
    if folder is None:
        path = find_file(f"studies/results/{lab}.json")
    else:
        path = Path(folder, "results", f"{lab}.json")
    return json.loads(path.read_text("utf-8"))


# Models that were saved


class SavedModel(NamedTuple):
    """A trained model whose weights a study saved."""

    config: dict  # of its run
    weights: Path  # for `numpy_nn.read_weights`
    vocabulary: Path  # for `Vectorizer.load`, one word a line

    def build(self, nn, build_model, **changes):
        """Return the model with its weights; arguments as for `build_configured`."""
        model = build_configured(nn, build_model, self.config, **changes)
        model.set_weights(read_weights(self.weights))
        return model


def saved_model(lab, configuration, twin="numpy"):
    """Return the `SavedModel` of a text lab's configuration.

    Raises:
        ValueError: there are no runs of it, or none that saved its weights.
        FileNotFoundError: one of the files is gone.
    """
    for run in runs_of(read_results(lab), (configuration, twin)).values():
        if "weights" in run:
            names = run["weights"], f"weights/{lab}/{configuration}-vocabulary.txt"
            return SavedModel(run["config"], *(find_file(f"studies/{name}") for name in names))
    raise ValueError(f"no run of {configuration}, {twin}, has saved its weights")


def build_configured(nn, build_model, config, **changes):
    """Return the untrained model of a configuration.

    Args:
        nn: the twin.
        build_model: of the lab's module; gets those values of the configuration that it has
            arguments for.
        config: by name, values of the model, of its data and of its training.
        changes: arguments that replace the configuration's.
    """
    arguments = {
        name: config[name] for name in signature(build_model).parameters.keys() & config
    }
    return build_model(nn, **{**arguments, **changes})


# Runs and their metrics


def runs_of(results, model):
    """Return the records of a model by seed, in the order of the seeds.

    A baseline has no seed, so its one record stands at each seed of the other models.

    Args:
        results: what `read_results` returns.
        model: (configuration, twin), or the name of a baseline.

    Raises:
        ValueError: there are none; the message lists what there is.
    """
    if isinstance(model, str):
        seeds = sorted({run["seed"] for run in results["runs"]})
        return dict.fromkeys(seeds, baseline_of(results, model))
    runs = {run["seed"]: run for run in results["runs"] if _model_of(run) == tuple(model)}
    if not runs:
        known = "; ".join(sorted({", ".join(_model_of(run)) for run in results["runs"]}))
        raise ValueError(f"no runs of {', '.join(model)}; there are: {known}")
    return dict(sorted(runs.items()))


def baseline_of(results, name):
    """Return the record of a baseline.

    Raises:
        ValueError: there is none of that name.
    """
    for record in results["baselines"]:
        if record["configuration"] == name:
            return record
    raise ValueError(f"no baseline {name!r} in the results of {results['lab']}")


def metric_of(record, metric):
    """Return a metric of a record; "horizon 12.rmse" is the "rmse" of its "horizon 12".

    Raises:
        ValueError: there is none of that name; the message lists those there are.
    """
    value = record["metrics"]
    for part in metric.split("."):
        if part not in value:
            raise ValueError(f"no metric {metric!r}; there are: {', '.join(value)}")
        value = value[part]
    return value


def metric_values(results, metric, model):
    """Return a metric of each run of a model, (seeds,), in the order of the seeds.

    Arguments and errors as for `runs_of` and `metric_of`.
    """
    return np.array([metric_of(run, metric) for run in runs_of(results, model).values()])


def unpack_bits(packed):
    """Return the (rows,) booleans that a record holds as bits: {"count": ..., "bits": ...}."""
    bits = np.frombuffer(base64.b64decode(packed["bits"]), np.uint8)
    return np.unpackbits(bits, count=packed["count"]).astype(bool)


def _model_of(record):
    return record["configuration"], record.get("twin", "")


# Means, differences and their intervals


class Summary(NamedTuple):
    """One number over several seeds."""

    mean: float
    deviation: float  # sample standard deviation; NaN for a single value
    count: int

    def __str__(self):
        return self.text(3)

    def text(self, digits):
        """Return "mean ± deviation", or the mean alone of a single value."""
        spread = f" ± {self.deviation:.{digits}f}" if self.count > 1 else ""
        return f"{self.mean:.{digits}f}{spread}"


class Difference(NamedTuple):
    """A mean difference and its interval."""

    mean: float
    low: float
    high: float
    count: int  # pairs

    def __str__(self):
        return f"{self.mean:+.3f} ({self.low:+.3f} to {self.high:+.3f})"

    @property
    def clear(self):
        """Whether the interval leaves 0 out."""
        return self.low > 0 or self.high < 0


def summary(values):
    """Return the `Summary` of values, (count,)."""
    values = np.asarray(values, float)
    if values.ndim != 1 or not len(values):
        raise ValueError(f"expected (count,) values, but was given shape {values.shape}")
    deviation = float(values.std(ddof=1)) if len(values) > 1 else float("nan")
    return Summary(float(values.mean()), deviation, len(values))


def paired_difference(first, second, confidence=0.95, resamples=RESAMPLES):
    """Return the mean of first − second and its paired bootstrap interval.

    The differences of the pairs are drawn again and again, with replacement; the interval
    holds the middle `confidence` of the means (percentile method, Efron 1979,
    doi:10.1214/aos/1176344552). With only five pairs it is too narrow: it then misses the
    truth in more than one case of ten rather than in one of twenty.

    Args:
        first, second: (pairs,) numbers that belong together: of the same seeds, or of the
            same test rows.
        confidence: share of the means that the interval holds.
        resamples: how often the pairs are drawn. The draws are the same at every call.

    Raises:
        ValueError: the two do not have the same length, or less than two pairs.
    """
    from scipy.stats import bootstrap

    first, second = np.asarray(first, float), np.asarray(second, float)
    if first.shape != second.shape or first.ndim != 1 or len(first) < 2:
        raise ValueError(
            "expected two lists of the same length, at least 2, but was given shapes "
            f"{first.shape} and {second.shape}"
        )
    differences = first - second
    interval = bootstrap(
        (differences,),
        np.mean,
        confidence_level=confidence,
        n_resamples=resamples,
        method="percentile",
        batch=max(1, 10_000_000 // len(differences)),  # draws held in memory at a time
        rng=np.random.default_rng(0),
    ).confidence_interval
    mean = float(differences.mean())
    return Difference(mean, float(interval.low), float(interval.high), len(differences))


# Tables


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


def summary_table(results, metrics, configurations=None):
    """Return a `Row` for every baseline, then for every configuration and twin.

    Args:
        results: what `read_results` returns.
        metrics: names of the metrics (see `metric_of`).
        configurations: names of those wanted; all, if None.
    """
    groups = {}
    for record in results["baselines"] + results["runs"]:
        if configurations is None or record["configuration"] in configurations:
            groups.setdefault(_model_of(record), []).append(record)
    return [
        Row(
            *model,
            records[0]["parameters"],
            {name: summary([metric_of(one, name) for one in records]) for name in metrics},
        )
        for model, records in groups.items()
    ]


def table_text(rows, digits=3):
    """Return a table as text: a header, then name, parameters and mean ± deviation.

    Args:
        rows: what `summary_table` returns.
        digits: after the point.
    """
    width = max(len(row.name) for row in rows) + 2
    widths = {metric: max(15, len(metric) + 2) for metric in rows[0].scores}
    header = "".join(f"{metric:>{column}}" for metric, column in widths.items())
    lines = [f"{'':{width}}{'parameters':>10}{header}"]
    for row in rows:
        texts = (f"{row.scores[name].text(digits):>{widths[name]}}" for name in widths)
        lines.append(f"{row.name:{width}}{row.parameters:>10,}{''.join(texts)}")
    return "\n".join(lines)


# Which of two models is better


def metric_difference(results, metric, first, second):
    """Return the `Difference` of a metric, first − second, paired by seed.

    Args:
        results: what `read_results` returns.
        metric: its name (see `metric_of`).
        first, second: models (see `runs_of`).

    Raises:
        ValueError: they have fewer than two seeds in common.
    """
    runs = runs_of(results, first), runs_of(results, second)
    seeds = sorted(runs[0].keys() & runs[1].keys())
    return paired_difference(*([metric_of(of[seed], metric) for seed in seeds] for of in runs))


def shares_of_right(results, first, second):
    """Return for each of two models the share of right answers to each test row.

    The share is taken over the seeds that both have, so that what an interval over the rows
    shows is chance in the choice of rows. Arguments as for `metric_difference`.

    Returns:
        Two arrays (rows,), and the number of those seeds.

    Raises:
        ValueError: they have fewer than two seeds in common.
    """
    runs = runs_of(results, first), runs_of(results, second)
    seeds = sorted(runs[0].keys() & runs[1].keys())
    if len(seeds) < 2:
        raise ValueError(
            f"{_name(first)} and {_name(second)} have {len(seeds)} seeds in common; "
            "expected at least 2, since one run says little about a model"
        )
    shares = (
        np.mean([unpack_bits(of[seed]["rows"]["right"]) for seed in seeds], axis=0)
        for of in runs
    )
    return *shares, len(seeds)


def differences_by_seed(results, pairs, metric="accuracy"):
    """Return a line for each pair: the mean difference and its interval over the seeds.

    Args:
        results: what `read_results` returns; some runs may still be missing.
        pairs: (first, second) models (see `runs_of`).
        metric: its name; see `metric_of`.
    """

    def compare(first, second):
        difference = metric_difference(results, metric, first, second)
        return f"{difference}  {difference.count} seeds"

    return _comparisons(pairs, compare)


def differences_by_row(results, pairs):
    """Return a line for each pair: the same over the rows of the test part.

    Arguments as for `differences_by_seed`; the results need "right" among their rows.
    """

    def compare(first, second):
        *shares, seeds = shares_of_right(results, first, second)
        difference = paired_difference(*shares, resamples=999)
        return f"{difference}  {difference.count:,} rows, {seeds} seeds"

    return _comparisons(pairs, compare)


def _comparisons(pairs, compare):
    names = [_pair_name(*pair) for pair in pairs]
    width, lines = max(map(len, names)), []
    for name, pair in zip(names, pairs, strict=True):
        try:
            text = compare(*pair)
        except ValueError:
            text = MISSING
        lines.append(f"{name:{width}}  {text}")
    return "\n".join(lines)


def _pair_name(first, second):
    """Return what to call a pair; a twin that both have goes without saying."""
    twins = {one[1] for one in (first, second) if not isinstance(one, str)}
    if len(twins) == 1:
        first, second = (one if isinstance(one, str) else one[0] for one in (first, second))
    return f"{_name(first)} − {_name(second)}"


def _name(model):
    return model if isinstance(model, str) else ", ".join(model)


# What the labs set out to reach, and which models reached it


class Target(NamedTuple):
    """One aim of one lab."""

    lab: str
    metric: str  # see `metric_of`
    aim: float | str  # a number, or the name of a baseline whose own value has to be beaten
    lower_is_better: bool
    what: str  # in words


_MONTH = "RMSE below that of the same month of last year"
TARGETS = (
    Target("airline", "horizon 1.rmse", "same_month_last_year", True, _MONTH),
    Target("airline", "horizon 1.rmse", "holt_winters", True, "and Holt-Winters?"),
    Target("sarcasm", "accuracy", 0.86, False, "test accuracy of at least 0.86"),
    Target("sarcasm", "accuracy", "tf_idf", False, "and TF-IDF?"),
    Target("imdb", "accuracy", 0.87, False, "test accuracy of at least 0.87"),
    Target("imdb", "accuracy", "tf_idf_cut", False, "and TF-IDF on the same 200 words?"),
    Target("imdb", "accuracy", "tf_idf", False, "and TF-IDF on whole reviews?"),
    Target("next_word", "perplexity", "bigram", True, "perplexity below the bigram's"),
    Target("stack_overflow", "accuracy", 0.86, False, "test accuracy of at least 0.86"),
    Target("stack_overflow", "accuracy", "tf_idf", False, "and TF-IDF on whole questions?"),
)


class Verdict(NamedTuple):
    """How one configuration with one twin stands to a target."""

    configuration: str
    twin: str
    score: Summary  # over the seeds
    reached: bool  # by the mean
    seeds_reached: int  # how many seeds reached it, each by itself


def aim_of(target, results):
    """Return the number to reach.

    Args:
        target: a `Target`.
        results: what `read_results` returns for its lab.

    Raises:
        ValueError: the aim is a baseline that the results do not have.
    """
    if isinstance(target.aim, str):
        return metric_of(baseline_of(results, target.aim), target.metric)
    return target.aim


def verdicts(target, results):
    """Return a `Verdict` on every configuration and twin, in the order of the results.

    A number given as an aim is reached when it is met. A baseline has to be passed.
    Arguments and errors as for `aim_of`.
    """
    aim, meeting_is_enough = aim_of(target, results), not isinstance(target.aim, str)

    def reaches(value):
        better = value < aim if target.lower_is_better else value > aim
        return bool(better or (value == aim and meeting_is_enough))

    standing = []
    for model in dict.fromkeys(map(_model_of, results["runs"])):
        values = metric_values(results, target.metric, model)
        score = summary(values)
        standing.append(Verdict(*model, score, reaches(score.mean), sum(map(reaches, values))))
    return standing


def target_text(target, results):
    """Return a target as text: the aim, then a line for every configuration and twin."""
    digits = 1 if target.lower_is_better else 3
    source = f" ({target.aim})" if isinstance(target.aim, str) else ""
    aim = f"{aim_of(target, results):.{digits}f}{source}"
    lines = [f"{target.lab}: {target.what} | {aim}"]
    for one in verdicts(target, results):
        seeds = f"{one.seeds_reached} of {one.score.count}"
        lines.append(
            f"  {f'{one.configuration}, {one.twin}':37}{one.score.text(digits):>15}"
            f"   {'reached' if one.reached else 'missed':8}{seeds:>9}"
        )
    return "\n".join(lines)
