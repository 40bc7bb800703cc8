"""What the airline chapter says in words about the full study is what its results say."""

import numpy as np
import pytest

from coursepkg.data.airline import load_airline
from coursepkg.labs.forecasting import scores
from coursepkg.results import metric_difference, metric_of, read_results, summary_table
from studies.labs import airline, airline_choice
from studies.records import hash_of
from tests.studies.claims import values

HORIZONS = ("horizon 1.rmse", "horizon 12.rmse")
IMPROVED = ("improved", "numpy")


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


@pytest.mark.parametrize("metric", HORIZONS)
def test_it_does_not_beat_holt_winters(results, metric):
    assert metric_difference(results, metric, IMPROVED, "holt_winters").low > 0


def test_what_it_adds_to_the_clerks_rule(results):
    near, far = (metric_difference(results, m, IMPROVED, "last_year_grown") for m in HORIZONS)
    assert -1.5 < near.low < near.high < 0
    assert 0 < far.low < far.high < 2


def test_the_candidate_that_was_not_chosen(results):
    other = ("yearly_growth", "numpy")
    for metric in HORIZONS:
        assert metric_difference(results, metric, other, IMPROVED).high < 0
    near, far = (metric_difference(results, m, other, "holt_winters") for m in HORIZONS)
    assert far.high < 0 < near.low


def test_the_leak_makes_the_loss_smaller_and_the_forecasts_worse(results):
    names = ("lesson_with_leak", "lesson")
    leaky, clean = (values(results, name, metric="scaled.val_loss").mean() for name in names)
    assert leaky < 0.8 * clean
    pairs = [(name, "numpy") for name in names]
    assert metric_difference(results, "horizon 1.rmse", *pairs).low > 0


def test_cells_and_windows(results):
    lesson = ("lesson", "numpy")
    metric = "horizon 1.rmse"
    assert metric_difference(results, metric, ("lesson_rnn", "numpy"), lesson).high < 0
    assert metric_difference(results, metric, ("lesson_lstm", "numpy"), lesson).low > 0
    assert metric_difference(results, metric, ("long_window", "numpy"), lesson).high < 0


def test_leads_at_equal_units_are_gone_at_equal_parameters(results):
    def against_the_gru(name, metric):
        return metric_difference(results, metric, (name, "numpy"), IMPROVED)

    near, far = HORIZONS
    assert against_the_gru("improved_rnn", near).high < 0
    assert not against_the_gru("improved_lstm", near).clear
    for cell in ("rnn", "lstm"):
        assert against_the_gru(f"improved_{cell}", far).low > 0
        for metric in HORIZONS:
            assert not against_the_gru(f"improved_{cell}_equal_parameters", metric).clear


def test_of_the_gated_cells_no_run_is_better_than_holt_winters(results):
    (rule,) = summary_table(results, [HORIZONS[0]], ["holt_winters"])
    gated = [metric_of(run, HORIZONS[0]) for run in results["runs"] if run["cell"] != "rnn"]
    assert min(gated) > rule.scores[HORIZONS[0]].mean


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
