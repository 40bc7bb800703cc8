"""What the course knows about a data set: its makers, its files, and how they are read."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple


class DataError(RuntimeError):
    """A data set cannot be had from a source; the message is one sentence for the reader."""


class DataFile(NamedTuple):
    """One file as `load` reads it: one JSON object a line."""

    name: str  # in the cache; in a folder of the reader's also with .xz behind it
    rows: int
    size: int  # bytes, uncompressed
    sha256: str  # of the uncompressed file, whatever source it comes from


class Download(NamedTuple):
    """What the makers of a data set offer."""

    address: str
    sha256: str | None  # None where nobody has published one: those of the files decide
    most_bytes: int  # more than this is not the file
    first_bytes: bytes  # what the file begins with; a web page does not


@dataclass(frozen=True)
class DataSet:
    """One data set; those of labelled texts have all the fields."""

    name: str
    title: str
    makers: str
    terms: str
    files: dict[str, DataFile] = field(default_factory=dict)  # by role: "train", "test", "all"
    download: Download | None = None
    convert: Callable | None = None  # the downloaded file's path -> bytes of the files, by role
    noun: str = "text"  # what one text is called
    text_field: str = "text"
    label_field: str = "label"
    labels: tuple = (0, 1)  # as the files write them
    class_names: tuple = ()  # in the same order, as people read them
    former_files: tuple = ()  # names that earlier versions left in the cache
