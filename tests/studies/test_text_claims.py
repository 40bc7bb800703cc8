"""What the chapters say in words about the studies of texts is what the results say."""

import numpy as np
import pytest

from coursepkg.results import baseline_of, metric_of, read_results, summary_table
from tests.studies.claims import ACCURACY, baseline, difference, values


def test_headlines_name_no_winner():
    results = read_results("sarcasm")
    found = difference(results, "improved_gru", "improved_lstm")
    assert found.clear
    assert 0.004 < found.mean < 0.007
    smaller = "improved_lstm_equal_parameters"
    assert not difference(results, "improved_gru", smaller).clear
    assert difference(results, smaller, "improved_lstm").clear
    assert not difference(results, "improved_gru", "improved_lstm", "keras").clear
    assert not difference(results, "small_gru", "small_lstm").clear


def test_headlines_miss_their_aim_by_half_a_point_and_are_level_with_counting():
    results = read_results("sarcasm")
    best = [values(results, "improved_gru", twin).mean() for twin in ("numpy", "keras")]
    best.append(values(results, "improved_lstm_equal_parameters").mean())
    assert all(0.0045 < 0.86 - mean < 0.0075 for mean in best)
    assert all(abs(mean - baseline(results, "tf_idf")) < 0.002 for mean in best)


def test_questions_name_the_gru():
    results = read_results("stack_overflow")
    assert not difference(results, "improved_gru", "improved_lstm").clear
    smaller = difference(results, "improved_gru", "improved_lstm_equal_parameters")
    assert smaller.low > 0
    assert 0.008 < smaller.mean < 0.015


def test_questions_need_the_maximum_and_the_mask():
    results = read_results("stack_overflow")
    assert difference(results, "improved_gru", "last_state_gru").clear
    assert difference(results, "improved_gru", "last_state_gru").mean > 0.02
    assert difference(results, "masked_gru", "original_gru").low > 0.05
    kept = [values(results, "improved_gru", twin) for twin in ("numpy", "keras")]
    kept += [values(results, name) for name in names_of_lstm(results)]
    assert min(map(min, kept)) >= 0.86
    assert max(values(results, "last_state_gru")) < 0.86


def names_of_lstm(results):
    return {run["configuration"] for run in results["runs"] if run["config"]["cell"] == "lstm"}


def test_what_the_leak_pretends():
    results = read_results("stack_overflow")
    clean = values(results, "leaked_gru", metric="clean accuracy").mean()
    assert values(results, "leaked_gru").mean() - clean > 0.15
    assert abs(clean - values(results, "masked_gru").mean()) < 0.03


@pytest.mark.parametrize(("lab", "points"), [("imdb", 0.02), ("stack_overflow", 0.015)])
def test_counting_words_is_ahead(lab, points):
    results = read_results(lab)
    best = max(
        row.scores[ACCURACY].mean
        for row in summary_table(results, [ACCURACY])
        if row.twin and row.configuration != "leaked_gru"
    )
    assert baseline(results, "tf_idf") - best > points
    assert baseline(results, "tf_idf") > baseline(results, "tf_idf_cut") > best


def test_the_next_word_needs_a_state_and_no_long_gradient():
    results = read_results("next_word")
    kinds = ("gru_chunks_of_five", "gru", "gru_chunks_of_fifty")
    five, twenty, fifty = (values(results, name, metric="perplexity") for name in kinds)
    assert abs(five.mean() - twenty.mean()) < 0.5
    assert fifty.mean() > twenty.mean()
    assert np.ptp(fifty) > 3 * max(np.ptp(five), np.ptp(twenty))
    for words in (5, 20, 50):
        metric = f"state dropped after.{words} words"
        dropped = [values(results, name, metric=metric).mean() for name in kinds]
        assert five.mean() < dropped[0] < dropped[1] < dropped[2]


def test_the_gru_is_ahead_at_the_next_word_where_the_state_is_carried_on():
    results = read_results("next_word")
    for name, least in (("lstm", 5), ("rnn", 11)):
        for other in (name, f"{name}_equal_parameters"):
            assert difference(results, "gru", other, metric="perplexity").high < -least
    for other in ("lstm", "lstm_equal_parameters"):
        assert not difference(results, "gru", other, metric="perplexity of beginnings").clear
    gru, lstm = (
        [
            values(results, cell, metric=f"state dropped after.{n} words").mean()
            for n in (20, 50)
        ]
        for cell in ("gru", "lstm")
    )
    assert gru[0] > lstm[0]  # after 20 words the LSTM is a little ahead
    assert abs(gru[1] - lstm[1]) < 0.5  # after 50 they are level
    plain = values(results, "rnn", metric="state dropped after.50 words").mean()
    gained = plain - values(results, "rnn", metric="perplexity").mean()
    assert gained < (gru[1] - values(results, "gru", metric="perplexity").mean()) / 3


def test_every_honest_model_beats_the_bigram_and_the_cheat_is_behind():
    results = read_results("next_word")
    bigram = baseline_of(results, "bigram")["metrics"]["perplexity"]
    honest = [
        metric_of(run, "perplexity")
        for run in results["runs"]
        if run["configuration"] != "both_directions"
    ]
    assert max(honest) < bigram
    assert values(results, "both_directions", metric="perplexity").max() < 1.1
    cheat, gru = (
        values(results, name, metric="perplexity of beginnings")
        for name in ("both_directions", "gru")
    )
    assert cheat.min() > 1.2 * gru.max()


@pytest.mark.parametrize("task", ["adding_20", "adding_50"])
def test_adding_splits_gates_from_no_gates(task):
    results = read_results("memory")
    for run in results["runs"]:
        name, _, cell = run["configuration"].partition("-")
        if name == task:
            assert bool(run["metrics"]["learned"]) != cell.startswith("rnn")


def test_recall_does_not_and_hangs_on_the_start():
    results = read_results("memory")

    def learned(task, cell):
        return sum(values(results, f"{task}-{cell}", metric="learned"))

    cells = {run["configuration"].partition("-")[2] for run in results["runs"]}
    long = {cell: learned("recall_50", cell) for cell in cells}
    assert max(long, key=long.get).startswith("rnn")
    for task in ("recall_20", "recall_50"):
        assert learned(task, "rnn") > learned(task, "lstm")
    assert (learned("recall_20", "lstm"), learned("recall_20", "lstm_bias_zero")) == (6, 0)
    assert learned("recall_50", "gru") == 0 < learned("recall_50", "gru_bias_one")
    assert learned("recall_20", "gru") > learned("recall_20", "lstm")
