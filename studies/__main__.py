"""Train what is missing of a lab's study over many seeds, and gather the results."""

import argparse
import sys
from pathlib import Path

from . import jobs
from .records import Store

FOLDER = Path(__file__).parent
SMOKE_FOLDER = Path("_build/smoke")


def arguments(words):
    """Return the arguments of the command line, checked."""
    parser = argparse.ArgumentParser(prog="python -m studies", description=__doc__)
    labs = jobs.names()
    parser.add_argument("lab", choices=labs, metavar="LAB", help=", ".join(labs))
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
        "--into", type=Path, metavar="FOLDER", help="where results/ and weights/ are"
    )
    parser.add_argument(
        "--forget", nargs="+", default=[], metavar="NAME", help="first drop runs of these"
    )
    return parser.parse_args(words)


def positive(text):
    """Return a number of at least 1."""
    number = int(text)
    if number < 1:
        raise ValueError
    return number


def main(words):
    """Do what the words say; return 1 if a run failed, 2 if they make no sense, else 0."""
    options = arguments(words)
    seeds = 2 if options.smoke and options.seeds is None else options.seeds
    store = Store(options.lab, options.into or (SMOKE_FOLDER if options.smoke else FOLDER))
    try:
        wanted = jobs.plan(
            options.lab, seeds, options.configurations, options.twins, options.smoke
        )
        trial = options.smoke and options.into is None
        outdated = {job.configuration for job in wanted} if trial else options.forget
        if outdated:
            print(f"dropped {store.forget(outdated)} earlier runs")
        missing = store.missing(wanted)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    print(f"{options.lab}: {len(wanted)} runs, {len(wanted) - len(missing)} there already")
    failed = []
    for finished in jobs.run_all(missing, options.jobs, options.scheduler) if missing else ():
        if finished.error is None:
            store.save(finished)
        else:
            failed.append(finished)
    print(f"results are in {store.gather()}")
    for finished in failed:
        print(f"\n{finished.job} failed:\n{finished.error}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
