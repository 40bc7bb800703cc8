"""Carry out one job. This is what runs in the processes of a pool."""

import os
import time
import traceback
from contextlib import nullcontext
from dataclasses import dataclass
from importlib import import_module

import numpy as np
from threadpoolctl import threadpool_limits

from .jobs import Job, load
from .machine import describe
from .rows import plain
from .schema import check
from .watch import Watch


@dataclass
class Finished:
    """A job that has ended: its record, or the traceback of its error."""

    job: Job
    record: dict | None = None
    weights: list[np.ndarray] | None = None
    error: str | None = None


def execute(job, one_thread=False, report=lambda text: None):
    """Run a job and return it as `Finished`; an error in it is caught.

    Args:
        job: the `Job`.
        one_thread: keep BLAS and TensorFlow to one thread, because other jobs run beside it.
        report: called with a short text after every epoch.
    """
    if one_thread:
        # TensorFlow reads these when it is first used in a process.
        os.environ.setdefault("TF_NUM_INTRAOP_THREADS", "1")
        os.environ.setdefault("TF_NUM_INTEROP_THREADS", "1")
    try:
        with threadpool_limits(1) if one_thread else nullcontext():
            return _execute(job, report)
    except Exception:
        return Finished(job, error=traceback.format_exc())


def _execute(job, report):
    module = load(job.lab)
    begin = time.perf_counter()
    if job.twin is None:
        outcome, kind = module.run_baseline(job.config), {}
    else:
        nn = import_module(f"coursepkg.{job.twin}_nn")
        nn.set_random_seed(job.seed)
        watch = Watch(report)
        outcome = module.run(nn, job.config, job.seed, watch)
        kind = {"cell": job.config["cell"], "twin": job.twin, "seed": job.seed, **watch.times()}
    record = {
        "configuration": job.configuration,
        **kind,
        "config": job.config,
        "parameters": outcome.parameters,
        "metrics": outcome.metrics,
        "rows": outcome.rows,
        "history": outcome.history,
        "seconds": time.perf_counter() - begin,
        "data_hash": outcome.data_hash,
        **describe(),
    }
    record = plain(record)
    check("baseline" if job.twin is None else "run", record)
    return Finished(job, record, outcome.weights)
