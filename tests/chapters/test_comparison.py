"""What the chapter on the comparison of cells says of the models that it trains itself."""

import json
from math import comb

import numpy as np
import pytest

from coursepkg import numpy_nn as nn
from coursepkg.labs import airline
from coursepkg.labs.imdb import set_keep_bias
from coursepkg.results import find_file, paired_difference


def errors(cell, data, learning_rate=0.005):
    """Return the errors of five models, as the page trains them."""
    found = []
    for seed in range(5):
        nn.set_random_seed(seed)
        model = airline.build_model(nn, cell, 13, 20, learning_rate)
        model.fit(data.x_train, data.y_train, epochs=12, verbose=0)
        forecasts = {cell: airline.forecast(model, data)}
        found.append(airline.evaluate(forecasts, data)[cell]["rmse"])
    return np.array(found)


def test_runs_of_one_cell_are_further_apart_than_the_two_means():
    data = airline.load_data(window=13, lags=(12, 1), months=117, held_out=24)
    gru, lstm = errors("gru", data), errors("lstm", data)
    assert (lstm < gru).sum() in (3, 4)
    between = gru.mean() - lstm.mean()
    assert 0 < between < 0.7 * min(np.ptp(gru), np.ptp(lstm))
    assert not paired_difference(gru, lstm).clear


def test_later_months_name_the_other_cell_with_every_seed():
    later = airline.load_data(window=13, lags=(12, 1))
    gru, lstm = (errors(cell, later, 0.002) for cell in ("gru", "lstm"))
    assert (gru < lstm).all()
    assert -1.5 < paired_difference(gru, lstm).high < -0.5


def test_a_step_takes_less_for_fewer_products_but_not_in_their_proportion():
    bench = json.loads(find_file("studies/benchmarks/results.json").read_text("utf-8"))
    for twin in ("numpy", "keras"):
        plain, gru, lstm = (
            times["ways"][times["fastest"]]["median"]
            for case in ("imdb_rnn", "imdb", "imdb_lstm")
            for one in bench["measurements"]
            if (one["case"], one["work"]) == (case, "training")
            for times in [one["twins"][twin]]
        )
        assert plain < gru < lstm
        assert gru / lstm > 3 / 4
        assert plain / gru > 1 / 3


def quartiles(case, twin):
    """Return the quartiles of the rounds of a step of training, in milliseconds."""
    bench = json.loads(find_file("studies/benchmarks/results.json").read_text("utf-8"))
    times = next(
        one["twins"][twin]
        for one in bench["measurements"]
        if (one["case"], one["work"]) == (case, "training")
    )
    return times["ways"][times["fastest"]]["quartiles"]


def test_a_gru_takes_less_than_an_lstm_in_numpy_and_is_level_with_it_in_keras():
    assert quartiles("imdb", "numpy")[1] < quartiles("imdb_lstm", "numpy")[0]
    low, high = quartiles("imdb", "keras")
    assert (int(low), int(high)) == (66, 75)
    assert low < 71.5 < high  # the median of the LSTM, which the page prints as 71


def test_five_wins_of_five_are_one_in_sixteen():
    """Question 1 of the quiz: either may be the winner."""
    wins = np.random.default_rng(0).binomial(5, 0.5, size=200_000)
    assert np.isin(wins, (0, 5)).mean() == pytest.approx(2 * comb(5, 5) / 2**5, abs=0.002)


@pytest.mark.parametrize(("bias", "share"), [(1, 0.731), (-1, 0.269)])
def test_the_bias_of_the_update_gate_decides_how_much_a_fresh_gru_keeps(bias, share):
    """Question 2 of the quiz; with no input, a tiny state and no candidate to speak of."""
    model = nn.Sequential([nn.Input((None, 2)), nn.GRU(4), nn.Dense(1)])
    set_keep_bias(model, "gru", bias)
    kernel, recurrent_kernel, biases = model.layers[0].get_weights()
    model.layers[0].set_weights([kernel, 0 * recurrent_kernel, biases])
    state = np.full((1, 4), 0.5, np.float32)
    kept = model.layers[0](np.zeros((1, 1, 2), np.float32), initial_state=state)
    np.testing.assert_allclose(kept / state, share, atol=1e-3)


def test_neither_reset_gate_nor_identity_changes_the_share_that_is_kept():
    """Question 2, options C and D: a fresh update gate stays at one half."""
    layer = nn.GRU(4)
    layer.build((1, 1, 2))
    kernel, _, biases = layer.get_weights()
    biases[0, 4:8] = 1  # of the reset gate
    layer.set_weights([kernel, np.tile(np.eye(4, dtype=np.float32), 3), biases])
    state = np.full((1, 4), 1e-6, np.float32)
    trace = layer.trace(np.zeros((1, 1, 2), np.float32), initial_state=state)
    np.testing.assert_allclose(trace.z, 0.5, atol=1e-3)
