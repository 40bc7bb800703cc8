"""`python -m coursepkg doctor`: what works on this machine, and how to mend what does not.

The exit status is 0 if the essentials work: Python, the package with what it needs, and the
NumPy twin. The rest may be lacking; each line says what it is for.
"""

from . import browser, data_sets, sandbox, twins, versions

AREAS = (versions, twins, data_sets, sandbox, browser)


def add_arguments(parser):
    """There is nothing to choose."""


def run(_):
    """Print each finding as soon as it is made, and return the exit status."""
    fatal, lacking = [], []
    for area in AREAS:
        for finding in area.look():
            print("\n".join(finding.lines()), flush=True)
            if not finding.works:
                (fatal if finding.essential else lacking).append(finding.what)
    print()
    if fatal:
        print(f"The course does not run here before this is mended: {', '.join(fatal)}.")
        return 1
    print("The essentials work.", f"Lacking: {', '.join(lacking)}." if lacking else "")
    return 0
