"""Files of a data set in a folder: whether they are there, and whether they are the right ones.

Hashing costs what reading costs: 0.03 s for the largest plain file, 1 s for a compressed one.
That is little beside what follows, so a file is checked in every process that asks for it.
"""

import hashlib
import lzma
import os
from functools import lru_cache
from pathlib import Path

from .registry import DataError

CHUNK = 2**20


def data_folder():
    """Return the folder that COURSEPKG_DATA_DIR names, or None if it names none.

    Raises:
        DataError: there is no such folder.
    """
    named = os.environ.get("COURSEPKG_DATA_DIR")
    if not named:
        return None
    folder = Path(named).expanduser().resolve()
    if not folder.is_dir():
        raise DataError(
            f"COURSEPKG_DATA_DIR is {named!r}, which is not a folder; correct or unset it"
        )
    return folder


def lying_in(folder, files):
    """Return the paths of those files that lie in a folder, plain or with .xz, unchecked.

    Args:
        folder: a `Path`.
        files: dictionary from role to `DataFile`.
    """
    found = {}
    for role, file in files.items():
        for path in (folder / file.name, folder / f"{file.name}.xz"):
            if role not in found and os.path.isfile(path):
                found[role] = path
    return found


def checked_in(folder, files):
    """Return the paths of the files in a folder, or None if none of them is there.

    Raises:
        DataError: a file is not the right one, or some are there and others are not.
    """
    found = lying_in(folder, files)
    if not found:
        return None
    missing = [file.name for role, file in files.items() if role not in found]
    if missing:
        here = ", ".join(path.name for path in found.values())
        raise DataError(f"{folder} holds {here}, but not {', '.join(missing)}")
    for role, path in found.items():
        check(path, files[role])
    return found


def check(path, file):
    """Compare a file with what is known of it.

    Raises:
        DataError: it cannot be read, or it is another one.
    """
    try:
        state = path.stat()
        digest = _digest(path, file.size, state.st_size, state.st_mtime_ns)
    except (OSError, lzma.LZMAError, EOFError) as error:
        raise DataError(f"{path} cannot be read ({error}); remove or replace it") from None
    if digest != file.sha256:
        raise DataError(
            f"{path} is not the file it should be (expected SHA-256 {file.sha256}, found "
            f"{digest}); remove or replace it"
        )


@lru_cache(maxsize=32)
def _digest(path, most_bytes, _size, _changed):
    """Return the SHA-256 of an uncompressed file, remembered until its size or time changes.

    One byte more than expected is enough to see that it is another file: a small .xz could
    unpack for ever.
    """
    digest = hashlib.sha256()
    opened = lzma.open if path.suffix == ".xz" else open
    with opened(path, "rb") as file:
        left = most_bytes + 1
        while chunk := file.read(min(CHUNK, left)):
            digest.update(chunk)
            left -= len(chunk)
    return digest.hexdigest()
