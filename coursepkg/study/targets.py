"""What the labs set out to reach, and which configuration with which twin reached it."""

from typing import NamedTuple

from .statistics import summary
from .tables import baseline_of, value_of, values


class Target(NamedTuple):
    """One aim of one lab."""

    lab: str
    metric: str  # see `tables.value_of`
    aim: float | str  # a number, or the name of a baseline whose own value has to be beaten
    lower_is_better: bool
    what: str  # in words


TARGETS = (
    Target(
        "airline",
        "horizon 1.rmse",
        "same_month_last_year",
        True,
        "RMSE below that of the same month of last year",
    ),
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


class Outcome(NamedTuple):
    """How one configuration with one twin stands to a target."""

    configuration: str
    twin: str
    score: object  # the Summary over the seeds
    reached: bool  # by the mean
    seeds_reached: int  # how many seeds reached it, each by itself


def aim_of(target, results):
    """Return the number to reach.

    Args:
        target: a `Target`.
        results: what `tables.read_results` returns for its lab.

    Raises:
        ValueError: the aim is a baseline that the results do not have.
    """
    if not isinstance(target.aim, str):
        return target.aim
    return value_of(baseline_of(results, target.aim), target.metric)


def outcomes(target, results):
    """Return an `Outcome` for every configuration and twin, in the order of the results.

    A number given as an aim is reached when it is met. A baseline has to be passed.
    Arguments and errors as for `aim_of`.
    """
    aim = aim_of(target, results)
    has_to_pass = isinstance(target.aim, str)

    def reaches(value):
        return (value < aim if target.lower_is_better else value > aim) or (
            value == aim and not has_to_pass
        )

    found = []
    for one in dict.fromkeys((run["configuration"], run["twin"]) for run in results["runs"]):
        of_runs = values(results, target.metric, one)
        score = summary(of_runs)
        found.append(Outcome(*one, score, reaches(score.mean), sum(map(reaches, of_runs))))
    return found


def lines(target, results):
    """Yield a target as text: the aim, then a line for every configuration and twin."""
    digits = 1 if target.lower_is_better else 3
    aim = aim_of(target, results)
    source = f" ({target.aim})" if isinstance(target.aim, str) else ""
    yield f"{target.lab}: {target.what} | {aim:.{digits}f}{source}"
    for found in outcomes(target, results):
        name = f"{found.configuration}, {found.twin}"
        score = f"{found.score.mean:.{digits}f}"
        if found.score.count > 1:
            score += f" ± {found.score.deviation:.{digits}f}"
        seeds = f"{found.seeds_reached} of {found.score.count}"
        yield (
            f"  {name:37}{score:>15}   {'reached' if found.reached else 'missed':8}{seeds:>9}"
        )
