"""Where a model was trained or timed: processor, versions, commit."""

import os
import platform
import subprocess
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LIBRARIES = ("numpy", "scikit-learn", "statsmodels", "keras", "tensorflow")
# What a study executes, as git's pathspecs. Its results are left out: they differ from the
# commit as soon as one run has ended.
EXECUTED = (
    *("coursepkg", "studies", "requirements.txt"),
    *(":!studies/results", ":!studies/weights", ":!studies/benchmarks/*.json"),
)


@cache
def describe_run():
    """Return processor, library versions and commit, for the record of a run."""
    versions = {name: installed(name) for name in LIBRARIES}
    return {
        "processor": processor(),
        "versions": {
            "python": platform.python_version(),
            **{name: number for name, number in versions.items() if number},
        },
        "commit": commit(),
    }


def describe_machine():
    """Return the description of this machine by name; None where something is not known."""
    return {
        "processor": processor(),
        "cores": cores(),
        "others at work": load(),
        "memory in GiB": memory(),
        "system": platform.platform(),
        "date": datetime.now(UTC).date().isoformat(),
        "commit": commit(),
        "python": platform.python_version(),
        "blas": blas(),
        **{name: installed(name) for name in ("numpy", "keras", "torch", "tensorflow")},
    }


def processor():
    """Return the model of the processor."""
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return output_of("sysctl", "-n", "machdep.cpu.brand_string") or platform.processor()
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def cores():
    """Return the number of cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count()


def load():
    """Return how many cores others kept busy in the last minute: it should be near 0."""
    return round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else None


def memory():
    """Return the machine's memory in GiB."""
    try:
        return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1)
    except (AttributeError, ValueError):
        return None


def blas():
    """Return name and version of the library behind NumPy's products."""
    import numpy as np

    library = np.show_config(mode="dicts")["Build Dependencies"]["blas"]
    return f"{library['name']} {library['version']}"


def commit(root=ROOT):
    """Return the commit of the repository; None outside one.

    It ends in "-dirty" if anything that a study executes differs from it. Other changes, such
    as new results or another word in a chapter, do not count.
    """
    name = output_of("git", "-C", str(root), "describe", "--always", "--exclude=*")
    status = ("status", "--porcelain", "--untracked-files=normal", "--", *EXECUTED)
    changed = name and output_of("git", "-C", str(root), *status)
    return f"{name}-dirty" if changed else name


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
