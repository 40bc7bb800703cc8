"""The command line: `python -m tools.assignments [--check] [slug …]`."""

import argparse
import sys
from pathlib import Path

from tools.assignments import instructor, key, learner
from tools.assignments.blanks import BlankError
from tools.assignments.source import SourceError, read

REPOSITORY = Path(__file__).resolve().parent.parent.parent
COMMAND = "python -m tools.assignments"


def main(arguments: list[str] | None = None, root: Path = REPOSITORY) -> int:
    """Run the command and return its exit status."""
    parser = argparse.ArgumentParser(
        prog=COMMAND, description="Make the forms of each assignment from its source."
    )
    parser.add_argument("slugs", nargs="*", metavar="slug", help="such as gru; default: all")
    parser.add_argument("--check", action="store_true", help="write nothing; fail if stale")
    options = parser.parse_args(arguments)
    known = sorted(path.parent.name for path in (root / "assignments").glob("*/source.md"))
    if unknown := set(options.slugs) - set(known):
        parser.error(f"no assignment: {', '.join(sorted(unknown))}")
    stale = []
    for slug in options.slugs or known:
        try:
            made = forms(root / "assignments" / slug)
        except (SourceError, BlankError) as error:
            print(error, file=sys.stderr)
            return 1
        for path, text in made.items():
            if path.exists() and path.read_text("utf-8") == text:
                continue
            stale.append(path)
            if not options.check:
                path.write_text(text, "utf-8")
                print(f"made {path.relative_to(root)}")
    if options.check and stale:
        for path in stale:
            print(f"stale: {path.relative_to(root)}", file=sys.stderr)
        print(f"Run `{COMMAND}` and commit what it changes.", file=sys.stderr)
        return 1
    return 0


def forms(folder: Path) -> dict[Path, str]:
    """Return the files that are made from a source, and what is in them."""
    source = read(folder)
    return {
        folder / f"{source.slug}.ipynb": learner.build(source),
        folder / "nbgrader.ipynb": learner.build_for_nbgrader(source),
        folder / "instructor.ipynb": instructor.build(source),
        folder / "key.py": key.build(source),
    }


if __name__ == "__main__":
    sys.exit(main())
