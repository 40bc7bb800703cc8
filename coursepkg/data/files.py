"""Files of data sets: found, checked, downloaded and kept in a cache outside the repository.

Pooch downloads: with progress bar, time-outs, retries and a hash. It leaves to us: one
process a set, a cache that is written whole or not at all, archives that are read without ever
being unpacked to disk, and errors that say what to do.

Hashing costs what reading costs: 0.03 s for the largest plain file, 1 s for a compressed one.
That is little beside what follows, so a file is checked in every process that asks for it.
"""

import gzip
import hashlib
import io
import json
import lzma
import os
import re
import shutil
import tarfile
import zlib
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from .data_set import DataError

# How long another process may take to fetch a set before we stop waiting for it.
LONGEST_WAIT = 3600  # seconds
CONNECT_SECONDS, READ_SECONDS = 10, 30
RETRIES = 3  # pooch waits 1, 2, 3 s before them
MOST_UNPACKED = 2**30  # bytes; the largest archive of the course unpacks to half of that
LONGEST_TEXT = 2**20  # bytes
CHUNK = 2**20  # bytes
PROXY_ADVICE = {
    "403": "; ask who runs it to let you through",
    "407": "; name yourself to it: HTTPS_PROXY=http://name:password@host:port",
}


def data_folder():
    """Return the folder that COURSEPKG_DATA_DIR names, or None if it names none.

    Raises:
        DataError: there is no such folder.
    """
    name = os.environ.get("COURSEPKG_DATA_DIR")
    folder = Path(name).expanduser().resolve() if name else None
    if folder and not folder.is_dir():
        raise DataError(
            f"COURSEPKG_DATA_DIR is {name!r}, which is not a folder; correct or unset it"
        )
    return folder


def cache_folder():
    """Return the folder of the cache, which may not exist yet.

    It is the one that COURSEPKG_CACHE_DIR names, or else "coursepkg" in the user's folder for
    caches (on Linux `~/.cache`).
    """
    import pooch  # only here and below: not every source needs it

    cache = pooch.create(pooch.os_cache("coursepkg"), "", env="COURSEPKG_CACHE_DIR")
    return cache.abspath.resolve()


def paths_in(folder, files):
    """Return the paths of those files that are in a folder, plain or with .xz, unchecked.

    Args:
        folder: a `Path`.
        files: dictionary from role to `DataFile`.
    """
    paths = {}
    for role, file in files.items():
        for path in (folder / file.name, folder / f"{file.name}.xz"):
            if os.path.isfile(path):  # unlike Path's method, False where reading is forbidden
                paths.setdefault(role, path)
    return paths


def checked_files(folder, files):
    """Return the paths of the files in a folder, or None if none of them is there.

    Raises:
        DataError: a file is not the right one, or some are there and others are not.
    """
    paths = paths_in(folder, files)
    if not paths:
        return None
    missing = [file.name for role, file in files.items() if role not in paths]
    if missing:
        here = ", ".join(path.name for path in paths.values())
        raise DataError(f"{folder} holds {here}, but not {', '.join(missing)}")
    for role, path in paths.items():
        check(path, files[role])
    return paths


def check(path, file):
    """Compare a file with its `DataFile`.

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
def _digest(path, size, _size_on_disk, _time_of_change):
    """Return the SHA-256 of an uncompressed file, remembered until its size or time changes.

    One byte more than expected is enough to see that it is another file: a small .xz could
    unpack for ever.
    """
    with open_file(path) as file:
        return hashlib.sha256(file.read(size + 1)).hexdigest()


def open_file(path):
    """Open a file for reading bytes, uncompressed if its name ends in .xz."""
    return lzma.open(path) if path.suffix == ".xz" else open(path, "rb")


def fetch(data_set):
    """Download a `DataSet` into the cache and return the paths of its files by role.

    Raises:
        DataError: it did not arrive, it is another one, or the cache cannot be written.
    """
    with workplace(data_set.name) as folder:
        # While we waited for the place, another process may have fetched what we want.
        with suppress(DataError):
            if paths := checked_files(folder.parent, data_set.files):
                return paths
        contents = data_set.convert(download(data_set.download, folder))
        return store(contents, data_set.files, folder)


@contextmanager
def workplace(name):
    """Lend a new, empty folder inside the cache, to one process at a time for each data set.

    Whatever is still in it at the end is removed, and so is what a process left that was
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
            "or name another folder in COURSEPKG_CACHE_DIR"
        ) from None


def store(contents, files, folder):
    """Put what was fetched into the cache and return its paths by role.

    Args:
        contents: dictionary from role to bytes.
        files: dictionary from role to `DataFile`.
        folder: the one of `workplace`.

    Raises:
        DataError: the contents are not those that the files should have. Nothing was stored.
    """
    for role, file in files.items():
        digest = hashlib.sha256(contents[role]).hexdigest()
        if digest != file.sha256:
            rows = contents[role].count(b"\n")
            raise DataError(
                f"what was made of it for {file.name} is not what is known: {rows:,} rows, "
                f"expected {file.rows:,}; SHA-256 {digest}, expected {file.sha256}"
            )
        (folder / file.name).write_bytes(contents[role])
    for file in files.values():  # only now that all of them are right
        (folder / file.name).replace(folder.parent / file.name)
    return paths_in(folder.parent, files)


def remove(data_set):
    """Remove the files of a data set from the cache and return their paths."""
    names = *(file.name for file in data_set.files.values()), *data_set.former_files
    with workplace(data_set.name) as folder:
        paths = [path for name in names if (path := folder.parent / name).exists()]
        for path in paths:
            path.unlink()
    return paths


def download(wanted, folder):
    """Download a file into a folder and return its path.

    A file that was cut off or damaged on its way is asked for again; a wrong address, a
    refusal or a web page instead of the file is not.

    Args:
        wanted: a `Download`.
        folder: a `Path`; should be empty.

    Raises:
        DataError: it did not arrive; the message says why.
        OSError: it cannot be written.
    """
    import pooch
    import requests

    # A server that packs on the way would hide the size of the file.
    headers, seconds = {"Accept-Encoding": "identity"}, (CONNECT_SECONDS, READ_SECONDS)
    request = pooch.HTTPDownloader(progressbar=True, timeout=seconds, headers=headers)

    def get(address, path, _):
        try:
            with open(path, "wb") as file:
                request(address, _Guard(file, wanted), None)
        except requests.RequestException as error:
            # A server that is overloaded may recover; an address that is wrong does not.
            if "400" <= _status(error) < "500":
                raise DataError(_reason(error, wanted)) from None
            raise

    base, _, name = wanted.address.rpartition("/")
    fetcher = pooch.create(
        folder, base, registry={name: wanted.sha256}, retry_if_failed=RETRIES
    )
    try:
        return Path(fetcher.fetch(name, downloader=get))
    except (DataError, OSError, ValueError) as error:
        if getattr(error, "errno", None):  # of the disk; those of requests have none
            raise
        host, reason = urlsplit(wanted.address).netloc, _reason(error, wanted)
        raise DataError(f"the download from {host} failed: {reason}") from None


class _Guard:
    """A file that takes what arrives, as long as it can be the one that was asked for."""

    def __init__(self, file, wanted):
        self._file, self._wanted = file, wanted
        self.flush = file.flush

    def write(self, chunk):
        start, most = self._wanted.first_bytes, self._wanted.most_bytes
        if not self._file.tell() and chunk[: len(start)] != start[: len(chunk)]:
            raise DataError(
                f"something else came, which begins with {chunk[:30]!r}: perhaps a page that "
                "asks you to log in to your network"
            )
        if self._file.tell() + len(chunk) > most:
            raise DataError(f"the file is larger than the expected {most:,} bytes")
        self._file.write(chunk)


def _status(error):
    """Return what a server or proxy answered, such as "404 Not Found"; "" if none did."""
    response = getattr(error, "response", None)
    if response is not None:
        return f"{response.status_code} {response.reason}"
    # requests has no response for a proxy that refuses to connect us, but only this text.
    refusal = re.search(r"Tunnel connection failed: (\d{3}[^'\")]*)", str(error))
    return refusal[1].strip() if refusal else ""


def _reason(error, wanted):
    """Return in plain words what went wrong, who said so, and what to do."""
    from requests import ConnectionError, ConnectTimeout, Timeout, exceptions, utils

    proxies = utils.get_environ_proxies(wanted.address)
    proxy = utils.select_proxy(wanted.address, proxies) or ""
    proxy = proxy.rpartition("//")[2].rpartition("@")[2].strip("/")  # without the password
    if status := _status(error):
        response = getattr(error, "response", None)
        if response is not None and response.status_code != 407:
            return f"{urlsplit(response.url).netloc} answered {status}"
        return f"the proxy {proxy} answered {status}{PROXY_ADVICE.get(status[:3], '')}"
    if isinstance(error, exceptions.ProxyError):
        return f"the proxy {proxy} cannot be reached; correct or unset HTTPS_PROXY"
    if isinstance(error, exceptions.SSLError):
        detail = getattr(error.args[0], "reason", error)
        return (
            f"there is no secure connection to it ({detail}); if your network inspects what it "
            "carries, name its certificates in REQUESTS_CA_BUNDLE"
        )
    if isinstance(error, ConnectTimeout):
        return f"no connection within {CONNECT_SECONDS} s"
    # A stall amid the file has no class of its own in requests.
    if isinstance(error, Timeout) or "timed out" in str(error):
        return f"nothing came for {READ_SECONDS} s"
    if isinstance(error, exceptions.ChunkedEncodingError):
        return "the connection broke off before the end"
    if isinstance(error, ConnectionError):
        return "no connection"
    if "TLS CA certificate bundle" in str(error):  # so requests says that there is no such file
        return f"{error}; correct or unset REQUESTS_CA_BUNDLE and CURL_CA_BUNDLE"
    if isinstance(error, DataError):
        return str(error)
    # pooch says that the hash differs.
    return (
        f"the file that came is damaged or another one than expected (SHA-256 {wanted.sha256})"
    )


def read_texts(path, pattern):
    """Return the texts of a .tar.gz archive: a dictionary from member name to text.

    Members are read one by one, and only regular files under expected names. A member's path
    is never used as a path. An archive with a link, or with a path that leads out, is refused
    whole: no maker of these sets has a reason for one. Line ends become "\\n", as they do in
    any file that Python reads as text.

    Args:
        path: the archive.
        pattern: compiled; members whose whole name it does not match are passed over.

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
                if not pattern.fullmatch(name):
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
    except (tarfile.TarError, zlib.error, EOFError, OSError, ValueError) as error:
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


def json_lines(rows):
    """Return rows in the one form that `load` reads, as bytes: a JSON object a line."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()
