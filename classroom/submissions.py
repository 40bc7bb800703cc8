"""What was handed in: the files of a folder and the code in each, read and never run here.

Canvas, Moodle and Colab hand over one file for each submission: a notebook, a script, or a zip
of one.
"""

import io
import json
import os
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

LARGEST = 20 * 2**20  # bytes of a file, and of what a zip unpacks to
MOST_CELLS = 5_000
MOST_CODE = 2**21  # characters; each becomes up to twelve bytes on its way into the sandbox
MOST_MEMBERS = 10_000  # of a zip: each costs a kilobyte before anything is unpacked
MOST_VALUES = 1_000_000  # in a notebook's JSON: each takes up to 200 bytes once it is read
SUFFIXES = (".ipynb", ".py")
# Others unpack all that they hold at once, which can be a gigabyte for a kilobyte.
BOUNDED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
TOO_LARGE = f"larger than {LARGEST / 2**20:.0f} MB: hand it in without its outputs"
# Canvas: lastnamefirst_LATE_12345_67890_any name.ipynb, of which the numbers are the learner's
# and the file's. Moodle: First Last_12345_assignsubmission_file_, followed by the file's name,
# or as a folder; newer ones leave out the last "_". Where teams hand in, it is one folder for
# each team, with the team's name and number. Both may lie in folders. Whatever looks like one
# of them inside a file's own name was chosen by the learner, so the first match counts.
CANVAS = re.compile(
    r"(?:.*/)?(?P<learner>[^/]+?)_(?:late_)?(?P<id>[0-9]+)_[0-9]+_[^/]+", re.IGNORECASE
)
MOODLE = re.compile(
    r"(?:.*?/)??(?P<learner>[^/_]+)_(?P<id>[0-9]+)_assignsubmission_file(?:_?/|_)(?P<file>.+)"
)
# Made by Colab, Jupyter and computers, not by learners.
NOT_HANDED_IN = {".ipynb_checkpoints", "__MACOSX", "__pycache__"}


class SubmissionError(Exception):
    """A file that cannot be graded; the message says why, to its author."""


@dataclass(frozen=True)
class Submission:
    """A file that was handed in."""

    path: Path
    name: str  # its path within the folder, with "/"

    @property
    def learner(self):
        """Who handed it in, as the file's or the folder's name says; else the name itself."""
        return match["learner"] if (match := self._match) else self.name.rpartition(".")[0]

    @property
    def id(self):
        """The learner's number in Canvas or Moodle, or ""."""
        return match["id"] if (match := self._match) else ""

    @property
    def _match(self):
        return MOODLE.fullmatch(self.name) or CANVAS.fullmatch(self.name)


def readable(path):
    """Return a path as text that differs from that of any other path.

    Bytes that are not UTF-8 become escapes, so that they do not break the table, and two
    files with other bytes there do not become one.
    """
    return os.fsencode(path).replace(b"\\", rb"\\").decode("utf-8", "backslashreplace")


def find_submissions(folder):
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
        link, suffix = path.is_symlink(), path.suffix.lower()
        if hidden or (path.is_dir() and not link):
            continue
        name = readable("/".join(parts))
        if suffix in (*SUFFIXES, ".zip") and path.is_file() and not link:
            submissions.append(Submission(path, name))
        else:
            others.append(name)
    if not submissions:
        raise ValueError(f"{folder} holds no notebook (.ipynb), script (.py) or zip of one")
    return submissions, others


def read_file(path):
    """Return the content of a file, unless it is too large.

    Raises:
        SubmissionError: it is too large, or cannot be read.
    """
    try:
        with open(path, "rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise SubmissionError(f"it cannot be read: {error.strerror}") from None
    if len(content) > LARGEST:
        raise SubmissionError(TOO_LARGE)
    return content


def cells_of(name, content):
    """Return the code of a notebook, of a script, or of the one of them in a zip.

    Args:
        name: the file's name; only its ending matters.
        content: bytes.

    Returns:
        A list of (label, source code), in the order of the file.

    Raises:
        SubmissionError: it is no such file, or a dangerous one.
    """
    cells = _cells_of(name, content)
    if sum(len(source) for _, source in cells) > MOST_CODE:
        raise SubmissionError(f"it has more than {MOST_CODE / 2**20:.0f} MB of code")
    return cells


def _cells_of(name, content):
    suffix = PurePosixPath(name).suffix.lower()
    if suffix == ".zip":
        return cells_of(*_only_member(content))
    if suffix == ".py":
        return [("script", _decoded(content))]
    text = _decoded(content)
    if sum(map(text.count, "[{,")) > MOST_VALUES:
        raise SubmissionError("it has too many values: hand it in without its outputs")
    try:
        notebook = json.loads(text)
    except (ValueError, RecursionError):
        raise SubmissionError("it is not a notebook: its text is not JSON") from None
    return _code_cells(notebook)


def _code_cells(notebook):
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if not isinstance(cells, list):
        raise SubmissionError("it is not a notebook of format 4: it has no list of cells")
    if len(cells) > MOST_CELLS:
        raise SubmissionError(f"it has {len(cells):,} cells; {MOST_CELLS:,} are the most")
    code_cells = []
    for number, cell in enumerate(cells, start=1):
        if not isinstance(cell, dict) or cell.get("cell_type") != "code":
            continue
        source = cell.get("source", "")
        if isinstance(source, list):
            source = "".join(line for line in source if isinstance(line, str))
        if isinstance(source, str):
            code_cells.append((f"cell {number}", source))
    if not code_cells:
        raise SubmissionError("it has no cell with code")
    return code_cells


def _decoded(content):
    """Return text: UTF-8, or UTF-16 where the file begins by saying so."""
    utf_16 = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    try:
        return content.decode("utf-16" if utf_16 else "utf-8-sig")
    except UnicodeDecodeError:
        raise SubmissionError("its text is not UTF-8: save it anew as UTF-8") from None


def _only_member(content):
    """Return the name and the content of the one notebook or script in a zip, in memory."""
    if content.count(b"PK\1\2") > MOST_MEMBERS:  # how each entry of the directory begins
        raise SubmissionError(f"the zip holds more than {MOST_MEMBERS:,} files, expected one")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [_checked(member) for member in archive.infolist()]
            wanted = [m for m in members if PurePosixPath(m.filename).suffix in SUFFIXES]
            if len(wanted) != 1:
                raise SubmissionError(
                    f"the zip holds {len(wanted)} notebooks and scripts, expected one"
                )
            if wanted[0].compress_type not in BOUNDED:
                raise SubmissionError("the zip is packed in an unusual way: pack it by deflate")
            with archive.open(wanted[0]) as file:
                inside = file.read(LARGEST + 1)
    except SubmissionError:
        raise
    except Exception:  # of zipfile, or of any of the decompressors behind it
        raise SubmissionError("the zip is damaged or encrypted") from None
    if len(inside) > LARGEST:
        raise SubmissionError(TOO_LARGE)
    return wanted[0].filename, inside


def _checked(member):
    """Refuse a zip with a path that leads out of it: nobody has a reason for one."""
    parts = member.filename.replace("\\", "/").split("/")
    if ".." in parts or parts[0] == "" or ":" in parts[0]:
        raise SubmissionError(f"the zip holds a path that leads out, {member.filename!r}")
    return member
