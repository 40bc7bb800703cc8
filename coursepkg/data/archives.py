"""Read texts out of an archive from somewhere else, without ever unpacking it to disk.

Members are read one by one, and only regular files under expected names. A member's path is
never used as a path. An archive with a link, or with a path that leads out, is refused whole:
no maker of these sets has a reason for one.
"""

import gzip
import io
import tarfile
import zlib

from .registry import DataError

MOST_UNPACKED = 2**30  # bytes; the largest archive of the course unpacks to half of that
LONGEST_TEXT = 2**20  # bytes
CHUNK = 2**20  # bytes

UNREADABLE = (tarfile.TarError, zlib.error, EOFError, OSError, ValueError)


def read_texts(path, wanted):
    """Return the texts of a .tar.gz archive: a dictionary from member name to text.

    Line ends become "\\n", as they do in any file that Python reads as text.

    Args:
        path: the archive.
        wanted: a compiled pattern; members whose whole name it does not match are passed over.

    Raises:
        DataError: the archive is damaged, dangerous or too large.
    """
    texts = {}
    try:
        with (
            gzip.open(path) as file,
            tarfile.open(fileobj=(unpacked := _Limited(file)), mode="r|") as archive,
        ):
            for member in archive:
                name = _checked_name(member)
                if not wanted.fullmatch(name):
                    continue
                if name in texts:
                    raise DataError(f"the archive holds {name} twice")
                if not member.isreg() or member.size > LONGEST_TEXT:
                    raise DataError(f"{name} in the archive is too large, or no file")
                text = archive.extractfile(member).read().decode()
                texts[name] = io.StringIO(text, newline=None).read()
            # tarfile takes a damaged header for the end; gzip's sum, behind all, tells.
            while unpacked.read(CHUNK):
                pass
    except UNREADABLE as error:
        raise DataError(f"the archive is damaged ({error})") from None
    return texts


class _Limited:
    """A stream that ends with an error where too much comes out of it."""

    def __init__(self, stream):
        self._stream, self._left = stream, MOST_UNPACKED

    def read(self, size):
        content = self._stream.read(size)
        self._left -= len(content)
        if self._left < 0:
            raise DataError(f"the archive unpacks to more than {MOST_UNPACKED:,} bytes")
        return content


def _checked_name(member):
    """Return a member's name without a leading "./"; refuse what could lead out."""
    if not (member.isreg() or member.isdir()):
        raise DataError(f"the archive holds a link or a device, {member.name!r}: refused")
    parts = member.name.replace("\\", "/").split("/")
    if ".." in parts or parts[0] == "" or ":" in parts[0]:
        raise DataError(f"the archive holds a path that leads out, {member.name!r}: refused")
    return "/".join(part for part in parts if part not in ("", "."))
