"""The assignments of the repository."""

from functools import cache
from pathlib import Path

from classroom.assignment import Assignment
from classroom.assignment_source import read

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDERS = {path.parent.name: path.parent for path in ROOT.glob("assignments/*/source.md")}
SOURCES = {slug: read(folder) for slug, folder in sorted(FOLDERS.items())}


@cache
def assignment_in(folder, seed):
    """Return the `Assignment` of a folder, made once: its cases take longer than most tests."""
    return Assignment(folder / "key.py", seed)


MISTAKES = [(slug, m["name"]) for slug, source in SOURCES.items() for m in source.mistakes]
