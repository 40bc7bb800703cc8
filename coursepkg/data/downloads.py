"""Fetch one file from its makers: with progress bar, time-outs, retries and a hash."""

from urllib.parse import urlsplit

import pooch
import requests

from .registry import DataError

CONNECT_SECONDS, READ_SECONDS = 10, 30
RETRIES = 3  # pooch waits 1, 2, 3 s before them
# A server that packs on the way would hide the size of the file.
HEADERS = {"Accept-Encoding": "identity"}


class _File:
    """Takes what arrives, as long as it can be the file that was asked for."""

    def __init__(self, file, download):
        self._file, self._download = file, download
        self._received = 0
        self.flush = file.flush

    def write(self, chunk):
        start = self._download.first_bytes
        if not self._received and chunk[: len(start)] != start[: len(chunk)]:
            raise DataError(
                f"something else came, which begins with {chunk[:30]!r}: perhaps a page that "
                "asks you to log in to your network"
            )
        self._received += len(chunk)
        if self._received > self._download.most_bytes:
            raise DataError(
                f"the file is larger than the expected {self._download.most_bytes:,} bytes"
            )
        self._file.write(chunk)


def fetch(download, folder):
    """Download a file into a folder and return its path.

    A file that was cut off or damaged on its way is asked for again; a wrong address or a web
    page instead of the file is not.

    Args:
        download: a `Download`.
        folder: a `Path`; should be empty.

    Raises:
        DataError: it did not arrive; the message says why.
        OSError: it cannot be written.
    """
    name = urlsplit(download.address).path.rpartition("/")[2]

    def downloader(address, path, _):
        request = pooch.HTTPDownloader(
            progressbar=True, timeout=(CONNECT_SECONDS, READ_SECONDS), headers=HEADERS
        )
        try:
            with open(path, "wb") as file:
                request(address, _File(file, download), None)
        except requests.HTTPError as error:
            # A server that is overloaded may recover; an address that is wrong does not.
            if error.response.status_code < 500:
                raise DataError(_reason(error)) from None
            raise

    fetcher = pooch.create(
        folder,
        base_url="",
        urls={name: download.address},
        registry={name: download.sha256},
        retry_if_failed=RETRIES,
    )
    host = urlsplit(download.address).netloc
    try:
        return folder / fetcher.fetch(name, downloader=downloader)
    except (DataError, requests.RequestException) as error:
        raise DataError(f"the download from {host} failed: {_reason(error)}") from None
    except ValueError:  # so pooch says that the hash differs
        raise DataError(
            f"the download from {host} failed: the file that came is damaged or another one "
            f"than expected (SHA-256 {download.sha256})"
        ) from None


def _reason(error):
    """Return in plain words what went wrong."""
    if isinstance(error, requests.HTTPError):
        return f"the server answered {error.response.status_code} {error.response.reason}"
    if isinstance(error, requests.ConnectTimeout):
        return f"no connection within {CONNECT_SECONDS} s"
    # A stall amid the file has no class of its own in requests.
    if isinstance(error, requests.Timeout) or "timed out" in str(error):
        return f"nothing came for {READ_SECONDS} s"
    if isinstance(error, requests.exceptions.ChunkedEncodingError):
        return "the connection broke off before the end"
    if isinstance(error, requests.exceptions.SSLError):
        return "the server could not prove who it is (TLS certificate)"
    if isinstance(error, requests.ConnectionError):
        return "no connection"
    return str(error)
