"""Where a run took place: processor, versions, commit."""

import platform
import subprocess
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

LIBRARIES = ("numpy", "scikit-learn", "statsmodels", "keras", "tensorflow")


@cache
def describe():
    """Return processor, library versions and commit; None where something is not known."""
    return {
        "processor": processor(),
        "versions": {
            "python": platform.python_version(),
            **{name: found for name in LIBRARIES if (found := installed(name))},
        },
        "commit": commit(),
    }


def processor():
    """Return the model of the processor."""
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return output_of("sysctl", "-n", "machdep.cpu.brand_string") or platform.processor()
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def commit():
    """Return the commit of the repository, with "-dirty" if files differ; None outside one."""
    place = str(Path(__file__).parent)
    return output_of("git", "-C", place, "describe", "--always", "--dirty", "--exclude=*")


def installed(name):
    """Return the version of an installed package, or None."""
    for candidate in (name, f"{name}-cpu"):
        try:
            return version(candidate)
        except PackageNotFoundError:
            continue
    return None


def output_of(*command):
    """Return what a command prints, or None if it cannot."""
    try:
        answer = subprocess.run(command, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return answer.stdout.strip() or None
