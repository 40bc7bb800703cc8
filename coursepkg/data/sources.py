"""Where a data set comes from: the first source in a fixed order that has it.

The order: the folder that COURSEPKG_DATA_DIR names, the cache, the makers' own download, a
stand-in that the course makes up. COURSEPKG_OFFLINE=1 leaves the network alone;
COURSEPKG_SOURCE allows one source and no other.
"""

import os
import warnings
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from .data_set import DataError
from .files import cache_folder, checked_files, data_folder, fetch
from .registry import get_set

# By kind, in order: the sentence to print.
SOURCES = {
    "folder": "the {title}, from the folder that COURSEPKG_DATA_DIR names",
    "cache": "the {title}, from the cache of earlier downloads",
    "download": "the {title}, downloaded from {host}",
    "stand-in": "a small stand-in that the course made up, in place of the real data",
}
STAND_INS = Path(__file__).parent / "stand_ins"  # written by tools/stand_ins


class DataWarning(UserWarning):
    """A source failed, and the next one is asked."""


@dataclass(frozen=True)
class Source:
    """Where a data set came from."""

    kind: str  # one of SOURCES
    files: dict[str, Path]  # by role, checked; none for a stand-in
    description: str  # a sentence to print


def find_source(name):
    """Return the first `Source` that has a data set.

    A source that fails costs a `DataWarning`, which says why and what is tried next.

    Args:
        name: "sarcasm", "imdb" or "stack_overflow"; "airline" ships with the package.

    Raises:
        ValueError: there is no data set of that name, or no source that COURSEPKG_SOURCE names.
        DataError: the folder of COURSEPKG_DATA_DIR holds a wrong file, or the only source that
            COURSEPKG_SOURCE allows fails.
    """
    data_set = get_set(name)
    if not data_set.files:
        raise ValueError(f"{name} ships with the package: there is nothing to find")
    kinds = _kinds(name)
    for kind, following in zip(kinds, [*kinds[1:], None], strict=True):
        try:
            files = _files(kind, data_set)
        except DataError as error:
            # Whoever names a folder or a source wants that one, and no other in silence.
            if kind == "folder" or following is None:
                raise
            sentence = f"{name}: {error}. Next: {_description(following, data_set)}."
            warnings.warn(sentence, DataWarning, stacklevel=2)
            continue
        if files is not None:
            return Source(kind, files, _description(kind, data_set))
    raise DataError(f"COURSEPKG_SOURCE allows only {kinds[0]!r}, which does not have {name}")


def _kinds(name):
    """Return the kinds of source to ask, in order."""
    only = os.environ.get("COURSEPKG_SOURCE")
    if only and only not in SOURCES:
        raise ValueError(f"COURSEPKG_SOURCE is {only!r}; expected one of {', '.join(SOURCES)}")
    absent = [] if os.environ.get("COURSEPKG_DATA_DIR") else ["folder"]
    if os.environ.get("COURSEPKG_OFFLINE", "") not in ("", "0"):
        absent.append("download")
    if only in absent:
        raise DataError(
            f"COURSEPKG_SOURCE allows only {only!r}, which {name} cannot come from: "
            "COURSEPKG_DATA_DIR is not set, or COURSEPKG_OFFLINE is"
        )
    return [only] if only else [kind for kind in SOURCES if kind not in absent]


def _files(kind, data_set):
    if kind == "folder":
        return checked_files(data_folder(), data_set.files)
    if kind == "cache":
        return checked_files(cache_folder(), data_set.files)
    return fetch(data_set) if kind == "download" else {}


def _description(kind, data_set):
    host = urlsplit(data_set.download.address).netloc
    return SOURCES[kind].format(title=data_set.title, host=host)
