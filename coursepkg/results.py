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


def unpack_probabilities(packed):
    """Return the (rows,) probabilities that a record holds as bytes, in steps of 1/255."""
    return np.frombuffer(base64.b64decode(packed["bytes"]), np.uint8) / 255


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
    """A mean difference, its interval, and the p-value of "there is none"."""

    mean: float
    low: float
    high: float
    count: int  # pairs
    p: float

    def __str__(self):
        return f"{self.mean:+.3f} ({self.range(3)})"

    def range(self, digits):
        """Return "low to high"."""
        return f"{self.low:+.{digits}f} to {self.high:+.{digits}f}"

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


def paired_difference(first, second, confidence=0.95):
    """Return the mean of first − second and its paired t interval.

    The interval is the mean ± Student's quantile with n − 1 degrees of freedom, times the
    standard error of the n differences. It assumes that they are independent, and few ones
    also that they are about normal. A percentile bootstrap of five differences is too
    narrow: an exercise of the chapter on comparisons measures by how much.

    Args:
        first, second: (pairs,) numbers that belong together: of the same seeds, or of the
            same test rows.
        confidence: share of such intervals that hold the true difference.

    Raises:
        ValueError: the two do not have the same length, or less than two pairs.
    """
    from scipy.stats import t

    first, second = np.asarray(first, float), np.asarray(second, float)
    if first.shape != second.shape or first.ndim != 1 or len(first) < 2:
        raise ValueError(
            "expected two lists of the same length, at least 2, but was given shapes "
            f"{first.shape} and {second.shape}"
        )
    differences = first - second
    count, mean = len(differences), float(differences.mean())
    error = float(differences.std(ddof=1)) / np.sqrt(count)
    reach = float(t.ppf((1 + confidence) / 2, count - 1)) * error
    # Equal differences have no error; the tiny number keeps their p-value defined.
    p = 2 * t.sf(abs(mean) / max(error, np.finfo(float).tiny), count - 1)
    return Difference(mean, mean - reach, mean + reach, count, float(p))


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
    runs = _runs_in_common(results, first, second)
    return paired_difference(*([metric_of(run, metric) for run in of] for of in runs))


def _runs_in_common(results, first, second):
    """Return the records of two models, each in the order of the seeds that both have."""
    runs = runs_of(results, first), runs_of(results, second)
    seeds = sorted(runs[0].keys() & runs[1].keys())
    return [[of[seed] for seed in seeds] for of in runs]


def shares_of_right(results, first, second):
    """Return for each of two models the share of right answers to each test row.

    The share is taken over the seeds that both have, so that what an interval over the rows
    shows is chance in the choice of rows. Arguments as for `metric_difference`.

    Returns:
        Two arrays (rows,), and the number of those seeds.

    Raises:
        ValueError: they have fewer than two seeds in common.
    """
    runs = _runs_in_common(results, first, second)
    if len(runs[0]) < 2:
        raise ValueError(
            f"{_name(first)} and {_name(second)} have {len(runs[0])} seeds in common; "
            "expected at least 2, since one run says little about a model"
        )
    shares = (np.mean([unpack_bits(run["rows"]["right"]) for run in of], axis=0) for of in runs)
    return *shares, len(runs[0])


class Comparison(NamedTuple):
    """Two models, compared over their seeds and over the rows of the test part."""

    name: str
    by_seed: Difference
    by_row: Difference | None  # None: not recorded, or not the same rows
    rows: str  # what a row is, in the plural

    @property
    def differences(self):
        """The one or two `Difference`s there are."""
        return [one for one in (self.by_seed, self.by_row) if one]

    @property
    def clear(self):
        """Whether every interval leaves 0 out."""
        return all(one.clear for one in self.differences)

    @property
    def p(self):
        """The larger p-value: "clear" needs both."""
        return max(one.p for one in self.differences)

    def text(self, digits=3):
        """Return two lines: the name; then the mean, the intervals and whether it is clear."""
        ranges = [f"{self.by_seed.count} seeds ({self.by_seed.range(digits)})"]
        if self.by_row:
            ranges.append(f"{self.by_row.count:,} {self.rows} ({self.by_row.range(digits)})")
        verdict = "  clear" if self.clear else ""
        mean = f"{self.by_seed.mean:+.{digits}f}"
        return f"{self.name}\n  {mean}  {', '.join(ranges)}{verdict}"


class Comparisons(list):
    """All comparisons of a page, since what a page may conclude depends on their number."""

    def add(self, results, pairs, metric="accuracy", digits=3):
        """Compare pairs of models, and return the `Comparison.text` of each.

        Args:
            results: what `read_results` returns.
            pairs: (first, second) models (see `runs_of`).
            metric: its name (see `metric_of`).
            digits: after the point.

        Raises:
            ValueError: two of them have fewer than two seeds in common.
        """
        new = [compare(results, *pair, metric) for pair in pairs]
        self.extend(one for one in new if one not in self)
        return "\n".join(one.text(digits) for one in new)

    def survivors(self, level=0.05):
        """Return those `Comparison`s that survive Holm's correction, in their order."""
        from statsmodels.stats.multitest import multipletests

        survive = multipletests([one.p for one in self], level, method="holm")[0]
        return [one for one, stays in zip(self, survive, strict=True) if stays]

    def holm(self, level=0.05):
        """Return, as text, their number and those that survive Holm's correction."""
        names = [one.name for one in self.survivors(level)]
        clear = sum(one.clear for one in self)
        head = f"{len(self)} comparisons, {clear} clear, {len(names)} also by Holm:"
        return "\n  ".join([head, *names])


def compare(results, first, second, metric="accuracy"):
    """Return the `Comparison` of two models; arguments and errors as for `Comparisons.add`.

    The rows of a perplexity are the losses of each 100 words, times the geometric mean of
    the two perplexities, which makes them differences of perplexity.
    """
    rows, by_row = "rows", None
    if metric == "accuracy":
        *shares, _ = shares_of_right(results, first, second)
        if len(shares[0]) == len(shares[1]):  # the sarcasm lesson's split has other rows
            by_row = paired_difference(*shares)
    elif metric == "perplexity":
        rows = "× 100 words"
        losses = [
            np.mean([run["rows"]["loss of each 100 words"] for run in of], axis=0)
            for of in _runs_in_common(results, first, second)
        ]
        by_row = paired_difference(*np.exp(np.mean(losses)) * np.array(losses))
    by_seed = metric_difference(results, metric, first, second)
    name = f"{results['lab']}, {metric}: {_pair_name(first, second)}"
    return Comparison(name, by_seed, by_row, rows)


def _pair_name(first, second):
    """Return what to call a pair; the NumPy twin goes without saying."""
    return " − ".join(_name(one).removesuffix(", numpy") for one in (first, second))


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
_YEAR = "a year ahead, " + _MONTH
_CHARACTERS = "and with characters?"
_GROWTH = "and last year times the mean growth?"
TARGETS = (
    Target("airline", "horizon 1.rmse", "same_month_last_year", True, _MONTH),
    Target("airline", "horizon 1.rmse", "holt_winters", True, "and Holt-Winters?"),
    Target("airline", "horizon 1.rmse", "sarima", True, "and SARIMA?"),
    Target("airline", "horizon 12.rmse", "same_month_last_year", True, _YEAR),
    Target("airline", "horizon 12.rmse", "holt_winters", True, "and Holt-Winters?"),
    Target("airline", "horizon 12.rmse", "sarima", True, "and SARIMA?"),
    Target("airline", "horizon 12.rmse", "growth_of_all_years", True, _GROWTH),
    Target("sarcasm", "accuracy", 0.86, False, "test accuracy of at least 0.86"),
    Target("sarcasm", "accuracy", "tf_idf", False, "and TF-IDF?"),
    Target("sarcasm", "accuracy", "words_and_characters", False, _CHARACTERS),
    Target("imdb", "accuracy", 0.87, False, "test accuracy of at least 0.87"),
    Target("imdb", "accuracy", "tf_idf_cut", False, "and TF-IDF on the last 200 tokens?"),
    Target("imdb", "accuracy", "tf_idf", False, "and TF-IDF on whole reviews?"),
    Target("imdb", "accuracy", "naive_bayes", False, "and with naive Bayes weights?"),
    Target("next_word", "perplexity", "bigram", True, "perplexity below the bigram's"),
    Target("next_word", "perplexity", "trigram", True, "and the trigram's?"),
    Target("stack_overflow", "accuracy", 0.86, False, "test accuracy of at least 0.86"),
    Target("stack_overflow", "accuracy", "tf_idf", False, "and TF-IDF on whole questions?"),
    Target("stack_overflow", "accuracy", "words_and_characters", False, _CHARACTERS),
)


class Verdict(NamedTuple):
    """How one configuration with one twin stands to a target."""

    configuration: str
    twin: str
    score: Summary  # over the seeds
    standing: str  # "reached" or "missed" if that is clear, or else "level"
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

    A single seed reaches a number by meeting it; a baseline has to be passed. Whether all of
    them do is decided by the intervals of the difference, as in `Comparison.clear`.
    Arguments and errors as for `aim_of`.
    """
    aim, meeting_is_enough = aim_of(target, results), not isinstance(target.aim, str)

    def reaches(value):
        better = value < aim if target.lower_is_better else value > aim
        return bool(better or (value == aim and meeting_is_enough))

    standings = []
    for model in dict.fromkeys(map(_model_of, results["runs"])):
        values, standing = metric_values(results, target.metric, model), "level"
        score, count = summary(values), sum(map(reaches, values))
        if score.count > 1 and isinstance(target.aim, str):
            clear = compare(results, model, target.aim, target.metric).clear
        else:
            clear = score.count > 1 and paired_difference(values, [aim] * score.count).clear
        if clear:
            standing = "reached" if reaches(score.mean) else "missed"
        standings.append(Verdict(*model, score, standing, count))
    return standings


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
            f"   {one.standing:8}{seeds:>9}"
        )
    return "\n".join(lines)
