"""`python -m coursepkg study LAB`: run what is missing of a study, and gather the results."""

import sys
from pathlib import Path

from . import jobs
from .pool import run_all
from .store import Store

SMOKE_FOLDER = Path("_build/smoke")


def add_arguments(parser):
    """Tell the parser what the command understands."""
    parser.add_argument(
        "lab", choices=jobs.names(), metavar="LAB", help=", ".join(jobs.names())
    )
    parser.add_argument("--seeds", type=positive, metavar="N", help="seeds 0 to N - 1")
    parser.add_argument(
        "--configurations", nargs="+", metavar="NAME", help="only these; default: all"
    )
    parser.add_argument(
        "--twins", nargs="+", choices=jobs.TWINS, default=jobs.TWINS, help="only these"
    )
    parser.add_argument(
        "--jobs", type=positive, default=1, metavar="N", help="runs at a time; default 1"
    )
    parser.add_argument(
        "--scheduler", metavar="ADDRESS", help="run on a Dask cluster, tcp://host:8786"
    )
    parser.add_argument(
        "--smoke",
        action="store_true",
        help=f"a quick trial of the program: two seeds, little of everything, {SMOKE_FOLDER}",
    )
    parser.add_argument(
        "--into", type=Path, metavar="FOLDER", help="where results/ and weights/ are; default ."
    )
    parser.add_argument(
        "--forget", nargs="+", default=[], metavar="NAME", help="first drop runs of these"
    )


def positive(text):
    """Return a number of at least 1."""
    number = int(text)
    if number < 1:
        raise ValueError
    return number


def run(arguments):
    """Do what the arguments say; return 1 if a run failed, 2 if they make no sense, else 0."""
    seeds = 2 if arguments.smoke and arguments.seeds is None else arguments.seeds
    folder = arguments.into or (SMOKE_FOLDER if arguments.smoke else Path("."))
    store = Store(arguments.lab, folder)
    try:
        wanted = jobs.plan(
            arguments.lab, seeds, arguments.configurations, arguments.twins, arguments.smoke
        )
        trial = arguments.smoke and arguments.into is None
        outdated = {job.configuration for job in wanted} if trial else arguments.forget
        if outdated:
            print(f"dropped {store.forget(outdated)} earlier runs")
        missing = store.missing(wanted)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    print(f"{arguments.lab}: {len(wanted)} runs, {len(wanted) - len(missing)} there already")
    failed = []
    for finished in run_all(missing, arguments.jobs, arguments.scheduler) if missing else ():
        if finished.error is None:
            store.save(finished)
        else:
            failed.append(finished)
    print(f"results are in {store.gather()}")
    for finished in failed:
        print(f"\n{finished.job} failed:\n{finished.error}", file=sys.stderr)
    return 1 if failed else 0
