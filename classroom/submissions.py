"""The code in a file that a learner handed in: read with suspicion, never run here."""

import io
import json
import zipfile
from pathlib import PurePosixPath

LARGEST = 20 * 2**20  # bytes of a file, and of what a zip unpacks to
MOST_CELLS = 5_000
SUFFIXES = (".ipynb", ".py")
# Others unpack all that they hold at once, which can be a gigabyte for a kilobyte.
BOUNDED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
TOO_LARGE = f"larger than {LARGEST / 2**20:.0f} MB: hand it in without its outputs"


class SubmissionError(Exception):
    """A file that cannot be graded; the message says why, to its author."""


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
    suffix = PurePosixPath(name).suffix.lower()
    if suffix == ".zip":
        return cells_of(*_only_member(content))
    if suffix == ".py":
        return [("script", _decoded(content))]
    try:
        notebook = json.loads(_decoded(content))
    except (ValueError, RecursionError):
        raise SubmissionError("it is not a notebook: its text is not JSON") from None
    return _code_cells(notebook)


def _code_cells(notebook):
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if not isinstance(cells, list):
        raise SubmissionError("it is not a notebook of format 4: it has no list of cells")
    if len(cells) > MOST_CELLS:
        raise SubmissionError(f"it has {len(cells):,} cells; {MOST_CELLS:,} are the most")
    found = []
    for number, cell in enumerate(cells, start=1):
        if not isinstance(cell, dict) or cell.get("cell_type") != "code":
            continue
        source = cell.get("source", "")
        if isinstance(source, list):
            source = "".join(line for line in source if isinstance(line, str))
        if isinstance(source, str):
            found.append((f"cell {number}", source))
    if not found:
        raise SubmissionError("it has no cell with code")
    return found


def _decoded(content):
    """Return text: UTF-8, or UTF-16 where the file begins by saying so."""
    utf_16 = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    try:
        return content.decode("utf-16" if utf_16 else "utf-8-sig")
    except UnicodeDecodeError:
        raise SubmissionError("its text is not UTF-8: save it anew as UTF-8") from None


def _only_member(content):
    """Return the name and the content of the one notebook or script in a zip, in memory."""
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
