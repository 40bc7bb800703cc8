"""`python -m coursepkg doctor`: what works on this machine, and how to mend what does not.

The exit status is 0 if the essentials work: Python, the package with what it needs, and the
NumPy twin. The rest may be lacking; each line says what it is for.
"""

from importlib import import_module

from .finding import Finding

AREAS = ("versions", "twins", "data_sets", "browser")
ESSENTIAL = ("versions", "twins")


def add_arguments(parser):
    """There is nothing to choose."""


def run(_):
    """Print each finding as soon as it is made, and return the exit status."""
    fatal, lacking = [], []
    for area in AREAS:
        for finding in look(area):
            print("\n".join(finding.lines()), flush=True)
            if not finding.works:
                (fatal if finding.essential else lacking).append(finding.what)
    print()
    if fatal:
        print(f"The course does not run here before this is mended: {', '.join(fatal)}.")
        return 1
    print("The essentials work." + (f" Lacking: {', '.join(lacking)}." if lacking else ""))
    return 0


def look(area):
    """Yield the findings of an area, whose module may itself need what is not here."""
    try:
        yield from import_module(f"{__package__}.{area}").look()
    except ImportError as error:
        mend = f"python -m pip install {error.name}" if error.name else "install it anew"
        yield Finding(area.replace("_", " "), False, str(error), mend, area in ESSENTIAL)
