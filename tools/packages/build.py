"""Makes the wheel and the sdist: the same bytes from the same files, on any day."""

import shutil
import subprocess
import sys
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


def _make(kind, folder, root):
    command = [sys.executable, "-m", "hatchling", "build", "--target", kind, "--directory"]
    with tempfile.TemporaryDirectory() as empty:
        done = subprocess.run([*command, empty], cwd=root, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"the {kind} was not made:\n{done.stdout}{done.stderr}")
        (made,) = Path(empty).iterdir()
        return Path(shutil.copy(made, folder))
