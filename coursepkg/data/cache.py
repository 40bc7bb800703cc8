"""The cache: where fetched data sets lie, written whole or not at all, by one process a set."""

import hashlib
import os
import shutil
from contextlib import contextmanager
from pathlib import Path

from .registry import DataError

# How long another process may take to fetch a set before we stop waiting for it.
LONGEST_WAIT = 3600  # seconds


def cache_folder():
    """Return the folder of the cache, which may not exist yet.

    It is the one that COURSEPKG_CACHE_DIR names, or else "coursepkg" in the user's folder for
    caches (on Linux `~/.cache`).
    """
    named = os.environ.get("COURSEPKG_CACHE_DIR")
    if named:
        return Path(named).expanduser().resolve()
    import pooch  # only here: not every source needs it

    return pooch.os_cache("coursepkg")


@contextmanager
def workplace(name):
    """Lend a new, empty folder inside the cache, to one process at a time for each data set.

    Whatever still lies in it at the end is removed, and so is what a process left that was
    killed. Errors of the disk become a `DataError`.
    """
    from filelock import FileLock, Timeout

    cache = cache_folder()
    folder = cache / f".unfinished-{name}"
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with FileLock(cache / f".{name}.lock", timeout=LONGEST_WAIT):
            try:
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir()
                yield folder
            finally:
                shutil.rmtree(folder, ignore_errors=True)
    except Timeout:
        raise DataError(
            f"another process has been fetching {name} for more than {LONGEST_WAIT} s"
        ) from None
    except OSError as error:
        raise DataError(
            f"the cache {cache} cannot be written ({error.strerror or error}); make room there "
            f"or name another folder in COURSEPKG_CACHE_DIR"
        ) from None


def keep(folder, files, contents):
    """Put what was fetched into the cache and return its paths.

    Args:
        folder: what `workplace` lent.
        files: dictionary from role to `DataFile`.
        contents: dictionary from role to bytes.

    Raises:
        DataError: the contents are not those that the files should have. Nothing was kept.
    """
    for role, file in files.items():
        content = contents[role]
        digest = hashlib.sha256(content).hexdigest()
        if digest != file.sha256:
            rows = content.count(b"\n")
            raise DataError(
                f"what was made of it for {file.name} is not what is known: {rows:,} rows, "
                f"expected {file.rows:,}; SHA-256 {digest}, expected {file.sha256}"
            )
        (folder / file.name).write_bytes(content)
    kept = {role: folder.parent / file.name for role, file in files.items()}
    for path in kept.values():
        (folder / path.name).replace(path)
    return kept


def remove(data_set):
    """Remove the files of a data set from the cache and return their paths."""
    removed = []
    with workplace(data_set.name) as folder:
        for file in every_file(data_set):
            path = folder.parent / file.name
            if path.exists():
                path.unlink()
                removed.append(path)
    return removed


def every_file(data_set):
    """Return all files that the cache may hold of a data set, whatever their source."""
    from_package = data_set.package.files if data_set.package else {}
    return [*data_set.files.values(), *from_package.values()]
