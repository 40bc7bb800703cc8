"""Runs notebooks as the site offers them, knowing nothing but their first cell.

`python -m tools.colab [--like RUNTIME] [slug …]`. The wheel is served from this machine as the
site would. Each notebook runs in an empty folder, and in a fresh environment that has Jupyter's
kernel and nothing else, or what a runtime of Colab brings; its first cell installs the rest.
Notebooks whose first cells are the same share an environment.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from tools.packages.build import build
from tools.packages.image import QUIET, replaced
from tools.serving import served
from website.site_notebooks import FOLDER, published

ROOT = Path(__file__).resolve().parent.parent
# What is there before the first cell, and in which Python. Of Colab's newest runtime no list of
# versions could be had: "newest" has the newest of what the course could get in the way of.
RUNTIMES = {
    "nothing": ("3.13", ["ipykernel"]),
    "newest": (
        "3.13",
        [
            *("ipykernel", "keras", "matplotlib", "numpy", "pandas", "scikit-learn", "scipy"),
            *("statsmodels", "tensorflow"),
        ],
    ),
    "2026.01": ("3.12", ["--requirements", str(Path(__file__).with_name("colab-2026.01.txt"))]),
}
SECONDS_A_CELL = 600


def uv(*words):
    """Run uv, which makes and fills environments, and return what it prints.

    Not in the repository, whose settings for uv leave TensorFlow out on Linux.
    """
    done = subprocess.run(
        [sys.executable, "-m", "uv", *words],
        cwd=tempfile.gettempdir(),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"uv {words[0]} failed:\n{done.stderr}")
    return done.stdout


def versions(python):
    """Return the version of every package of an environment, by name."""
    found = json.loads(uv("pip", "list", "--format", "json", "--python", str(python)))
    return {one["name"]: one["version"] for one in found}


def environment(folder, python, packages):
    """Make an environment with a kernel; return its interpreter."""
    uv("venv", "--quiet", "--seed", "--python", python, str(folder / "env"))
    inside = folder / "env" / ("Scripts" if os.name == "nt" else "bin") / "python"
    uv("pip", "install", "--quiet", "--python", str(inside), *packages)
    kernel = folder / "jupyter" / "kernels" / "python3" / "kernel.json"
    kernel.parent.mkdir(parents=True)
    command = [str(inside), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    kernel.write_text(json.dumps({"argv": command, "display_name": "a", "language": "python"}))
    return inside


def run(notebook, folder):
    """Run a notebook in an empty folder; return what went wrong, or ""."""
    with tempfile.TemporaryDirectory() as empty:
        client = NotebookClient(
            notebook,
            timeout=SECONDS_A_CELL,
            kernel_name="python3",
            resources={"metadata": {"path": empty}},
        )
        # Jupyter looks for kernels below these folders.
        os.environ["JUPYTER_PATH"] = str(folder / "jupyter")
        kept = {name: value for name, value in os.environ.items() if "PYTHON" not in name}
        try:
            client.execute(env={**kept, **QUIET})
        except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
            return str(error)
    return ""


def check(slugs, site, python, packages):
    """Run the notebooks, print a line for each, and return how many went wrong."""
    groups = defaultdict(list)
    for slug in slugs:
        notebook = nbformat.read(ROOT / FOLDER / f"{slug}.ipynb", as_version=4)
        notebook = published(notebook, slug, site)
        groups[notebook.cells[0].source].append((slug, notebook))
    wrong = 0
    for members in groups.values():
        with tempfile.TemporaryDirectory() as name:
            inside = environment(Path(name), python, packages)
            before = versions(inside)
            for slug, notebook in members:
                start = time.monotonic()
                failure = run(notebook, Path(name))
                after = versions(inside)
                failure = failure or ", ".join(replaced(before, after))
                seconds = time.monotonic() - start
                print(
                    f"{slug}: {failure or 'runs'}, {seconds:.0f} s, "
                    f"{len(after) - len(before)} packages more than before",
                    flush=True,
                )
                wrong += bool(failure)
    return wrong


def main(words=None):
    """Serve, run, and return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.colab")
    parser.add_argument("slugs", nargs="*", metavar="slug", help="default: all notebooks")
    parser.add_argument(
        "--like",
        choices=RUNTIMES,
        default="nothing",
        help="the runtime of Colab to start from; default: a kernel and nothing else",
    )
    parser.add_argument(
        "--python", help="an interpreter; default: one of the runtime's version"
    )
    options = parser.parse_args(words)
    paths = sorted((ROOT / FOLDER).rglob("*.ipynb"))
    known = [path.relative_to(ROOT / FOLDER).with_suffix("").as_posix() for path in paths]
    if unknown := set(options.slugs) - set(known):
        parser.error(f"no notebook: {', '.join(sorted(unknown))}")
    with tempfile.TemporaryDirectory() as folder:
        build(Path(folder, "wheels"), kinds=["wheel"])
        with served(folder) as site:
            version, packages = RUNTIMES[options.like]
            wrong = check(
                options.slugs or known, f"{site}/", options.python or version, packages
            )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
