import json

import pytest

from studies import __main__ as command
from studies.__main__ import main


def study(folder, *words):
    return main(["toy", "--into", str(folder), *words])


def results(folder):
    return json.loads((folder / "results" / "toy.json").read_text("utf-8"))


def test_a_whole_study(toy, tmp_path):
    assert study(tmp_path) == 0
    assert len(toy.calls) == 10
    assert len(results(tmp_path)["runs"]) == 9
    assert len(results(tmp_path)["baselines"]) == 1


def test_an_interrupted_study_goes_on(toy, tmp_path, monkeypatch):
    run = toy.run

    def interrupted(nn, twin, config, seed, watch):
        if seed == 1:
            raise KeyboardInterrupt
        return run(nn, twin, config, seed, watch)

    monkeypatch.setattr(toy, "run", interrupted)
    with pytest.raises(KeyboardInterrupt):
        study(tmp_path)
    assert len(toy.calls) == 4
    monkeypatch.setattr(toy, "run", run)
    assert study(tmp_path) == 0
    assert len(toy.calls) == len(set(toy.calls)) == 10, "nothing twice, nothing lost"
    assert len(results(tmp_path)["runs"]) == 9


def test_a_study_that_is_complete_runs_nothing(toy, tmp_path, capsys):
    study(tmp_path)
    first, calls = results(tmp_path), len(toy.calls)
    assert study(tmp_path) == 0
    assert len(toy.calls) == calls
    assert results(tmp_path) == first
    assert "toy: 10 runs, 10 there already" in capsys.readouterr().out


def test_more_seeds_add_to_those_there(toy, tmp_path):
    study(tmp_path, "--seeds", "1", "--twins", "numpy")
    assert len(toy.calls) == 3
    study(tmp_path, "--seeds", "2", "--twins", "numpy")
    assert len(toy.calls) == 5


def test_a_run_that_fails_stops_no_other(toy, tmp_path, capsys):
    toy.fail = {1}
    assert study(tmp_path) == 1
    assert {run["seed"] for run in results(tmp_path)["runs"]} == {0, 2}
    said = capsys.readouterr().err
    assert "plain, keras, seed 1 failed" in said
    assert "the toy broke" in said
    toy.fail = set()
    assert study(tmp_path) == 0
    assert {run["seed"] for run in results(tmp_path)["runs"]} == {0, 1, 2}


def test_an_outcome_that_does_not_fit_the_schema_fails(toy, tmp_path, capsys):
    baseline = toy.run_baseline

    def broken(config):
        outcome = baseline(config)
        outcome.data_hash = "none"
        return outcome

    toy.run_baseline = broken
    assert study(tmp_path, "--seeds", "1") == 1
    assert "rule (baseline) failed" in capsys.readouterr().err
    assert results(tmp_path)["baselines"] == []


def test_a_changed_configuration_needs_to_be_forgotten(toy, tmp_path, capsys):
    study(tmp_path, "--seeds", "1")
    toy.CONFIGURATIONS["plain"]["units"] = 4
    assert study(tmp_path, "--seeds", "1") == 2
    assert "--forget plain" in capsys.readouterr().err
    assert study(tmp_path, "--seeds", "1", "--forget", "plain") == 0
    units = {run["config"]["units"] for run in results(tmp_path)["runs"]}
    assert units == {4, 9}
    assert len(toy.calls) == 4 + 2


def test_a_smoke_study_goes_elsewhere_and_begins_anew(toy, tmp_path, monkeypatch):
    monkeypatch.setattr(command, "SMOKE_FOLDER", tmp_path / "smoke")
    monkeypatch.setattr(command, "FOLDER", tmp_path)
    monkeypatch.chdir(tmp_path)
    for calls in (7, 14):
        assert main(["toy", "--smoke"]) == 0
        assert len(toy.calls) == calls
    assert not (tmp_path / "results").exists()
    found = results(tmp_path / "smoke")
    assert {run["config"]["epochs"] for run in found["runs"]} == {1}
    assert {run["seed"] for run in found["runs"]} == {0, 1}


@pytest.mark.parametrize("words", [["--seeds", "0"], ["--jobs", "-1"], ["--twins", "torch"]])
def test_words_that_make_no_sense(toy, tmp_path, words):
    with pytest.raises(SystemExit) as end:
        study(tmp_path, *words)
    assert end.value.code == 2
    assert not toy.calls


def test_an_unknown_configuration(toy, tmp_path, capsys):
    assert study(tmp_path, "--configurations", "deep") == 2
    assert "toy has no 'deep'" in capsys.readouterr().err
