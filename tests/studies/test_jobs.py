"""From declarations to jobs; the same runs here, in other processes and on a Dask cluster."""

import os

import pytest
from distributed import LocalCluster
from threadpoolctl import threadpool_info

from coursepkg.labs import airline
from studies import jobs
from studies.jobs import Watch


def test_every_configuration_twin_and_seed_once(toy):
    found = jobs.plan("toy")
    assert len({job.key for job in found}) == len(found) == 1 + 3 * (2 + 1)
    assert found[0].key == ("rule", None, None)
    assert {job.key for job in found if job.configuration == "wide"} == {
        ("wide", "numpy", seed) for seed in range(3)
    }
    assert all(job.config == toy.CONFIGURATIONS[job.configuration] for job in found[1:])


def test_half_a_study_has_half_the_seeds(toy):
    assert [job.seed for job in jobs.plan("toy")[1:]] == [0, 0, 0, 1, 1, 1, 2, 2, 2]


def test_only_what_is_wanted(toy):
    found = jobs.plan("toy", seeds=5, configurations=["plain"], twins=["keras"])
    assert [job.key for job in found] == [("plain", "keras", seed) for seed in range(5)]
    assert [job.key for job in jobs.plan("toy", configurations=["rule"])] == [
        ("rule", None, None)
    ]


def test_seeds_by_twin(toy):
    toy.SEEDS = {"numpy": 4, "keras": 2}
    seeds = [(job.twin, job.seed) for job in jobs.plan("toy", configurations=["plain"])]
    assert sorted(seeds) == [("keras", 0), ("keras", 1), *(("numpy", n) for n in range(4))]
    assert len(jobs.plan("toy", 1, ["plain"])) == 2


def test_seeds_of_one_configuration(toy):
    toy.SEEDS_OF = {("plain", "numpy"): 7}
    models = [job.key[:2] for job in jobs.plan("toy") if job.twin]
    assert models.count(("plain", "numpy")) == 7
    assert models.count(("plain", "keras")) == models.count(("wide", "numpy")) == 3
    assert len(jobs.plan("toy", 1, ["plain"])) == 2


def test_a_smoke_study_is_smaller(toy):
    assert {job.config["epochs"] for job in jobs.plan("toy", smoke=True)} == {1}
    assert toy.CONFIGURATIONS["plain"]["epochs"] == 4


def test_unknown_names(toy):
    with pytest.raises(ValueError, match="no study of 'titanic'; there are: airline, toy"):
        jobs.plan("titanic")
    with pytest.raises(ValueError, match="toy has no 'deep'; there are: rule, plain, wide"):
        jobs.plan("toy", configurations=["plain", "deep"])


@pytest.mark.parametrize("value", [(1, 2), {1: 2}])
def test_a_configuration_that_json_would_change(toy, value):
    toy.CONFIGURATIONS["plain"]["sizes"] = value
    with pytest.raises(ValueError, match="toy, plain: expected values that JSON can hold"):
        jobs.load("toy")


def test_a_configuration_without_a_cell(toy):
    del toy.CONFIGURATIONS["wide"]["cell"]
    with pytest.raises(ValueError, match='toy, wide: expected a "cell"'):
        jobs.load("toy")


def test_what_a_job_is_called(toy):
    rule, *_, last = jobs.plan("toy")
    assert str(rule) == "rule (baseline)"
    assert str(last) == "wide, numpy, seed 2"


@pytest.mark.parametrize("lab", jobs.names())
def test_every_lab_declares_a_study(lab):
    module = jobs.load(lab)
    runs = [job.key[:2] for job in jobs.plan(lab) if job.twin]
    assert min(runs.count(model) for model in runs) >= 5 or lab.endswith("_choice")
    assert module.SMOKE
    assert jobs.plan(lab)
    assert not set(module.CONFIGURATIONS) & set(getattr(module, "BASELINES", {}))


@pytest.fixture(scope="module")
def wanted():
    return jobs.plan("airline", 2, ["lesson", "last_month"], ["numpy"], smoke=True)


@pytest.fixture(scope="module")
def here(wanted):
    return numbers(jobs.run_all(wanted))


@pytest.fixture
def not_here(monkeypatch):
    """Let the lab fail in this process: what then comes back was run in another one."""

    def fail(*arguments, **named):
        raise RuntimeError("run in the process of the tests")

    monkeypatch.setattr(airline, "load_data", fail)


def numbers(all_finished):
    """Return what must not depend on where a job was run, by key."""
    found = {}
    for finished in all_finished:
        assert finished.error is None, finished.error
        record = finished.record
        found[finished.job.key] = [record[name] for name in ("metrics", "history", "rows")]
    return found


def test_every_job_comes_back_once(wanted, here):
    assert set(here) == {job.key for job in wanted}
    assert len(here) == len(wanted) == 3


def test_the_same_seed_again_gives_the_same_numbers(wanted, here):
    assert numbers(jobs.run_all(wanted)) == here
    first, second = (here["lesson", "numpy", seed] for seed in (0, 1))
    assert first != second


def test_two_processes(wanted, here, not_here):
    assert numbers(jobs.run_all(wanted, processes=2)) == here


@pytest.mark.slow
def test_a_dask_cluster(wanted, here, not_here):
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        assert numbers(jobs.run_all(wanted, scheduler=cluster.scheduler_address)) == here


def test_an_error_elsewhere_comes_back_as_text(wanted, not_here):
    finished = jobs.execute(wanted[-1])
    assert finished.record is None
    assert "RuntimeError: run in the process of the tests" in finished.error


def test_beside_others_a_run_keeps_to_one_thread(toy, monkeypatch):
    for name in ("TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    seen = []

    def run_baseline(config):
        seen.append({library["num_threads"] for library in threadpool_info()})
        raise RuntimeError

    toy.run_baseline = run_baseline
    (job,) = jobs.plan("toy", configurations=["rule"])
    jobs.execute(job, one_thread=True)
    assert seen == [{1}]
    assert os.environ["TF_NUM_INTRAOP_THREADS"] == "1"


@pytest.fixture
def clock(monkeypatch):
    """A clock that is set by hand."""
    now = {"time": 0.0}
    monkeypatch.setattr(jobs.time, "perf_counter", lambda: now["time"])
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
