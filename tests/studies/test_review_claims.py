"""What the chapters say in words about the study of film reviews is what its results say."""

import numpy as np

from coursepkg.results import read_results, runs_of, summary_table
from tests.studies.claims import ACCURACY, baseline, difference, values


def test_reviews_tell_gates_from_no_gates():
    results = read_results("imdb")
    assert 0.045 < difference(results, "fair_gru", "fair_rnn").mean < 0.055
    assert 0.04 < difference(results, "fair_rnn", "fair_rnn_equal_parameters").mean < 0.05
    spread = {cell: values(results, f"fair_{cell}").std() for cell in ("rnn", "gru", "lstm")}
    assert spread["rnn"] > 3 * max(spread["gru"], spread["lstm"])


def test_reviews_name_the_lstm_until_the_start_is_equal():
    results = read_results("imdb")
    smaller = "fair_lstm_equal_parameters"
    assert not difference(results, "fair_gru", "fair_lstm").clear
    assert -0.001 < difference(results, "fair_gru", smaller).high < 0
    for more, less in (("gru_bias_one", "gru"), ("lstm", "lstm_bias_zero")):
        assert difference(results, f"fair_{more}", f"fair_{less}").low > 0
    for other in ("fair_lstm", smaller):
        assert not difference(results, "fair_gru_bias_one", other).clear


def test_reviews_reach_their_aim_in_keras_only_with_the_uses_added():
    results = read_results("imdb")
    assert sum(values(results, "improved_gru") >= 0.87) == 4
    assert sum(values(results, "improved_gru", "keras") >= 0.87) == 1
    assert values(results, "improved_gru").mean() > 0.87
    assert values(results, "improved_gru", "keras").mean() < 0.87
    added = values(results, "improved_gru_uses_added", "keras")
    assert added.mean() > 0.87
    assert (added > values(results, "improved_gru", "keras")).all()
    assert abs(added.mean() - values(results, "improved_gru").mean()) < 0.002


LESSON_ON_REVIEWS = {"rnn": 0.7497, "lstm": 0.8518, "gru": 0.8608}  # the last of five epochs


def test_the_last_epoch_of_the_lessons_cells_is_what_the_lesson_reports():
    results = read_results("imdb")
    means = {}
    for cell, reported in LESSON_ON_REVIEWS.items():
        last = values(results, f"original_{cell}", metric="accuracy, last epoch")
        means[cell] = last.mean()
        assert abs(means[cell] - reported) < 0.01
        assert reported < values(results, f"original_{cell}").mean()
    assert means["rnn"] < means["lstm"] < means["gru"]


def test_the_lessons_gru_is_best_in_its_second_epoch_and_then_reaches_the_aim():
    results = read_results("imdb")
    for run in runs_of(results, ("original_gru", "numpy")).values():
        assert np.argmax(run["history"]["val_accuracy"]) == 1
    best = values(results, "original_gru")
    late = values(results, "original_gru", metric="accuracy, last epoch")
    assert 0.0125 < (best - late).mean() < 0.0175
    assert best.mean() > 0.87
    ahead = difference(results, "original_gru", "improved_gru")
    assert 0 < ahead.low < ahead.mean < 0.005
    smaller, larger = (
        runs_of(results, (name, "numpy"))[0]["parameters"]
        for name in ("improved_gru", "original_gru")
    )
    assert 0.45 < smaller / larger < 0.55


def test_the_sizes_of_the_lesson_name_the_gru():
    results = read_results("imdb")
    found = difference(results, "original_gru", "original_lstm")
    assert found.low > 0.005
    assert 0.0125 < found.mean < 0.0175


def test_what_trains_faster_at_the_sizes_of_the_lesson():
    results = read_results("imdb")
    step, epochs, reached = {}, {}, {}
    for cell in LESSON_ON_REVIEWS:
        runs = runs_of(results, (f"original_{cell}", "numpy")).values()
        step[cell] = min(run["seconds_per_step"] for run in runs)
        good = [np.array(run["history"]["val_accuracy"]) >= 0.85 for run in runs]
        reached[cell] = sum(map(np.any, good))
        epochs[cell] = np.mean([1 + np.argmax(accurate) for accurate in good])
    assert 0.6 < step["gru"] / step["lstm"] < 0.75
    assert step["rnn"] < step["gru"] / 2
    assert 0.45 < epochs["gru"] / epochs["lstm"] < 0.6
    assert reached == {"rnn": 0, "lstm": 5, "gru": 5}


def test_three_models_reach_the_aim_on_reviews_that_were_not_made_for_it():
    results = read_results("imdb")
    found = {
        row.configuration
        for row in summary_table(results, [ACCURACY])
        if row.configuration.startswith(("fair", "original"))
        and row.scores[ACCURACY].mean >= 0.87
    }
    assert found == {"fair_gru_bias_one", "fair_lstm_equal_parameters", "original_gru"}
    late = values(results, "original_gru", metric="accuracy, last epoch")
    assert late.max() < 0.87


def test_longer_reviews_bring_less_than_a_point_and_do_not_close_the_gap():
    results = read_results("imdb")
    mean = {name: values(results, name).mean() for name in ("improved_gru", "longer_gru")}
    mean["both"] = values(results, "longer_gru_both_ends").mean()
    for name in ("longer_gru", "both"):
        assert 0 < mean[name] - mean["improved_gru"] < 0.01
    whole, cut = (baseline(results, name) for name in ("tf_idf", "tf_idf_cut"))
    assert 0.25 < (whole - cut) / (whole - mean["improved_gru"]) < 0.4
