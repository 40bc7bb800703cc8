"""`python -m benchmarks`: compare the twins, print a table, write `results.json`."""

import argparse
import json
from pathlib import Path

from . import cases, run, table, twins

RESULTS = Path(__file__).parent / "results.json"
ROUNDS, QUICK_ROUNDS = 12, 3
SECONDS = 0.1  # of a turn


def arguments(given=None):
    """Return the arguments of the command line, checked."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="Compare our twin with Keras, and with PyTorch where it is installed.",
    )
    parser.add_argument("--quick", action="store_true", help="a few rounds only")
    parser.add_argument("--case", metavar="NAME", help="one case only, without writing")
    parser.add_argument(
        "--output",
        metavar="FILE",
        type=Path,
        help="where results go; by default benchmarks/results.json, and nowhere with --quick",
    )
    chosen = parser.parse_args(given)
    if chosen.case is not None:
        try:
            cases.get(chosen.case)
        except ValueError as error:
            parser.error(str(error))
    if chosen.case is not None and chosen.output is not None:
        parser.error("--output takes the results of all cases; leave out --case")
    return chosen


def main():
    """Run what the command line asks for."""
    chosen = arguments()
    present = twins.available()
    rounds = QUICK_ROUNDS if chosen.quick else ROUNDS
    if chosen.case is not None:
        measurements = run.measure([chosen.case], present, rounds, SECONDS)
        results = {"twins": present, "measurements": measurements}
    else:
        results = run.everything(present, rounds, SECONDS)
    print(*table.lines(results), sep="\n")
    output = chosen.output or (None if chosen.quick or chosen.case else RESULTS)
    if output is not None:
        output.write_text(as_json(results), encoding="utf-8")


def as_json(results):
    """Return results as text, numbers with five digits: more than they deserve."""

    def shorter(text):
        return float(f"{float(text):.5g}")

    return json.dumps(json.loads(json.dumps(results), parse_float=shorter), indent=1) + "\n"


if __name__ == "__main__":
    main()
