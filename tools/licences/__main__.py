"""The command line: `python -m tools.licences [--check]`."""

import argparse
import sys

from tools.licences.page import PAGE, ROOT, written
from tools.licences.rules import Rules


def main(words=None, root=ROOT, rules=None):
    """Write the page, or say whether it is up to date; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.licences", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing")
    arguments = parser.parse_args(words)
    try:
        text, problems = written(rules or Rules(), root)
    except RuntimeError as error:
        text, problems = None, [str(error)]
    page = root / PAGE
    if not problems and arguments.check and page.read_text("utf-8") != text:
        problems = [f"{PAGE} is out of date: run make licences and commit it"]
    for problem in problems:
        print(f"licences: {problem}", file=sys.stderr)
    if problems:
        return 1
    if not arguments.check:
        page.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
