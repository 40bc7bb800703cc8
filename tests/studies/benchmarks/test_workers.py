"""The real worker processes, for moments only; how fast anything is does not matter here."""

import os
import signal

import pytest

from studies.benchmarks import measurements, twins, workers
from studies.benchmarks.workers import WorkerError, prepare, running


@pytest.mark.slow
def test_one_case_through_both_twins():
    rounds = 2
    (found,) = measurements.measure(["streaming"], ["numpy", "keras"], rounds, 0.01)
    assert (found["case"], found["work"]) == ("streaming", "streaming")
    assert [*found["twins"]] == ["numpy", "keras"]
    ways = found["twins"]["keras"]["ways"]
    assert [*ways] == ["predict", "predict_on_batch", "tf.function", "model(x)"]
    for way in [*ways.values(), *found["twins"]["numpy"]["ways"].values()]:
        assert len(way["rounds"]) == rounds
        assert min(way["rounds"]) > 0


def test_every_kind_of_work_of_ours():
    training, inference = measurements.measure(["airline"], ["numpy"], 2, 0.01)
    assert (training["work"], training["aim"]) == ("training", 2)
    assert [*training["twins"]["numpy"]["ways"]] == ["train_on_batch", "fit"]
    assert (inference["work"], inference["aim"]) == ("inference", None)


def test_a_twin_without_some_work_is_left_out_there():
    pytest.importorskip("torch")
    training, _ = measurements.measure(["sarcasm_masked"], ["numpy", "torch"], 2, 0.01)
    assert [*training["twins"]] == ["numpy"]


def test_memory_grows():
    before, after = measurements.memory(["numpy"], seconds=0.01)["peaks"]["numpy"]
    assert 10 < before < after


def test_memory_by_either_count():
    # The second may also count the parent.
    assert 10 < workers.peak() < 1.1 * workers.peak_by_usage()


def test_steps_can_be_changed():
    with running(["numpy"]) as of_twins:
        ways = of_twins["numpy"].ask(prepare, "airline", 3)
    assert [*ways] == ["training", "inference"]


def test_a_worker_that_ends_is_named():
    with running(["numpy"]) as of_twins:
        worker = of_twins["numpy"]
        os.kill(worker.ask(os.getpid), signal.SIGKILL)
        with pytest.raises(WorkerError, match=r"worker of numpy ended during 'prepare'"):
            worker.ask(prepare, "airline")


def test_twins_that_are_not_installed_are_left_out(monkeypatch):
    monkeypatch.setitem(twins.NEEDS, "torch", "no_such_package")
    assert "torch" not in twins.available()
    assert "numpy" in twins.available()
