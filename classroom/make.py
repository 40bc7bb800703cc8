"""`python -m classroom make [--check] [SLUG …]`: write the forms of each assignment anew.

It works in a clone of the repository, on `assignments/<slug>/source.md`.
"""

from pathlib import Path

from .safe_text import complain


def add_arguments(parser):
    """Describe what may follow `make` on the command line."""
    parser.add_argument("slugs", nargs="*", metavar="SLUG", help="such as gru; default: all")
    parser.add_argument("--check", action="store_true", help="write nothing; fail if stale")


def run(arguments):
    """Write what is stale, or name it; the exit status is 1 if something is wrong."""
    folders = {
        path.parent.name: path.parent for path in Path("assignments").glob("*/source.md")
    }
    if not folders:
        complain("no assignments/*/source.md here: go into a clone of the course's repository")
        return 2
    if unknown := set(arguments.slugs) - set(folders):
        complain(f"no assignment: {', '.join(sorted(unknown))}")
        return 2
    # Here, because outside the repository what forms are made with is not installed.
    from .assignment_source import SourceError, read
    from .forms import forms

    stale = []
    for slug in arguments.slugs or sorted(folders):
        try:
            texts = forms(read(folders[slug]))
        except SourceError as error:
            complain(error)
            return 1
        for name, text in texts.items():
            path = folders[slug] / name
            if path.exists() and path.read_text("utf-8") == text:
                continue
            stale.append(path)
            if not arguments.check:
                path.write_text(text, "utf-8")
                print(f"made {path}")
    if arguments.check and stale:
        for path in stale:
            complain(f"stale: {path}")
        complain("Run `python -m classroom make` and commit what it changes.")
        return 1
    return 0
