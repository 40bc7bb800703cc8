"""What the chapters say in words about the study of film reviews is what its results say."""

import numpy as np
import pytest

from coursepkg import numpy_nn
from coursepkg.data import Vectorizer
from coursepkg.labs import imdb
from coursepkg.labs.classification import word_by_word
from coursepkg.results import TARGETS, read_results, runs_of, saved_model, verdicts
from tests.studies.claims import baseline, comparison, values


def test_reviews_tell_gates_from_no_gates():
    results = read_results("imdb")
    for name, low, high in (
        ("fair_rnn", 0.045, 0.055),
        ("fair_rnn_equal_parameters", 0.09, 0.1),
    ):
        found = comparison(results, "fair_gru", name)
        assert found.clear
        assert low < found.by_seed.mean < high
    sizes = comparison(results, "fair_rnn", "fair_rnn_equal_parameters")
    assert 0.04 < sizes.by_seed.mean < 0.05
    assert not sizes.by_seed.clear
    spread = {cell: values(results, f"fair_{cell}").std() for cell in ("rnn", "gru", "lstm")}
    assert spread["rnn"] > 3 * max(spread["gru"], spread["lstm"])


def test_reviews_name_nobody_and_a_start_that_keeps_more_helps_the_lstm_clearly():
    results = read_results("imdb")
    smaller = "fair_lstm_equal_parameters"
    for first, second in (
        ("fair_gru", "fair_lstm"),
        ("fair_gru", smaller),
        ("fair_gru_bias_one", "fair_gru"),
        ("fair_gru_bias_one", "fair_lstm"),
        ("fair_gru_bias_one", smaller),
    ):
        assert not comparison(results, first, second).by_seed.clear
    behind = comparison(results, "fair_gru", smaller)
    assert -0.006 < behind.by_seed.mean < -0.004
    assert behind.by_row.clear
    gains = [
        comparison(results, f"fair_{more}", f"fair_{less}")
        for more, less in (("lstm", "lstm_bias_zero"), ("gru_bias_one", "gru"))
    ]
    assert gains[0].clear
    assert 0.004 < gains[1].by_seed.mean < gains[0].by_seed.mean < 0.0075


def test_reviews_are_level_with_their_aim_and_both_ends_reach_it():
    results = read_results("imdb")
    assert sum(values(results, "improved_gru") >= 0.87) == 4
    assert sum(values(results, "improved_gru", "keras") >= 0.87) == 1
    assert values(results, "improved_gru").mean() > 0.87
    assert values(results, "improved_gru", "keras").mean() < 0.87
    (aim,) = (one for one in TARGETS if one.lab == "imdb" and one.aim == 0.87)
    standing = {(one.configuration, one.twin): one for one in verdicts(aim, results)}
    for twin in ("numpy", "keras"):
        assert standing["improved_gru", twin].standing == "level"
    for name in ("longer_gru_both_ends", "original_gru"):
        assert standing[name, "numpy"].standing == "reached"
    assert standing["longer_gru_both_ends", "numpy"].seeds_reached == 5


def test_one_line_takes_half_a_point_between_the_twins_away():
    results = read_results("imdb")
    added = values(results, "improved_gru_uses_added", "keras")
    assert added.mean() > 0.87
    assert comparison(results, "improved_gru_uses_added", "improved_gru", "keras").clear
    ours, theirs = (values(results, "improved_gru", twin).mean() for twin in ("numpy", "keras"))
    assert 0.004 < ours - theirs < 0.006
    assert abs(added.mean() - ours) < 0.002


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
    ahead = comparison(results, "original_gru", "improved_gru")
    assert ahead.clear
    assert 0 < ahead.by_seed.mean < 0.005
    smaller, larger = (
        runs_of(results, (name, "numpy"))[0]["parameters"]
        for name in ("improved_gru", "original_gru")
    )
    assert 0.45 < smaller / larger < 0.55


def test_the_sizes_of_the_lesson_name_the_gru():
    results = read_results("imdb")
    found = comparison(results, "original_gru", "original_lstm")
    assert found.clear
    assert 0.0125 < found.by_seed.mean < 0.0175


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


def test_the_last_epoch_misses_the_aim_as_in_the_lesson():
    late = values(read_results("imdb"), "original_gru", metric="accuracy, last epoch")
    assert late.max() < 0.87


def test_longer_reviews_bring_less_than_a_point_and_do_not_close_the_gap():
    results = read_results("imdb")
    mean = {name: values(results, name).mean() for name in ("improved_gru", "longer_gru")}
    mean["both"] = values(results, "longer_gru_both_ends").mean()
    for name in ("longer_gru", "both"):
        assert 0 < mean[name] - mean["improved_gru"] < 0.01
    for name in ("longer_gru", "longer_gru_both_ends"):
        assert not comparison(results, name, "improved_gru").by_seed.clear
        for rule in ("tf_idf", "naive_bayes"):
            assert comparison(results, name, rule).clear
    whole, cut = (baseline(results, name) for name in ("tf_idf", "tf_idf_cut"))
    assert 0.25 < (whole - cut) / (whole - mean["improved_gru"]) < 0.4
    assert whole - mean["improved_gru"] == pytest.approx(0.032, abs=0.0005)
    assert cut - mean["improved_gru"] == pytest.approx(0.022, abs=0.0005)


def test_naive_bayes_weights_are_four_points_ahead_of_the_best_gru_on_reviews():
    results = read_results("imdb")
    rule = baseline(results, "naive_bayes")
    assert rule == pytest.approx(0.9165, abs=0.0001)
    assert rule - baseline(results, "tf_idf") > 0.01
    for name in ("improved_gru", "longer_gru", "longer_gru_both_ends", "original_gru"):
        assert 0.035 < rule - values(results, name).mean() < 0.045


def saved_reader():
    """Return the saved model of reviews and its vectorizer."""
    saved = saved_model("imdb", "improved_gru")
    settings = imdb.reading(saved.config["length"], pad=saved.config["pad"])
    words = Vectorizer.load(saved.vocabulary, **settings)
    return saved.build(numpy_nn, imdb.build_model), words


def test_the_opening_sentence_is_not_understood():
    opening = (
        "the acting was not bad, the music even lovely, and yet I was glad when it was over"
    )
    tokens, so_far = word_by_word(*saved_reader(), opening)
    praise, bad, glad = so_far[:, 1], tokens.index("bad"), tokens.index("glad")
    shown = praise[[bad - 1, bad, glad - 1, glad, -1]]
    np.testing.assert_allclose(shown, [0.41, 0.17, 0.25, 0.49, 0.55], atol=0.006)


def test_both_directions_have_half_of_the_lessons_weights():
    reader, _ = saved_reader()
    lesson = imdb.build_model(numpy_nn, "gru")
    assert [model.count_params() for model in (reader, lesson)] == [658_881, 1_379_201]


def test_the_lessons_gru_is_best_in_its_second_epoch_while_training_goes_on():
    for run in runs_of(read_results("imdb"), ("original_gru", "numpy")).values():
        checked = run["history"]["val_accuracy"]
        assert max(checked[2:]) < checked[1] == max(checked)
        assert run["history"]["accuracy"][-1] > 0.98


def test_more_units_of_the_plain_cell_are_not_clearly_worse():
    found = comparison(read_results("imdb"), "fair_rnn_equal_parameters", "fair_rnn")
    ends = [found.by_seed.low, found.by_seed.high]
    np.testing.assert_allclose(ends, [-0.118, 0.028], atol=0.0006)


def test_the_reader_of_reviews_turns_at_boring_and_not_at_but():
    reader, words = saved_reader()
    turning = "the start was wonderful but the rest was boring, a waste of time"
    tokens, so_far = word_by_word(reader, words, turning)
    praise = dict(zip(tokens, so_far[:, 1], strict=True))
    assert praise["wonderful"] > 0.75
    assert praise["wonderful"] - praise["but"] < 0.05
    assert praise["boring"] < 0.3
    assert praise["waste"] < 0.1
    forwards, _ = numpy_nn.trace(reader, words.ids([turning]))
    z, h = (array[0, : len(tokens)] for array in (forwards.z, forwards.h))
    moved = np.linalg.norm(np.diff(h, axis=0, prepend=0), axis=1)
    assert {tokens[i] for i in np.argsort(moved)[-3:]} == {"wonderful", "boring", "waste"}
    before = z[: tokens.index("waste")]
    np.testing.assert_allclose([before.min(), before.max()], [0.29, 0.68], atol=0.006)
    assert z.shape[1] == 32
    assert np.sum(z[tokens.index("of")] > 0.65) == 16
