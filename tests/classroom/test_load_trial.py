"""The load trial: a class of a few, and that it counts what the submissions take."""

import json

import pytest

from classroom import load_trial, marking


def test_a_small_class(sandbox, monkeypatch, capsys, tmp_path):
    monkeypatch.chdir(tmp_path)
    # After the test, no submission of another one is measured.
    monkeypatch.setattr(marking, "SubmissionProcess", marking.SubmissionProcess)
    monkeypatch.setattr(load_trial, "HOSTILE", ["import os; os._exit(1)"])
    monkeypatch.setattr("sys.argv", ["load_trial", "--learners", "3", "--jobs", "1"])
    load_trial.main()
    said = capsys.readouterr().out
    assert "3 submissions, 1 at a time" in said
    assert load_trial.MeasuredProcess.processor > 0.1
    assert load_trial.MeasuredProcess.largest > 10 * 2**20


@pytest.mark.parametrize(
    ("number", "there"),
    [(0, "while True: pass"), (3, "1 / (1 + np.exp(-a))"), (12, "YOUR CODE")],
)
def test_who_hands_in_what(number, there):
    text = load_trial.submission(number, load_trial.ROOT / "assignments" / load_trial.SLUG)
    assert there in "".join("".join(cell["source"]) for cell in json.loads(text)["cells"])
