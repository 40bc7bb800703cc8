"""The airline lab's study: its protocol, and a small one of two seeds from the command line."""

import json

import numpy as np
import pytest

from coursepkg import numpy_nn
from coursepkg.labs import airline as lab
from studies.__main__ import main
from studies.labs import airline, airline_choice

CHOSEN_UP_TO = np.datetime64("1958-09")


@pytest.mark.parametrize(
    "configurations", [airline.CONFIGURATIONS, airline_choice.CONFIGURATIONS]
)
def test_choices_are_made_on_months_before_those_of_the_test(configurations):
    for config in configurations.values():
        early, data = airline.choosing_data(config), airline.data_of(config)
        assert early.months[-1] == CHOSEN_UP_TO
        assert data.months[data.train_months - 1] == CHOSEN_UP_TO
        assert early.months[early.train_months] == np.datetime64("1956-10")


def test_nothing_but_the_choice_hangs_on_later_months(monkeypatch):
    """Other passengers after September 1958 must change the test, and nothing before it."""
    series = lab.load_airline()
    config = {**airline.IMPROVED, "epochs": 2}

    def outcome():
        numpy_nn.set_random_seed(0)
        return airline.run(numpy_nn, "numpy", config, 0, numpy_nn.Callback())

    first = outcome()
    later = series.passengers * np.where(series.months > CHOSEN_UP_TO, 1.5, 1)
    monkeypatch.setattr(lab, "load_airline", lambda: series._replace(passengers=later))
    second = outcome()
    assert first.history == second.history
    assert first.metrics["choosing 1"] == second.metrics["choosing 1"]
    assert first.metrics["horizon 1"]["margin"] == second.metrics["horizon 1"]["margin"]
    assert first.metrics["horizon 1"]["rmse"] < second.metrics["horizon 1"]["rmse"]


def test_early_stopping_decides_how_long_the_last_training_is():

    config = {**airline.IMPROVED, "epochs": 12, "patience": 1, "learning_rate": 0.05}
    numpy_nn.set_random_seed(1)
    outcome = airline.run(numpy_nn, "numpy", config, 1, numpy_nn.Callback())
    best = int(np.argmin(outcome.history["choosing_val_loss"])) + 1
    assert outcome.metrics["epochs"] == best == len(outcome.history["loss"])
    assert len(outcome.history["choosing_val_loss"]) == min(best + 1, 12)


@pytest.mark.parametrize("cell", ["lstm", "rnn"])
def test_no_other_number_of_units_makes_parameters_more_equal(cell):
    config = airline.CONFIGURATIONS[f"improved_{cell}_equal_parameters"]
    assert config["cell"] == cell

    def parameters(kind, units):
        return lab.build_model(numpy_nn, kind, config["window"], units).count_params()

    budget = parameters("gru", airline.IMPROVED["units"])
    nearest = min(range(1, 60), key=lambda units: abs(parameters(cell, units) - budget))
    assert config["units"] == nearest


@pytest.mark.usefixtures("eager")
@pytest.mark.parametrize("twin", ["numpy", pytest.param("keras", marks=pytest.mark.slow)])
def test_a_small_study_from_the_command_line(tmp_path, twin):
    words = ["airline", "--smoke", "--into", str(tmp_path), "--twins", twin]
    assert main([*words, "--configurations", "improved", "holt_winters"]) == 0
    found = json.loads((tmp_path / "results" / "airline.json").read_text("utf-8"))
    keys = {(run["configuration"], run["twin"], run["seed"]) for run in found["runs"]}
    assert keys == {("improved", twin, seed) for seed in (0, 1)}
    assert {run["parameters"] for run in found["runs"]} == {3_921}
    assert [record["configuration"] for record in found["baselines"]] == ["holt_winters"]
    for run in found["runs"]:
        assert len(run["history"]["loss"]) == run["metrics"]["epochs"] <= 2
        assert len(run["rows"]["horizon 1"]) == 27
        assert len(run["rows"]["horizon 12"]) == 16
    assert not (tmp_path / "weights").exists(), "those of a trial are of no use"
