"""What was handed in: the files of a folder and the code in each, read and never run here.

Canvas, Moodle and Colab hand over one file for each submission: a notebook, a script, or a zip
of one. `kind_of` decides by the name what a file is, in a folder and in a zip alike. Whatever
else lies in the folder is a submission too, one that cannot be graded, so that its author
hears of it; only what computers add by themselves is passed over.
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
KINDS = {".ipynb": "notebook", ".py": "script", ".json": "JSON", ".zip": "zip"}
# Others unpack all that they hold at once, which can be a gigabyte for a kilobyte.
BOUNDED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
TOO_LARGE = f"larger than {LARGEST / 2**20:.0f} MB: hand it in without its outputs"
# Canvas: lastnamefirst_LATE_12345_67890_any name.ipynb, of which the numbers are the learner's
# and the file's; what was typed or linked is lastnamefirst_12345_text.html or _link.html.
# Moodle: First Last_12345_assignsubmission_file_, followed by the file's name, or as a folder;
# newer ones leave out the last "_"; what was typed is "onlinetext" instead of "file". Where
# teams hand in, it is one folder for each team, with the team's name and number. Both may lie
# in folders. Whatever looks like one of them inside a file's own name was chosen by the
# learner, so the first match counts.
CANVAS = re.compile(
    r"(?:.*/)?(?P<learner>[^/]+?)_(?:late_)?(?P<id>[0-9]+)_(?:[0-9]+_[^/]+|(?:text|link)\.html)",
    re.IGNORECASE,
)
MOODLE = re.compile(
    r"(?:.*?/)??(?P<learner>[^/_]+)_(?P<id>[0-9]+)_assignsubmission_(?P<kind>file|onlinetext)"
    r"(?:_?/|_)(?P<file>.+)"
)
# Made by Colab, Jupyter and computers, not by learners.
NOT_HANDED_IN = {"__MACOSX", "__pycache__"}  # and what begins with a dot
NOT_GRADABLE = "it is no notebook (.ipynb), script (.py) or zip of one"
LONGEST_LABEL = 40  # characters of a cell's first line


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


def kind_of(name):
    """Return what a file is by its name: "notebook", "script", "JSON", "zip", or "" for others.

    What browsers and systems append does not count: gru.ipynb.txt is a notebook.
    """
    *_, before, last = ["", "", *PurePosixPath(name.lower()).suffixes[-2:]]
    return KINDS.get(before if last in (".txt", ".json") and before in KINDS else last, "")


def is_handed_in(name):
    """Say whether a path is a learner's, not one that a computer has added."""
    parts = PurePosixPath(name).parts
    return not any(part.startswith(".") or part in NOT_HANDED_IN for part in parts)


def find_submissions(folder):
    """Return every `Submission` of a folder, by name.

    Raises:
        ValueError: there is no such folder, or nothing to grade in it.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise ValueError(f"{folder} is not a folder; expected one with notebooks or scripts")
    submissions = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if is_handed_in(name) and (path.is_symlink() or not path.is_dir()):
            submissions.append(Submission(path, readable(name)))
    if not any(kind_of(submission.name) for submission in submissions):
        raise ValueError(f"{folder} holds no notebook (.ipynb), script (.py) or zip of one")
    return submissions


def read_file(path):
    """Return the content of a file, unless it is too large.

    A link is not followed: it would make us read a file that nobody handed in.

    Raises:
        SubmissionError: it is too large, or cannot be read.
    """
    try:
        with open(path, "rb", opener=_without_links) as file:
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
    kind = kind_of(name)
    if kind == "zip":
        return cells_of(*_only_member(content))
    if kind == "script":
        return [("script", _decoded(content))]
    if not kind:
        raise SubmissionError(NOT_GRADABLE)
    text = _decoded(content)
    if sum(map(text.count, "[{,")) > MOST_VALUES:
        raise SubmissionError("it has too many values: hand it in without its outputs")
    try:
        notebook = json.loads(text)
    except (ValueError, RecursionError):
        raise SubmissionError("it is not a notebook: its text is not JSON") from None
    return _code_cells(notebook)


def _without_links(path, flags):
    # Not blocked by a pipe either, which reads as an empty file.
    return os.open(path, flags | os.O_NOFOLLOW | os.O_NONBLOCK)


def _code_cells(notebook):
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if cells is None and isinstance(notebook, dict):
        try:  # up to format 3, cells were in worksheets, of which nobody ever had two
            cells = notebook["worksheets"][0]["cells"]
        except (KeyError, IndexError, TypeError):
            cells = None
    if not isinstance(cells, list):
        raise SubmissionError("it is not a notebook: it has no list of cells")
    if len(cells) > MOST_CELLS:
        raise SubmissionError(f"it has {len(cells):,} cells; {MOST_CELLS:,} are the most")
    code_cells = []
    for cell in cells:
        if not isinstance(cell, dict) or cell.get("cell_type") != "code":
            continue
        source = cell.get("source", cell.get("input", ""))  # "input" up to format 3
        if isinstance(source, list):
            source = "".join(line for line in source if isinstance(line, str))
        if isinstance(source, str):
            code_cells.append((_label(source), source))
    if not code_cells:
        raise SubmissionError("it has no cell with code")
    return code_cells


def _label(source):
    """Name a cell by what stands in it: Jupyter shows no numbers."""
    lines = [line for line in source.split("\n") if line.strip() and line[0] not in "#%"]
    text = "".join(c for c in (lines or [source])[0].strip() if c.isprintable() and c != "`")
    return f"cell `{text[:LONGEST_LABEL]}{'…' * (len(text) > LONGEST_LABEL)}`"


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
            members = [m for m in members if is_handed_in(m.filename) and not m.is_dir()]
            # A notebook beats the scripts beside it, and any of them a file of settings.
            by_kind = [
                [m for m in members if kind_of(m.filename) == kind]
                for kind in ("notebook", "script", "JSON")
            ]
            wanted = next(filter(None, by_kind), [])
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
