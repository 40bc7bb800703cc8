"""The command line: `python -m tools.packages build|try`."""

import argparse
import sys
import tempfile
from pathlib import Path

from tools.packages.build import CLASSROOM, build
from tools.packages.environments import PYTHONS, columns, try_out


def main(words=None):
    """Run the command and return its exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.packages", description=__doc__)
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    making = actions.add_parser("build", help="make the wheel and the sdist")
    trying = actions.add_parser("try", help="install each by itself, and see whether it works")
    trying.add_argument(
        "--pythons", nargs="+", default=PYTHONS, metavar="VERSION", help=", ".join(PYTHONS)
    )
    for action in (making, trying):
        action.add_argument("--out", type=Path, default=Path("dist"), metavar="FOLDER")
    arguments = parser.parse_args(words)
    try:
        made = build(arguments.out)
        (grader,) = build(arguments.out, ["wheel"], CLASSROOM)
        for path in (*made, grader):
            print(f"{path.name}: {path.stat().st_size / 1e6:.2f} MB")
        return try_all(made, grader, arguments.pythons) if arguments.action == "try" else 0
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return 1


def try_all(made, grader, pythons):
    """Try each distribution, the grader beside it, with every Python; return the status."""
    status = 0
    print(columns("python", "from", "packages", "size", "import", "doctor"))
    for python in pythons:
        for path in made:
            kind = "wheel" if path.suffix == ".whl" else "sdist"
            try:
                with tempfile.TemporaryDirectory() as folder:
                    seen = try_out(path, grader, python, Path(folder))
            except RuntimeError as error:
                print(columns(python, kind, "failed"), error, sep="\n", flush=True)
                status = 1
                continue
            print(columns(python, kind, *seen.cells()), flush=True)
            for problem in seen.problems:
                print(f"    {problem}", flush=True)
                status = 1
    return status


if __name__ == "__main__":
    sys.exit(main())
