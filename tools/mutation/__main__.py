"""The command line: `python -m tools.mutation [--module gru …] [--workers 2]`."""

import argparse
import multiprocessing
import os
import sys
import tempfile

import hypothesis  # noqa: F401  loaded once, before the forks
import numpy as np  # noqa: F401

from . import mutants, report
from .project import ROOT, copy_project, source_of
from .quick import survivors
from .record import Record
from .thorough import survives

MODULES = [
    *("activations", "gradcheck", "losses", "metrics", "optimizers", "rnn", "lstm", "gru"),
    *("recurrence", "fast.rnn", "fast.lstm", "fast.gru", "fast.sequences"),
    *("layers.dense", "layers.embedding", "layers.pooling", "layers.dropout", "layers.base"),
    *("layers.recurrent", "layers.bidirectional", "model", "training", "scan", "min_gru"),
]
AT_A_TIME = 25  # mutants for one run of pytest


def main():
    """Try every mutant; return 1 if the survivors are not those of `equivalent.toml`."""
    options = read_options()
    # To load all plugins would take longer than most tests.
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    results = {}
    with tempfile.TemporaryDirectory(prefix="mutation-") as folder:
        copy_project(ROOT, folder)
        os.chdir(folder)
        for module in options.module or MODULES:
            results[module] = judge(module, options)
        os.chdir(ROOT)
    print("", *report.table(results), sep="\n")
    if not (options.module or options.quick or options.keep):
        report.write(results)
    complaints = report.complaints(results)
    for line in complaints:
        print(line)
    return 1 if complaints else 0


def read_options():
    """Return the options of the command line."""
    parser = argparse.ArgumentParser(prog="python -m tools.mutation", description=__doc__)
    parser.add_argument("--module", nargs="+", choices=MODULES, help="only these")
    parser.add_argument("--workers", type=int, default=min(os.cpu_count() or 1, 2))
    parser.add_argument("--quick", action="store_true", help="leave out what needs Keras")
    parser.add_argument("--keep", action="store_true", help="believe in kills of earlier tests")
    return parser.parse_args()


def judge(module, options):
    """Return (mutant, verdict) for every mutant of a module."""
    record, source = Record(module, options.keep), source_of(module)
    every, unchanged = mutants.make(module, source), mutants.Mutant(module, 0, "", "", source)

    def unknown():
        return [mutant for mutant in every if mutant.key not in record.verdicts]

    def show():
        print(f"\r{module}: {len(record.verdicts)} of {len(every)} ", end="", flush=True)

    show()
    with fresh_processes(options.workers) as pool:
        left = unknown()
        groups = [left[start : start + AT_A_TIME] for start in range(0, len(left), AT_A_TIME)]
        if left and not pool.apply(quick, ([unchanged],))[0]:
            sys.exit(f"the tests of {module} fail without any mutant: mend them first")
        for group, alive in zip(groups, pool.imap(quick, groups), strict=True):
            record.add(
                {m.key: "numpy" for m, lives in zip(group, alive, strict=True) if not lives}
            )
            show()
        left = unknown()
        if left and not options.quick:
            if not pool.apply(survives, (unchanged,)):
                sys.exit(f"the tests of {module} with Keras fail without any mutant")
            for mutant, lives in zip(left, pool.imap(survives, left), strict=True):
                record.add({mutant.key: None if lives else "keras"})
                show()
    print(flush=True)
    return [(mutant, record.verdicts.get(mutant.key)) for mutant in every]


def quick(group):
    """Try a group of mutants in this process, which is for nothing else."""
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    return survivors(group[0].module, group)


def fresh_processes(workers):
    """Return a pool whose processes each do one piece of work and end."""
    return multiprocessing.get_context("fork").Pool(workers, maxtasksperchild=1)


if __name__ == "__main__":
    sys.exit(main())
