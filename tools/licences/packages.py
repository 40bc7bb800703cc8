"""What `pip install coursepkg[...]` brings along, and the licence of each."""

import json
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent.parent
EXTRAS = ("keras", "labs", "study", "teach")  # those for people without the repository
# The same list on every machine: markers are read as on Linux, with the oldest Python.
MACHINE = {
    "implementation_name": "cpython",
    "os_name": "posix",
    "platform_machine": "x86_64",
    "platform_python_implementation": "CPython",
    "platform_system": "Linux",
    "python_full_version": "3.11.0",
    "python_version": "3.11",
    "sys_platform": "linux",
}
# The lock has the smaller one on Linux; it is the same work.
STANDS_FOR = {"tensorflow": "tensorflow-cpu"}


def names(root=ROOT):
    """Return the names of all packages that the wheel and its extras need, directly or not.

    Raises:
        RuntimeError: one of them is not installed here, so that it cannot be asked.
    """
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    open_ends = [*project["dependencies"], *(text for name in EXTRAS for text in extras[name])]
    found = set()
    while open_ends:
        requirement = Requirement(open_ends.pop())
        name = canonicalize_name(requirement.name)
        if name == project["name"]:
            open_ends += [text for extra in requirement.extras for text in extras[extra]]
            continue
        name = STANDS_FOR.get(name, name)
        for extra in {"", *requirement.extras}:
            if (name, extra) not in found:
                found.add((name, extra))
                open_ends += _needs(name, extra)
    return sorted({name for name, _ in found})


def _needs(name, extra):
    try:
        listed = metadata.requires(name) or []
    except metadata.PackageNotFoundError:
        raise RuntimeError(
            f"{name} is not installed, so that its licence cannot be read; "
            f"make the environment anew from requirements.txt"
        ) from None
    for text in listed:
        marker = Requirement(text).marker
        if marker is None or marker.evaluate({**MACHINE, "extra": extra}):
            yield text


def stated(wanted):
    """Return what each installed package says of its licence, by name."""
    command = [sys.executable, "-m", "piplicenses", "--from=mixed", "--format=json"]
    done = subprocess.run(
        [*command, "--with-system", "--packages", *wanted],
        capture_output=True,
        text=True,
        check=True,
    )
    return {canonicalize_name(one["Name"]): one["License"] for one in json.loads(done.stdout)}
