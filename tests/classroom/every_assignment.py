"""The assignments of the repository."""

from pathlib import Path

from classroom.assignment_source import read

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDERS = {path.parent.name: path.parent for path in ROOT.glob("assignments/*/source.md")}
SOURCES = {slug: read(folder) for slug, folder in sorted(FOLDERS.items())}
MISTAKES = [(slug, m["name"]) for slug, source in SOURCES.items() for m in source.mistakes]
