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
from .trials import survives_with_keras, survivors

MODULES = [
    *("activations", "gradcheck", "losses", "metrics", "optimizers", "rnn", "lstm", "gru"),
    *("recurrence", "fast.rnn", "fast.lstm", "fast.gru", "fast.sequences"),
    *("layers.dense", "layers.embedding", "layers.pooling", "layers.dropout", "layers.base"),
    *("layers.recurrent", "layers.bidirectional", "model", "training", "scan", "min_gru"),
]
AT_A_TIME = 25  # mutants for one run of pytest


def main():
    """Try every mutant; return 1 if the survivors are not those of `equivalent.toml`."""
    parser = argparse.ArgumentParser(prog="python -m tools.mutation", description=__doc__)
    parser.add_argument("--module", nargs="+", choices=MODULES, help="only these")
    parser.add_argument("--workers", type=int, default=min(os.cpu_count() or 1, 2))
    parser.add_argument("--quick", action="store_true", help="leave out what needs Keras")
    options = parser.parse_args()
    # To load all plugins would take longer than most tests.
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    results = {}
    with tempfile.TemporaryDirectory(prefix="mutation-") as folder:
        copy_project(ROOT, folder)
        os.chdir(folder)
        for module in options.module or MODULES:
            results[module] = judge(module, options.workers, options.quick)
        os.chdir(ROOT)
    print("", *report.table(results), sep="\n")
    if not options.quick:
        report.write(results)
    complaints = report.complaints(results)
    print("\n".join(complaints))
    return 1 if complaints else 0


def judge(module, workers, quick_only):
    """Return (mutant, verdict) for every mutant: killed by "numpy" or "keras", or None."""
    source = source_of(module)
    every, unchanged = mutants.make(module, source), mutants.Mutant(module, 0, "", "", source)
    groups = [every[start : start + AT_A_TIME] for start in range(0, len(every), AT_A_TIME)]
    killed_by = {}

    def show():
        print(f"\r{module}: {len(killed_by)} of {len(every)} killed ", end="", flush=True)

    with fresh_processes(workers) as pool:
        if not pool.apply(quick, ([unchanged],))[0]:
            sys.exit(f"the tests of {module} fail without any mutant: mend them first")
        for group, alive in zip(groups, pool.imap(quick, groups), strict=True):
            killed_by |= {
                m: "numpy" for m, lives in zip(group, alive, strict=True) if not lives
            }
            show()
        undecided = [] if quick_only else [m for m in every if m not in killed_by]
        if undecided and not pool.apply(survives_with_keras, (unchanged,)):
            sys.exit(f"the tests of {module} with Keras fail without any mutant")
        alive = pool.imap(survives_with_keras, undecided)
        for mutant, lives in zip(undecided, alive, strict=True):
            if not lives:
                killed_by[mutant] = "keras"
            show()
    print(flush=True)
    return [(mutant, killed_by.get(mutant)) for mutant in every]


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
