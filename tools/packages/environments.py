"""Installs a distribution by itself into a fresh environment, and sees whether it works."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

PYTHONS = ("3.11", "3.12", "3.13")
TRIAL = Path(__file__).with_name("trial.py")
LONGEST_IMPORT = 0.2  # seconds, promised by the course's design


class Seen(NamedTuple):
    """What one environment showed."""

    packages: int
    megabytes: float  # of all that was installed, without pip
    seconds: float  # of `import coursepkg`
    doctor: int  # its exit status
    problems: list

    def cells(self):
        """Return what stands in the table."""
        milliseconds = f"{self.seconds * 1000:.1f} ms"
        well = "well" if self.doctor == 0 else f"status {self.doctor}"
        return self.packages, f"{self.megabytes:.0f} MB", milliseconds, well


def columns(*cells):
    """Return a line of the table."""
    return "".join(f"{cell!s:<10}" for cell in cells).rstrip()


def try_out(distribution, grader, python, folder):
    """Install a distribution with nothing around it, try it, and return what was `Seen`.

    Args:
        distribution: a wheel, or an sdist, which pip makes into a wheel.
        grader: the wheel of the classroom, which is installed after all else was tried.
        python: a version such as "3.12"; uv finds it on this machine, or fetches it.
        folder: an empty folder.

    Raises:
        RuntimeError: there is no such Python, or the installation failed.
    """
    place, elsewhere = folder / "environment", folder / "elsewhere"
    elsewhere.mkdir()
    shutil.copy(TRIAL, elsewhere)
    _done("-m", "uv", "venv", "--quiet", "--seed", "--python", python, str(place))
    inside = str(place / ("Scripts" if os.name == "nt" else "bin") / "python")
    _done("-m", "pip", "install", "--quiet", str(distribution), program=inside)
    problems = []

    def run(*words):
        done = _run(inside, *words, cwd=elsewhere)
        if done.returncode:
            problems.append(f"{' '.join(words)}: {done.stdout}{done.stderr}".strip())
        return done

    run("-m", "pip", "check")
    doctor = run("-m", "coursepkg", "doctor").returncode
    trial = run(TRIAL.name).stdout
    found = json.loads(trial) if trial else {"packages": 0, "bytes": 0, "seconds": 0.0}
    if found["seconds"] > LONGEST_IMPORT:
        problems.append(f"import coursepkg took {found['seconds']:.2f} s")
    _done("-m", "pip", "install", "--quiet", str(grader), program=inside)
    run("-m", "classroom", "example", "handed_in")
    # Ours, and there may be no bubblewrap.
    run("-m", "classroom", "grade", "handed_in", "--assignment", "gru", "--without-sandbox")
    return Seen(found["packages"], found["bytes"] / 1e6, found["seconds"], doctor, problems)


def _of_pyenv():
    """Return the folders of pyenv's Pythons, where uv does not look by itself."""
    root = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    return sorted(root.glob("versions/*/bin"), reverse=True)


def _done(*words, program=sys.executable):
    done = _run(program, *words)
    if done.returncode:
        raise RuntimeError(f"{' '.join(words)} failed:\n{done.stdout}{done.stderr}")


def _run(program, *words, cwd=None):
    """Run Python as somebody would who has never seen the repository."""
    environment = {name: os.environ[name] for name in os.environ if "PYTHON" not in name}
    environment["PATH"] = os.pathsep.join([*map(str, _of_pyenv()), os.environ["PATH"]])
    return subprocess.run(
        [program, *words], cwd=cwd, env=environment, capture_output=True, text=True
    )
