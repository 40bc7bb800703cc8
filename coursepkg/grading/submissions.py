"""What lies in a folder as Canvas, Moodle or Colab hand it over: one submission a file."""

import os
import re
from dataclasses import dataclass
from pathlib import Path

from .notebooks import SUFFIXES

# Canvas: lastnamefirst_LATE_12345_67890_any name.ipynb. Moodle: a folder for each learner,
# First Last_12345_assignsubmission_file_ (an older one ends with "file"). Where teams hand in,
# it is one folder for each team, with the team's name and number.
CANVAS = re.compile(r"(?P<learner>[^_/]+)_(?:LATE_)?(?P<id>[0-9]+)_[0-9]+_[^/]+")
MOODLE = re.compile(r"(?P<learner>[^/]+)_(?P<id>[0-9]+)_assignsubmission_file_?/.+")
# Made by Colab, Jupyter and computers, not by learners.
NOT_HANDED_IN = {".ipynb_checkpoints", "__MACOSX", "__pycache__"}


@dataclass(frozen=True)
class Submission:
    """A file that was handed in."""

    path: Path
    name: str  # its path within the folder, with "/"

    @property
    def learner(self):
        """Who handed it in, as the file's or the folder's name says; else the name itself."""
        match = CANVAS.fullmatch(self.name) or MOODLE.fullmatch(self.name)
        return match["learner"] if match else self.name.rpartition(".")[0]

    @property
    def id(self):
        """The learner's number in Canvas or Moodle, or ""."""
        match = CANVAS.fullmatch(self.name) or MOODLE.fullmatch(self.name)
        return match["id"] if match else ""


def readable(path):
    """Return a path as text that differs from that of any other path.

    Bytes that are not UTF-8 become escapes, so that they do not break the table, and two
    files with other bytes there do not become one.
    """
    return os.fsencode(path).replace(b"\\", rb"\\").decode("utf-8", "backslashreplace")


def find(folder):
    """Return what was handed in, by name, and the names of other files.

    Links are not followed: they would make us read a file that nobody handed in.

    Raises:
        ValueError: there is no such folder, or nothing to grade in it.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise ValueError(f"{folder} is not a folder; expected one with notebooks or scripts")
    submissions, others = [], []
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        hidden = any(part.startswith(".") or part in NOT_HANDED_IN for part in parts)
        name = readable("/".join(parts))
        if hidden or (path.is_dir() and not path.is_symlink()):
            continue
        if (
            path.suffix.lower() in (*SUFFIXES, ".zip")
            and path.is_file()
            and not path.is_symlink()
        ):
            submissions.append(Submission(path, name))
        else:
            others.append(name)
    if not submissions:
        raise ValueError(f"{folder} holds no notebook (.ipynb), script (.py) or zip of one")
    return submissions, others
