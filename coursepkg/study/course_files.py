"""Finds what the pages read of the repository, also where only the wheel is installed."""

from pathlib import Path

# tools/packages/build_hook.py fills this folder of the wheel; the repository has none.
COURSE_FILES = Path(__file__).resolve().parent.parent / "course_files"


def find_file(name):
    """Return the path of a file of the repository, or of the copy that the wheel brings.

    The repository goes before: this folder, or the nearest above it that has the file.

    Args:
        name: as in the repository, such as "results/airline.json" or a record's "weights".

    Raises:
        FileNotFoundError: it is in none of them.
    """
    here = Path.cwd().resolve()
    for folder in (here, *here.parents, COURSE_FILES):
        if (folder / name).is_file():
            return folder / name
    raise FileNotFoundError(
        f"{name} is in the course's repository, but not in {here.name} or a folder above it, "
        f"nor does this installation bring it; clone the repository, install the wheel of "
        f"the course's site, or make the file with python -m coursepkg study"
    )
