"""The same runs here, in other processes and on a Dask cluster give the same numbers."""

import os

import pytest
from distributed import LocalCluster
from threadpoolctl import threadpool_info

from coursepkg.labs import airline
from coursepkg.study import jobs
from coursepkg.study.execution import execute
from coursepkg.study.pool import run_all


@pytest.fixture(scope="module")
def wanted():
    return jobs.plan("airline", 2, ["lesson", "last_month"], ["numpy"], smoke=True)


@pytest.fixture(scope="module")
def here(wanted):
    return numbers(run_all(wanted))


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
    assert numbers(run_all(wanted)) == here
    first, second = (here["lesson", "numpy", seed] for seed in (0, 1))
    assert first != second


def test_two_processes(wanted, here, not_here):
    assert numbers(run_all(wanted, processes=2)) == here


@pytest.mark.slow
def test_a_dask_cluster(wanted, here, not_here):
    with LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None) as cluster:
        assert numbers(run_all(wanted, scheduler=cluster.scheduler_address)) == here


def test_an_error_elsewhere_comes_back_as_text(wanted, not_here):
    finished = execute(wanted[-1])
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
    execute(job, one_thread=True)
    assert seen == [{1}]
    assert os.environ["TF_NUM_INTRAOP_THREADS"] == "1"
