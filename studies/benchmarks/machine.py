"""On what was measured: processor, memory, system, versions."""

import os
import platform
import subprocess
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

ROOT = Path(__file__).parent.parent


def describe():
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
        **{name: installed(name) for name in ("numpy", "keras", "torch")},
        "tensorflow": installed("tensorflow-cpu") or installed("tensorflow"),
    }


def processor():
    """Return the model of the processor."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
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


def commit():
    """Return the commit of this repository, and whether files differ from it."""
    head = output_of("git", "-C", str(ROOT), "rev-parse", "--short", "HEAD")
    changed = head and output_of("git", "-C", str(ROOT), "status", "--porcelain", "coursepkg")
    return f"{head}, with changes" if changed else head


def blas():
    """Return name and version of the library behind NumPy's products."""
    import numpy as np

    library = np.show_config(mode="dicts")["Build Dependencies"]["blas"]
    return f"{library['name']} {library['version']}"


def installed(name):
    """Return the version of an installed package, or None."""
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def output_of(*command):
    """Return what a command prints, or None if it cannot."""
    try:
        answer = subprocess.run(command, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return answer.stdout.strip() or None
