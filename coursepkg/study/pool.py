"""Spread jobs over processes, or over the machines of a Dask cluster, with joblib."""

from contextlib import contextmanager

from joblib import Parallel, delayed, parallel_config
from tqdm import tqdm

from .execution import execute


def run_all(jobs, processes=1, scheduler=None):
    """Yield every job as `Finished` as soon as it has ended; draw a bar with the time left.

    Args:
        jobs: list of `Job`s.
        processes: how many run at a time; with 1 they run here, one after the other.
        scheduler: address of a Dask scheduler, such as "tcp://host:8786"; its workers then do
            the work, and need this package and the data.
    """
    here = processes == 1 and scheduler is None
    with tqdm(total=len(jobs), unit="run", smoothing=0) as bar, spread(processes, scheduler):
        # Runs take seconds to hours: none should wait for another in one batch.
        work = Parallel(batch_size=1, pre_dispatch="all", return_as="generator_unordered")
        for finished in work(
            delayed(execute)(job, not here, reporter(bar, job) if here else silent)
            for job in jobs
        ):
            bar.update()
            bar.set_postfix_str(f"done: {finished.job}")
            yield finished


@contextmanager
def spread(processes, scheduler):
    """Choose for joblib where the work is done."""
    if scheduler is None:
        with parallel_config("loky", n_jobs=processes, inner_max_num_threads=1):
            yield
        return
    from distributed import Client

    with Client(scheduler) as client, parallel_config("dask", client=client, n_jobs=-1):
        yield


def reporter(bar, job):
    """Return a function that shows a text beside the bar."""
    return lambda text: bar.set_postfix_str(f"{job}: {text}")


def silent(text):
    """Show nothing: other processes cannot draw on our bar."""
