"""Runs notebooks where Jupyter is not ours: `python -m tools.packages.runtimes`.

Without options (`make colab-check`) the wheel is served from this machine as the site would.
Each notebook runs in a fresh environment that has Jupyter's kernel and nothing else, or what a
runtime of Colab brings; its first cell installs the rest. Notebooks whose first cells are the
same share an environment.

With `--here` (`make image`) they run in this very environment, such as Colab's own image, which
gets of the course the wheel alone.

Either way a notebook runs in an empty folder, and nothing that was there may be replaced.
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

from tools.serving import served

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = ROOT / "notebooks"
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
QUIET = {"COURSEPKG_OFFLINE": "1", "COURSEPKG_SOURCE": "stand-in", "TF_CPP_MIN_LOG_LEVEL": "2"}
SECONDS_A_CELL = 600


def python_module(*words, python=sys.executable):
    """Run a module of Python, and return what it prints.

    Not in the repository, whose settings for uv leave TensorFlow out on Linux.
    """
    command = [str(python), "-m", *map(str, words)]
    done = subprocess.run(command, cwd=tempfile.gettempdir(), capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{' '.join(command[1:])} failed:\n{done.stderr}")
    return done.stdout


def versions(python):
    """Return the version of every package of an environment, by name."""
    listed = json.loads(python_module("pip", "list", "--format", "json", python=python))
    return {one["name"]: one["version"] for one in listed}


def replaced(before, after):
    """Return what an installation has changed among that which was there."""
    changed = [name for name in before if after.get(name) != before[name]]
    return [f"{name} {before[name]} became {after.get(name, 'nothing')}" for name in changed]


def environment(folder, python, packages):
    """Make an environment with a kernel; return its interpreter."""
    python_module("uv", "venv", "--quiet", "--seed", "--python", python, folder / "env")
    inside = folder / "env" / ("Scripts" if os.name == "nt" else "bin") / "python"
    python_module("uv", "pip", "install", "--quiet", "--python", inside, *packages)
    kernel = folder / "jupyter" / "kernels" / "python3" / "kernel.json"
    kernel.parent.mkdir(parents=True)
    command = [str(inside), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    kernel.write_text(json.dumps({"argv": command, "display_name": "a", "language": "python"}))
    return inside


def run(notebook, jupyter_path=""):
    """Run a notebook in an empty folder; return what went wrong, or ""."""
    with tempfile.TemporaryDirectory() as empty:
        client = NotebookClient(
            notebook,
            timeout=SECONDS_A_CELL,
            kernel_name="python3",
            resources={"metadata": {"path": empty}},
        )
        # Jupyter looks for kernels below these folders.
        os.environ["JUPYTER_PATH"] = str(jupyter_path)
        ours = {name: value for name, value in os.environ.items() if "PYTHON" not in name}
        try:
            client.execute(env={**ours, **QUIET})
        except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
            return str(error)
    return ""


def check(slugs, site, python, packages):
    """Run the notebooks of a site, print a line for each, and return how many went wrong."""
    from website.site_notebooks import published

    groups = defaultdict(list)
    for slug in slugs:
        notebook = nbformat.read(NOTEBOOKS / f"{slug}.ipynb", as_version=4)
        notebook = published(notebook, slug, site)
        groups[notebook.cells[0].source].append((slug, notebook))
    wrong = 0
    for members in groups.values():
        with tempfile.TemporaryDirectory() as name:
            inside = environment(Path(name), python, packages)
            before = versions(inside)
            for slug, notebook in members:
                start = time.monotonic()
                failure = run(notebook, Path(name, "jupyter"))
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


def check_here(slugs):
    """Install the wheel here, as a first cell does, and do the same without first cells."""
    before = versions(sys.executable)
    with tempfile.TemporaryDirectory() as folder:
        python_module("pip", "wheel", "--quiet", "--no-deps", "-w", folder, ROOT)
        python_module("pip", "install", "--quiet", *Path(folder).glob("*.whl"))
    problems = replaced(before, versions(sys.executable))
    print("\n".join(problems) or "nothing of the image was replaced", flush=True)
    for slug in slugs:
        failure = run(nbformat.read(NOTEBOOKS / f"{slug}.ipynb", as_version=4))
        print(f"{slug}: {failure or 'runs'}", flush=True)
        problems += [failure] if failure else []
    return len(problems)


def main(words=None):
    """Run the command and return its exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.packages.runtimes")
    parser.add_argument("slugs", nargs="*", metavar="slug", help="default: all notebooks")
    place = parser.add_mutually_exclusive_group()
    place.add_argument(
        "--like",
        choices=RUNTIMES,
        default="nothing",
        help="the runtime of Colab to start from; default: a kernel and nothing else",
    )
    place.add_argument("--here", action="store_true", help="in this environment")
    parser.add_argument("--python", help="default: the version that the runtime has")
    options = parser.parse_args(words)
    paths = sorted(NOTEBOOKS.rglob("*.ipynb"))
    every = [path.relative_to(NOTEBOOKS).with_suffix("").as_posix() for path in paths]
    if unknown := set(options.slugs) - set(every):
        parser.error(f"no notebook: {', '.join(sorted(unknown))}")
    slugs = options.slugs or every
    if options.here:
        return 1 if check_here(slugs) else 0
    from tools.packages.build import build

    with tempfile.TemporaryDirectory() as folder:
        build(Path(folder, "wheels"), kinds=["wheel"])
        with served(folder) as site:
            version, packages = RUNTIMES[options.like]
            return 1 if check(slugs, f"{site}/", options.python or version, packages) else 0


if __name__ == "__main__":
    sys.exit(main())
