"""Makes the wheel and the sdist: the same bytes from the same files, on any day."""

import io
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
CLASSROOM = ROOT / "classroom"  # a distribution of its own, of which there is a wheel alone


def build(folder, kinds=("wheel", "sdist"), root=ROOT):
    """Make distributions of the package and return their paths, in the order of `kinds`.

    Hatchling dates every file alike, by SOURCE_DATE_EPOCH if that is set. It is run from this
    environment, so that nothing is fetched.

    Args:
        folder: where they go; it is made if need be.
        kinds: "wheel", "sdist" or both.
        root: the folder of `pyproject.toml`.

    Raises:
        RuntimeError: Hatchling failed; the message is what it said.
    """
    folder = Path(folder).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return [_make(kind, folder, root) for kind in kinds]


def build_commit(folder, commit, root=ROOT):
    """Make the wheel of an earlier version and return its path.

    Args:
        folder: where it goes; it is made if need be.
        commit: a commit or a tag of the repository.
        root: the repository.

    Raises:
        RuntimeError: the repository has no such commit, or Hatchling failed.
    """
    # Without what is large and in no wheel.
    files = [".", ":!notebooks", ":!vendor", ":!website/vendor", ":!tests"]
    command = ["git", "-C", str(root), "archive", commit, "--", *files]
    done = subprocess.run(command, capture_output=True)
    if done.returncode:
        error = done.stderr.decode(errors="replace").strip()
        raise RuntimeError(f"{error}; to fetch the history: git fetch --tags --unshallow")
    with tempfile.TemporaryDirectory() as source:
        with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
            archive.extractall(source, filter="data")
        (wheel,) = build(folder, ["wheel"], root=source)
    return wheel


def _make(kind, folder, root):
    command = [sys.executable, "-m", "hatchling", "build", "--target", kind, "--directory"]
    with tempfile.TemporaryDirectory() as empty:
        done = subprocess.run([*command, empty], cwd=root, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"the {kind} was not made:\n{done.stdout}{done.stderr}")
        (made,) = Path(empty).iterdir()
        return Path(shutil.copy(made, folder))
