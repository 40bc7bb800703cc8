"""Python and the libraries: are they here, and in the range that the package asks for?"""

import platform
import sys
from importlib import metadata

from packaging.requirements import Requirement

from coursepkg import __version__

from .finding import Finding

OLDEST = (3, 11)
# What each extra is for; the others serve those who work on the course, in the repository.
PURPOSES = {
    "keras": "the Keras twin",
    "labs": "the notebooks' figures and tables",
    "study": "training over many seeds",
}


def look():
    """Yield a `Finding` for Python, for the package and what it needs, and for each extra."""
    yield Finding(
        "Python",
        sys.version_info >= OLDEST,
        platform.python_version(),
        "install Python 3.11 or newer, and make a new environment with it",
        essential=True,
    )
    try:
        listed = [Requirement(text) for text in metadata.requires("coursepkg") or ()]
    except metadata.PackageNotFoundError:
        yield Finding("coursepkg", True, f"{__version__}, not installed but read where it lies")
        return
    needed = [one for one in listed if applies(one, "")]
    yield of_requirements("coursepkg", needed, f"{__version__}: ", essential=True)
    for extra, purpose in PURPOSES.items():
        added = [one for one in listed if applies(one, extra) and one not in needed]
        yield of_requirements(f"coursepkg[{extra}]", added, f"{purpose}: ")


def of_requirements(what, requirements, start, essential=False):
    """Return the `Finding` for a list of requirements.

    To mend it each is named by itself: the package index does not have the course, and what
    it may have of that name is not ours.
    """
    wrong = {one: text for one in requirements if (text := problem(one))}
    words = " ".join(f'"{one.name}{one.specifier}"' for one in wrong)
    found = start + ("; ".join(wrong.values()) or "all there")
    return Finding(what, not wrong, found, f"python -m pip install {words}", essential)


def applies(requirement, extra):
    """Tell whether a requirement is one of this machine, with an extra or ("") without."""
    return requirement.marker is None or requirement.marker.evaluate({"extra": extra})


def problem(requirement):
    """Return what is wrong with the installed version, or None."""
    names = [requirement.name]
    if requirement.name == "tensorflow":
        names.append("tensorflow-cpu")  # the same modules, without GPUs
    for name in names:
        try:
            version = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
        if requirement.specifier.contains(version, prereleases=True):
            return None
        return f"{name} {version} where {requirement.specifier} is needed"
    # An extra that takes in another asks for the course itself, which is running.
    return None if requirement.name == "coursepkg" else f"no {requirement.name}"
