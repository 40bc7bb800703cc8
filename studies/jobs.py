"""From a lab's declarations to finished runs, here, in other processes or on other machines."""

import json
import os
import pkgutil
import time
import traceback
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from importlib import import_module
from statistics import median

import numpy as np
from joblib import Parallel, delayed, parallel_config
from threadpoolctl import threadpool_limits
from tqdm import tqdm

from coursepkg.data import Vectorizer
from coursepkg.numpy_nn import Callback

from . import labs
from .provenance import describe_run
from .records import check, plain

TWINS = ("numpy", "keras")


@dataclass(frozen=True)
class Job:
    """One run: a configuration, a twin and a seed. A baseline has neither twin nor seed."""

    lab: str
    configuration: str
    config: dict
    twin: str | None = None
    seed: int | None = None

    @property
    def key(self):
        """What tells the runs of a lab apart."""
        return (self.configuration, self.twin, self.seed)

    def __str__(self):
        if self.twin is None:
            return f"{self.configuration} (baseline)"
        return f"{self.configuration}, {self.twin}, seed {self.seed}"


@dataclass
class Finished:
    """A job that has ended: its record, or the traceback of its error."""

    job: Job
    record: dict | None = None
    weights: list[np.ndarray] | None = None
    vectorizer: Vectorizer | None = None
    error: str | None = None


def names():
    """Return the names of the labs that have a study."""
    return sorted(module.name for module in pkgutil.iter_modules(labs.__path__))


def load(lab):
    """Return the module in which a lab declares its study.

    Raises:
        ValueError: there is none of that name, or its configurations are not plain values
            with a cell.
    """
    if lab not in names():
        raise ValueError(f"there is no study of {lab!r}; there are: {', '.join(names())}")
    module = import_module(f"{labs.__name__}.{lab}")
    for name, config in declared(module).items():
        if config != json.loads(json.dumps(config)):
            raise ValueError(f"{lab}, {name}: expected values that JSON can hold, in {config}")
        if name in module.CONFIGURATIONS and "cell" not in config:
            raise ValueError(f'{lab}, {name}: expected a "cell" in {config}')
    return module


def declared(module):
    """Return all that a lab declares, baselines first, by name."""
    return {**getattr(module, "BASELINES", {}), **module.CONFIGURATIONS}


def seeds_of(module, configuration, twin):
    """Return how many seeds a lab declares for a configuration and a twin."""
    count = module.SEEDS[twin] if isinstance(module.SEEDS, dict) else module.SEEDS
    return getattr(module, "SEEDS_OF", {}).get((configuration, twin), count)


def plan(lab, seeds=None, configurations=None, twins=TWINS, smoke=False):
    """Return the `Job`s of a study: seed after seed, so that half a study has half the seeds.

    Args:
        lab: its name.
        seeds: how many, counted from 0; as many as the lab declares, if None.
        configurations: names of those wanted, of baselines too; all, if None.
        twins: names of those wanted.
        smoke: whether the lab's `SMOKE` replaces values, for a quick trial.

    Raises:
        ValueError: an unknown name; the message lists those there are.
    """
    module = load(lab)
    known = declared(module)
    wanted = list(known) if configurations is None else configurations
    for name in wanted:
        if name not in known:
            raise ValueError(f"{lab} has no {name!r}; there are: {', '.join(known)}")
    changes = module.SMOKE if smoke else {}
    configs = {name: {**known[name], **changes} for name in wanted}
    models = {name: config for name, config in configs.items() if name in module.CONFIGURATIONS}
    run_by = getattr(module, "TWINS", {})

    def count(name, twin):
        if twin not in run_by.get(name, TWINS):
            return 0
        return seeds_of(module, name, twin) if seeds is None else seeds

    counts = {(name, twin): count(name, twin) for name in models for twin in twins}
    return [
        *(Job(lab, name, config) for name, config in configs.items() if name not in models),
        *(
            Job(lab, name, models[name], twin, seed)
            for seed in range(max(counts.values(), default=0))
            for (name, twin), seeds_there_are in counts.items()
            if seed < seeds_there_are
        ),
    ]


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
        outcome = module.run(nn, job.twin, job.config, job.seed, watch)
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
        **describe_run(),
    }
    record = plain(record)
    check("baseline" if job.twin is None else "run", record)
    return Finished(job, record, outcome.weights, outcome.vectorizer)


class Watch(Callback):
    """Measures epochs of training, in either twin.

    Args:
        report: called with a short text after every epoch.
    """

    def __init__(self, report=lambda text: None):
        super().__init__()
        self.report = report
        self.seconds = []  # of every epoch, without its validation
        self.steps = 0  # batches in an epoch

    def on_epoch_begin(self, epoch, logs=None):
        """Start the clock."""
        self._begin = self._end = time.perf_counter()
        self.steps = 0

    def on_train_batch_end(self, batch, logs=None):
        """Stop it for now: nobody knows which batch is the last."""
        self._end = time.perf_counter()
        self.steps = batch + 1

    def on_epoch_end(self, epoch, logs=None):
        """Append the time of the epoch's batches."""
        self.seconds.append(self._end - self._begin)
        loss = f", loss {logs['loss']:.4g}" if logs else ""
        self.report(f"epoch {epoch + 1} of {self.params.get('epochs', '?')}{loss}")

    def times(self):
        """Return the median seconds of an epoch and of a step.

        The first epoch counts only if it is the only one: in it Keras compiles.

        Raises:
            ValueError: no epoch was seen; the callback was not passed to `fit`.
        """
        if not self.seconds:
            raise ValueError("no epoch was seen: pass callbacks=[watch] to the model's fit")
        epoch = median(self.seconds[1:] or self.seconds)
        return {"seconds_per_epoch": epoch, "seconds_per_step": epoch / max(self.steps, 1)}


def run_all(jobs, processes=1, scheduler=None):
    """Yield every job as `Finished` as soon as it has ended; draw a bar with the time left.

    Args:
        jobs: list of `Job`s.
        processes: how many run at a time; with 1 they run here, one after the other.
        scheduler: address of a Dask scheduler, such as "tcp://host:8786"; its workers then do
            the work, and need this repository and the data.
    """
    here = processes == 1 and scheduler is None
    with tqdm(total=len(jobs), unit="run", smoothing=0) as bar, _spread(processes, scheduler):

        def reporter(job):
            """Return a function that shows a text beside the bar; others cannot draw on it."""
            return (lambda text: bar.set_postfix_str(f"{job}: {text}")) if here else _silent

        # Runs take seconds to hours: none should wait for another in one batch.
        work = Parallel(batch_size=1, pre_dispatch="all", return_as="generator_unordered")
        for finished in work(delayed(execute)(job, not here, reporter(job)) for job in jobs):
            bar.update()
            bar.set_postfix_str(f"done: {finished.job}")
            yield finished


@contextmanager
def _spread(processes, scheduler):
    """Choose for joblib where the work is done."""
    if scheduler is None:
        with parallel_config("loky", n_jobs=processes, inner_max_num_threads=1):
            yield
        return
    from distributed import Client

    with Client(scheduler) as client, parallel_config("dask", client=client, n_jobs=-1):
        yield


def _silent(text):
    """Show nothing."""
