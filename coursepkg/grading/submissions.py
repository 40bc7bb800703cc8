"""What lies in a folder as Canvas, Moodle or Colab hand it over: one submission a file."""

import os
import re
from dataclasses import dataclass
from pathlib import Path

from .notebooks import SUFFIXES

# Canvas: lastnamefirst_LATE_12345_67890_any name.ipynb. Moodle: a folder for each learner,
# First Last_12345_assignsubmission_file_ (an older one ends with "file").
CANVAS = re.compile(r"(?P<learner>[^_/]+)_(?:LATE_)?(?P<id>\d+)_\d+_[^/]+")
MOODLE = re.compile(r"(?P<learner>[^/]+)_(?P<id>\d+)_assignsubmission_file_?/.+")
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
        # A name that is not UTF-8 must not break the table.
        name = os.fsencode("/".join(parts)).decode("utf-8", "replace")
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
