"""What the airline chapter says in words about the full study is what its results say."""

import numpy as np
import pytest

from coursepkg.data.airline import load_airline
from coursepkg.labs.forecasting import scores
from coursepkg.results import (
    Comparison,
    Comparisons,
    metric_difference,
    metric_of,
    paired_difference,
    read_results,
    runs_of,
    summary_table,
)
from studies.labs import airline, airline_choice
from studies.records import hash_of
from tests.studies.claims import baseline, page_of, values

HORIZONS = ("horizon 1.rmse", "horizon 12.rmse")


@pytest.fixture(scope="module")
def results():
    return read_results("airline")


def test_the_study_was_of_the_real_series(results):
    assert results["runs"][0]["data_hash"] == hash_of(load_airline().passengers)


@pytest.mark.parametrize("horizon", [1, 12])
def test_scores_are_those_of_the_forecasts_that_were_kept(results, horizon):
    passengers = load_airline().passengers
    for record in results["runs"] + results["baselines"]:
        forecasts = record["rows"][f"horizon {horizon}"]
        found = scores(forecasts, passengers[116 + horizon :], passengers[:117])
        for name, value in found.items():
            assert record["metrics"][f"horizon {horizon}"][name] == pytest.approx(
                value, rel=1e-3
            )


@pytest.mark.parametrize("metric", HORIZONS)
@pytest.mark.parametrize("twin", ["numpy", "keras"])
def test_the_improved_gru_beats_the_same_month_last_year_with_every_seed(results, metric, twin):
    (row,) = summary_table(results, [metric], ["same_month_last_year"])
    assert values(results, "improved", twin, metric).max() < row.scores[metric].mean


def compared(results, first, second, horizon=1):
    """Return the differences over the seeds and, of squared errors, over the months."""
    truth = load_airline().passengers[116 + horizon :]

    def of(name):
        """Return a configuration's name among the runs, or a baseline's."""
        rules = {record["configuration"] for record in results["baselines"]}
        return name if name in rules else (name, "numpy")

    def squared(name):
        runs = runs_of(results, of(name)).values()
        forecasts = np.array([run["rows"][f"horizon {horizon}"] for run in runs])
        return ((forecasts - truth) ** 2).mean(axis=0)

    by_seed = metric_difference(results, HORIZONS[horizon == 12], of(first), of(second))
    return by_seed, paired_difference(squared(first), squared(second))


# Over the seeds, over the months: better (<), worse (>), or not clear (=).
COMPARED = {
    ("improved", "same_month_last_year", 1): "<<",
    ("improved", "same_month_last_year", 12): "<<",
    ("improved", "last_year_grown", 1): "<=",
    ("improved", "last_year_grown", 12): "==",
    ("improved", "holt_winters", 1): ">>",
    ("improved", "holt_winters", 12): ">=",
    ("improved", "sarima", 1): ">>",
    ("improved", "sarima", 12): ">>",
    ("improved", "growth_of_all_years", 1): "<=",
    ("improved", "growth_of_all_years", 12): ">>",
    ("yearly_growth", "improved", 1): "<=",
    ("yearly_growth", "improved", 12): "<=",
    ("yearly_growth", "holt_winters", 1): ">=",
    ("yearly_growth", "holt_winters", 12): "<=",
    ("yearly_growth", "sarima", 1): ">=",
    ("yearly_growth", "sarima", 12): "==",
    ("yearly_growth", "growth_of_all_years", 1): "<=",
    ("yearly_growth", "growth_of_all_years", 12): ">=",
    ("lesson_rnn", "lesson", 1): "<<",
    ("lesson_lstm", "lesson", 1): ">>",
    ("long_window", "lesson", 1): "<=",
    ("lesson_with_leak", "lesson", 1): ">>",
    ("lesson", "same_month_last_year", 1): ">=",
    ("lesson", "same_month_last_year", 12): ">=",
    ("lesson", "holt_winters", 12): ">>",
    ("long_window", "same_month_last_year", 1): ">=",
    ("lesson_rnn", "same_month_last_year", 1): "==",
    ("improved_rnn", "improved", 1): "<=",
    ("improved_rnn", "improved", 12): ">>",
    ("improved_lstm", "improved", 1): "==",
    ("improved_lstm", "improved", 12): ">=",
    ("improved_rnn_equal_parameters", "improved", 1): "==",
    ("improved_rnn_equal_parameters", "improved", 12): "==",
    ("improved_lstm_equal_parameters", "improved", 1): "==",
    ("improved_lstm_equal_parameters", "improved", 12): "==",
}


@pytest.mark.parametrize("pair", COMPARED)
def test_what_is_clear_over_the_seeds_and_over_the_months(results, pair):
    signs = "".join(
        "=" if not one.clear else "<" if one.mean < 0 else ">"
        for one in compared(results, *pair)
    )
    assert signs == COMPARED[pair]


def test_the_leak_makes_the_loss_smaller(results):
    names = ("lesson_with_leak", "lesson")
    leaky, clean = (values(results, name, metric="scaled.val_loss").mean() for name in names)
    assert leaky < 0.8 * clean


def test_a_month_ahead_only_two_runs_of_a_plain_cell_pass_holt_winters(results):
    (rule,) = summary_table(results, [HORIZONS[0]], ["holt_winters"])
    limit = rule.scores[HORIZONS[0]].mean
    below = [
        run["configuration"] for run in results["runs"] if metric_of(run, HORIZONS[0]) < limit
    ]
    assert below == 2 * ["improved_rnn_equal_parameters"]


def test_a_year_ahead_one_configuration_passes_holt_winters_with_every_run(results):
    (rule,) = summary_table(results, [HORIZONS[1]], ["holt_winters"])
    limit = rule.scores[HORIZONS[1]].mean
    below = [
        run["configuration"] for run in results["runs"] if metric_of(run, HORIZONS[1]) < limit
    ]
    assert below == 10 * ["yearly_growth"]


def test_the_mean_growth_is_the_worst_to_choose_and_the_best_a_year_ahead(results):
    def errors(part):
        metric = f"{part}.rmse"
        return {one["configuration"]: metric_of(one, metric) for one in results["baselines"]}

    growths = ("last_year_grown", "growth_of_a_year", "growth_of_all_years")
    for part in ("choosing 1", "choosing 12"):
        of_part = errors(part)
        assert max(growths, key=of_part.get) == "growth_of_all_years"
    year = errors("horizon 12")
    assert min(year, key=year.get) == "growth_of_all_years"
    assert year["growth_of_all_years"] < 17
    month = errors("horizon 1")
    assert sorted(month, key=month.get)[:2] == ["holt_winters", "sarima"]
    assert 14 < month["holt_winters"] < month["sarima"] < 14.7


@pytest.mark.parametrize("metric", HORIZONS)
def test_the_improved_gru_is_behind_holt_winters_and_sarima_with_every_seed(results, metric):
    (one, two) = summary_table(results, [metric], ["holt_winters", "sarima"])
    limit = max(row.scores[metric].mean for row in (one, two))
    for twin in ("numpy", "keras"):
        assert values(results, "improved", twin, metric).min() > limit


def test_of_the_gated_cells_no_run_is_better_than_holt_winters(results):
    (rule,) = summary_table(results, [HORIZONS[0]], ["holt_winters"])
    gated = [metric_of(run, HORIZONS[0]) for run in results["runs"] if run["cell"] != "rnn"]
    assert min(gated) > rule.scores[HORIZONS[0]].mean


def test_only_yearly_growth_comes_near_sarima_a_year_ahead(results):
    (rule,) = summary_table(results, [HORIZONS[1]], ["sarima"])
    limit = rule.scores[HORIZONS[1]].mean
    below = {
        run["configuration"] for run in results["runs"] if metric_of(run, HORIZONS[1]) < limit
    }
    assert below == {"yearly_growth"}


def test_coverage(results):
    assert values(results, "improved", metric="horizon 1.coverage").mean() < 0.6
    assert values(results, "lesson", metric="horizon 1.coverage").mean() > 0.8
    margins = [
        values(results, n, metric="horizon 1.margin").mean() for n in ("lesson", "improved")
    ]
    assert margins[0] > 3 * margins[1]


def test_the_twins_are_samples_of_one_thing(results):
    ours, theirs = (values(results, "improved", t, HORIZONS[0]) for t in ("numpy", "keras"))
    assert abs(ours.mean() - theirs.mean()) < 3 * max(ours.std(), theirs.std())


def test_the_improved_set_up_is_the_smallest_of_the_best_candidates():
    rows = summary_table(read_results("airline_choice"), ["choice"])
    best = min((row.scores["choice"] for row in rows), key=lambda score: score.mean)
    limit = best.mean + best.deviation / np.sqrt(best.count)
    good = [row for row in rows if row.scores["choice"].mean <= limit]
    chosen = min(good, key=lambda row: row.parameters).configuration
    assert airline_choice.CONFIGURATIONS[chosen] == airline.IMPROVED
    assert len(good) == 2


# The 31 comparisons that the page makes; the others of `COMPARED` it does not draw.
NOT_ON_THE_PAGE = {
    ("long_window", "lesson", 1),
    ("lesson", "same_month_last_year", 1),
    ("long_window", "same_month_last_year", 1),
    ("lesson_rnn", "same_month_last_year", 1),
}


def test_what_survives_the_correction_for_all_comparisons_of_the_page(results):
    pairs = [pair for pair in COMPARED if pair not in NOT_ON_THE_PAGE]
    page = Comparisons(
        Comparison(str(pair), *compared(results, *pair), "months") for pair in pairs
    )
    assert len(page) == 31
    assert sum(one.clear for one in page) == 11
    assert [one.name for one in page.survivors()] == [
        str(pair)
        for pair in (
            ("improved", "same_month_last_year", 1),
            ("lesson_with_leak", "lesson", 1),
            ("improved_rnn", "improved", 12),
        )
    ]


def test_the_page_gives_the_errors_of_the_study(results):
    text = page_of("airline")
    box = text.partition("What we found, over")[2].partition(" ::: ")[0]
    month, year = HORIZONS
    for said, errors in {
        "a month by {:.0f} thousand": [values(results, "lesson", metric=month).mean()],
        "with {:.0f} and {:.0f}.": [
            baseline(results, rule, month) for rule in ("last_month", "same_month_last_year")
        ],
        "misses by {:.0f} thousand. It beats": [
            values(results, "improved", metric=month).mean()
        ],
        "miss by {:.0f} and {:.0f}.": [
            baseline(results, rule, month) for rule in ("holt_winters", "sarima")
        ],
        "the GRU misses by {:.0f} thousand, and a rule of one line by {:.0f}": [
            values(results, "improved", metric=year).mean(),
            baseline(results, "growth_of_all_years", year),
        ],
    }.items():
        assert said.format(*errors) in box
    errors = (
        values(results, "lesson", metric=year).mean(),
        baseline(results, "holt_winters", year),
    )
    said = "a year ahead misses by {:.0f} thousand, and Holt–Winters by {:.0f}"
    assert said.format(*errors) in text


@pytest.mark.parametrize(("lag", "before", "after"), [(12, 29, 43), (1, 22, 44)])
def test_by_how_much_the_first_two_rules_miss_before_and_after(lag, before, after):
    passengers = load_airline().passengers
    missed = np.abs(passengers[lag:] - passengers[:-lag])
    assert [round(missed[:-27].mean()), round(missed[-27:].mean())] == [before, after]
    if lag == 12:  # all of it is growth
        assert (passengers[117:] > passengers[105:-12]).all()


def test_a_split_by_lot_draws_smaller_months():
    passengers = load_airline().passengers[10:]
    lot = np.random.default_rng(0).permutation(134)[107:]
    assert [round(passengers[107:].mean()), round(passengers[lot].mean())] == [439, 313]
    assert (lot >= 107).sum() == 8
