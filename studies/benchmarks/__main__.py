"""Compare our twin's speed with Keras', and with PyTorch's where it is installed."""

import argparse
import json
from pathlib import Path

from . import cases, measurements, table, twins

RESULTS = Path(__file__).parent / "results.json"
ROUNDS, QUICK_ROUNDS = 12, 3
SECONDS = 0.1  # of a turn


def arguments(words=None):
    """Return the arguments of the command line, checked."""
    parser = argparse.ArgumentParser(prog="python -m studies.benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a few rounds, without writing")
    parser.add_argument("--case", metavar="NAME", help="one case only, without writing")
    options = parser.parse_args(words)
    if options.case is not None:
        try:
            cases.get(options.case)
        except ValueError as error:
            parser.error(str(error))
    return options


def main():
    """Run what the command line asks for; print a table, and write `results.json`."""
    options = arguments()
    present = twins.available()
    rounds = QUICK_ROUNDS if options.quick else ROUNDS
    if options.case is not None:
        measured = measurements.measure([options.case], present, rounds, SECONDS)
        results = {"twins": present, "measurements": measured}
    else:
        results = measurements.everything(present, rounds, SECONDS)
    print(*table.lines(results), sep="\n")
    if not options.quick and options.case is None:
        RESULTS.write_text(as_json(results), encoding="utf-8")


def as_json(results):
    """Return results as text, numbers with five digits: more than they deserve."""

    def shorter(text):
        return float(f"{float(text):.5g}")

    return json.dumps(json.loads(json.dumps(results), parse_float=shorter), indent=1) + "\n"


if __name__ == "__main__":
    main()
