"""Runs the notebooks in an image that is not ours, such as Colab's: `make image`, inside it.

The wheel is all that they get of the course. It must not replace anything that the image has.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from importlib import metadata
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

ROOT = Path(__file__).resolve().parent.parent.parent
SECONDS_A_CELL = 600
QUIET = {"COURSEPKG_OFFLINE": "1", "COURSEPKG_SOURCE": "stand-in", "TF_CPP_MIN_LOG_LEVEL": "2"}


def versions():
    """Return the version of every installed package, by name."""
    return {found.name.lower(): found.version for found in metadata.distributions()}


def replaced(before, after):
    """Yield what an installation has changed among that which was there."""
    for name, version in before.items():
        if after.get(name) != version:
            yield f"{name} {version} became {after.get(name, 'nothing')}"


def install(folder):
    """Make the wheel and install it, as a notebook's first cell does."""
    pip = [sys.executable, "-m", "pip", "--quiet"]
    subprocess.run([*pip, "wheel", "--no-deps", "-w", str(folder), str(ROOT)], check=True)
    (wheel,) = folder.glob("*.whl")
    subprocess.run([*pip, "install", str(wheel)], check=True)


def run(path, folder):
    """Run a notebook in a folder of its own; return what went wrong, or ""."""
    client = NotebookClient(
        nbformat.read(path, as_version=4),
        timeout=SECONDS_A_CELL,
        kernel_name="python3",
        resources={"metadata": {"path": str(folder)}},
    )
    try:
        client.execute(env={**os.environ, **QUIET})
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
        return str(error)
    return ""


def main(notebooks=ROOT / "notebooks"):
    """Install, run every notebook, and return the exit status."""
    before = versions()
    with tempfile.TemporaryDirectory() as folder:
        install(Path(folder))
    wrong = list(replaced(before, versions()))
    print("\n".join(wrong) or "nothing of the image was replaced", flush=True)
    for path in sorted(Path(notebooks).rglob("*.ipynb")):
        place = Path(tempfile.mkdtemp())
        failure = run(path, place)
        shutil.rmtree(place)
        print(f"{path.relative_to(notebooks)}: {failure or 'runs'}", flush=True)
        if failure:
            wrong.append(failure)
    return 1 if wrong else 0


if __name__ == "__main__":
    os.chdir(tempfile.gettempdir())  # the repository must not be what is imported
    sys.path[:] = [place for place in sys.path if place not in ("", str(ROOT))]
    sys.exit(main())
