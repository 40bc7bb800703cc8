import pytest

from coursepkg.study import watch as module
from coursepkg.study.watch import Watch


@pytest.fixture
def clock(monkeypatch):
    """A clock that is set by hand."""
    now = {"time": 0.0}
    monkeypatch.setattr(module.time, "perf_counter", lambda: now["time"])
    return now


def epoch(watch, clock, number, step, validation=0, steps=4):
    watch.on_epoch_begin(number)
    for batch in range(steps):
        clock["time"] += step
        watch.on_train_batch_end(batch)
    clock["time"] += validation
    watch.on_epoch_end(number, {"loss": 0.5})


def test_neither_the_first_epoch_nor_validation_counts(clock):
    watch = Watch()
    for number, step in enumerate([100, 1, 2, 3]):
        epoch(watch, clock, number, step, validation=50)
    assert watch.seconds == [400, 4, 8, 12]
    assert watch.times() == {"seconds_per_epoch": 8, "seconds_per_step": 2}


def test_a_single_epoch_counts(clock):
    watch = Watch()
    epoch(watch, clock, 0, 1.5, steps=2)
    assert watch.times() == {"seconds_per_epoch": 3, "seconds_per_step": 1.5}


def test_what_is_reported(clock):
    heard = []
    watch = Watch(heard.append)
    watch.set_params({"epochs": 9})
    epoch(watch, clock, 0, 1)
    epoch(watch, clock, 1, 1)
    assert heard == ["epoch 1 of 9, loss 0.5", "epoch 2 of 9, loss 0.5"]


def test_a_watch_that_was_not_passed_on():
    with pytest.raises(ValueError, match=r"pass callbacks=\[watch\]"):
        Watch().times()
