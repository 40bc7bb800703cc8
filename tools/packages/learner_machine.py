"""What a learner does, on Windows and macOS too: `python -m tools.packages.learner_machine`.

Makes the wheel, installs it into a fresh environment, and runs there the tests that ask nothing
of the system, and one notebook from its first cell to its last. The package of the repository
cannot be imported there: what is tried is the wheel. Needed are a bare Python and a package
index, and no make.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOK = "notebooks/labs/airline.ipynb"  # data, both twins and figures
EXTRAS = "keras,labs"  # what that notebook needs
# The last is for tests/conftest.py alone.
RUNNERS = ("nbclient", "ipykernel", "pytest", "hypothesis", "sphinx-external-toc")
TESTS = ("tests/numpy_nn", "tests/variants", "tests/data", "tests/labs", "tests/test_twins.py")
# A full disk and forbidden folders: POSIX's own. And the tool that makes the stand-ins.
LEFT_OUT = ("tests/data/test_files.py", "tests/data/test_stand_ins.py")
# Taken along by the tests; the package is not, so that the wheel's is what they import.
BESIDE = ("pyproject.toml", "_toc.yml", "tests", "tools")
EXECUTE = "from nbclient.cli import main; main()"
QUIET = {"COURSEPKG_OFFLINE": "1", "COURSEPKG_SOURCE": "stand-in", "TF_CPP_MIN_LOG_LEVEL": "2"}


def run(title, *command, cwd):
    """Print a title, run the command, and return whether it went well."""
    print(f"== {title}", flush=True)
    surroundings = {name: os.environ[name] for name in os.environ if "PYTHON" not in name}
    start = time.monotonic()
    status = subprocess.run([*map(str, command)], cwd=cwd, env={**surroundings, **QUIET})
    took = f"{time.monotonic() - start:.0f} s"
    print(f"== {title}: {'well' if status.returncode == 0 else 'FAILED'}, {took}", flush=True)
    return status.returncode == 0


def main():
    """Do all of it in a temporary folder, and return the exit status."""
    # Windows may still hold a file for a moment; what is left over does no harm.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        return 0 if learn(Path(name).resolve()) else 1


def learn(folder):
    """Install and try everything in an empty folder; return whether all went well."""
    place, elsewhere = folder / "environment", folder / "elsewhere"
    elsewhere.mkdir()
    venv.create(place, with_pip=True)
    python = place / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    pip = (python, "-m", "pip", "--quiet", "--disable-pip-version-check")
    if not run("the wheel", *pip, "wheel", "--no-deps", "-w", folder, ROOT, cwd=folder):
        return False
    (wheel,) = folder.glob("*.whl")
    # As pinned: the newest versions are another weekly job's affair.
    wanted = ("-c", ROOT / "requirements.txt", f"{wheel}[{EXTRAS}]", *RUNNERS)
    if not run("the installation", *pip, "install", *wanted, cwd=folder):
        return False
    for one in BESIDE:
        if (ROOT / one).is_dir():
            shutil.copytree(ROOT / one, elsewhere / one)
        else:
            shutil.copy(ROOT / one, elsewhere)
    notebook = shutil.copy(ROOT / NOTEBOOK, folder)
    ignored = [f"--ignore={path}" for path in LEFT_OUT]
    test = (python, "-m", "pytest", "-q", "-p", "no:cacheprovider", *ignored, *TESTS)
    tries = (  # a list, so that a failure does not hide the next
        run("the doctor", python, "-m", "coursepkg", "doctor", cwd=folder),
        run("the tests", *test, cwd=elsewhere),
        run(f"the notebook {NOTEBOOK}", python, "-c", EXECUTE, notebook, cwd=folder),
    )
    return all(tries)


if __name__ == "__main__":
    sys.exit(main())
