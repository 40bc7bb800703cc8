"""The licences of all that the course ships or asks for: `python -m tools.licences [--check]`.

Writes a page of the course: a table for the site, for Python packages, and for data. The rules,
and what no package says of itself, are in `licences.toml`.
"""

import argparse
import json
import re
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from coursepkg.data.registry import SETS

ROOT = Path(__file__).resolve().parents[1]
RULES = Path(__file__).with_suffix(".toml")
PAGE = Path("chapters/reference/licences.md")
START = """\
# Licences

What the course is made of, and under which terms: what the site serves, what an installation
of `coursepkg` brings along, and what the labs read. `make licences` writes this page, and
`make lint` fails if it is out of date or names a licence that is not on the course's list.

The course's own code is under BSD-3-Clause, its prose and figures under CC BY 4.0.

"""
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
WHOLE = {part: whole for whole, part in STANDS_FOR.items()}


def main(words=None, root=ROOT, rules=None):
    """Write the page, or say whether it is up to date; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.licences", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing")
    arguments = parser.parse_args(words)
    try:
        text, problems = written(rules or Rules(), root)
    except RuntimeError as error:
        text, problems = None, [str(error)]
    page = root / PAGE
    if not problems and arguments.check and page.read_text("utf-8") != text:
        problems = [f"{PAGE} is out of date: run make licences and commit it"]
    for problem in problems:
        print(f"licences: {problem}", file=sys.stderr)
    if not problems and not arguments.check:
        page.write_text(text, "utf-8")
    return 1 if problems else 0


class Rules:
    """Which licences are allowed, and how what a package says is read: `licences.toml`."""

    def __init__(self, path=RULES):
        known = tomllib.loads(Path(path).read_text("utf-8"))
        self.allowed = set(known["allowed"])
        self.words = known["words"]
        self.packages = known["packages"]
        self.site = known["site"]

    def name_of(self, package, statement):
        """Return an SPDX expression for what a package says."""
        parts = [self.words.get(part.strip(), part.strip()) for part in statement.split(";")]
        return self.packages.get(package) or " AND ".join(dict.fromkeys(parts))

    def problem(self, what, licence):
        """Return why a licence is not allowed, or None if it is.

        Of licences joined by OR one must be allowed, of those joined by AND each.
        """
        for part in re.split(r"\s+AND\s+", licence):
            choices = re.split(r"\s+OR\s+", part.strip("() "))
            if not self.allowed & {choice.strip("() ") for choice in choices}:
                return (
                    f"{what} is under {licence!r}, and {part!r} is not in the list `allowed` "
                    f"of {RULES.name}: read it, and add it there or do without {what}"
                )
        return None


def written(rules, root=ROOT):
    """Return the page as text, and a list of what is not allowed."""
    sections = [vendored(root), from_the_theme(rules), installed(rules, root)]
    rows = [row for section in sections for row in section[-1]]
    problems = [text for row in rows if (text := rules.problem(row[0], row[-1]))]
    tables = [table(*section) for section in (*sections, data())]
    return START + "\n".join(tables), problems


def table(title, sentence, heads, rows):
    """Return a section with a table."""
    lines = [f"| {' | '.join(cells)} |" for cells in (heads, ["---"] * len(heads), *rows)]
    return "\n".join([f"## {title}", "", sentence, "", *lines, ""])


def vendored(root):
    """Return the section on `website/vendor/`, whose README has a table with the licences."""
    rows, folder = [], ""
    for line in (root / "website" / "vendor" / "README.md").read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and len(cells) == 5 and cells[0] not in ("folder", "---"):
            # The name stands before the place of the text, and before the names of its parts.
            spdx = re.match(r"[A-Za-z0-9.+-]+", cells[4])
            folder = cells[0] or folder
            rows.append([folder, *cells[1:3], spdx.group() if spdx else cells[4]])
    sentence = (
        "Served by the site as it is. `website/vendor/README.md` names the sources and the "
        "texts."
    )
    return "Kept in the repository", sentence, ["folder", "what", "version", "licence"], rows


def from_the_theme(rules):
    """Return the section on what Sphinx and its extensions put into the site."""
    rows = [[part["what"], part["from"], part["licence"]] for part in rules.site]
    sentence = "Scripts, styles and fonts that the tools bring which build the site."
    return "Put into the site by its tools", sentence, ["what", "from", "licence"], rows


def installed(rules, root):
    """Return the section on Python packages."""
    names = needed_packages(root)
    # What each says of itself.
    command = [sys.executable, "-m", "piplicenses", "--from=mixed", "--format=json"]
    command += ["--with-system", "--packages", *names]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    statements = {
        canonicalize_name(one["Name"]): one["License"] for one in json.loads(done.stdout)
    }
    rows = [
        [WHOLE.get(name, name), rules.name_of(name, statements.get(name, "nothing"))]
        for name in names
    ]
    sentence = (
        "Needed by `coursepkg` with its extras `keras`, `labs`, `study` and `teach`, directly "
        "or not. None of them is part of the wheel; pip fetches them from the package index."
    )
    return "Installed beside the package", sentence, ["package", "licence"], sorted(rows)


def data():
    """Return the section on data sets, with the words of the registry."""
    rows = [[one.title, one.makers, one.terms] for one in SETS.values()]
    sentence = (
        "Only the first is part of the package. The others are fetched from their makers by "
        "whoever runs a lab; {doc}`data` says how."
    )
    return "Data", sentence, ["data set", "by", "terms"], rows


def needed_packages(root=ROOT):
    """Return the names of all packages that the wheel and its extras need, directly or not.

    Raises:
        RuntimeError: one of them is not installed here, so that it cannot be asked.
    """
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    waiting = [*project["dependencies"], *(text for name in EXTRAS for text in extras[name])]
    seen = set()
    while waiting:
        requirement = Requirement(waiting.pop())
        name = canonicalize_name(requirement.name)
        if name == project["name"]:
            waiting += [text for extra in requirement.extras for text in extras[extra]]
            continue
        name = STANDS_FOR.get(name, name)
        for extra in {"", *requirement.extras} - {e for n, e in seen if n == name}:
            seen.add((name, extra))
            waiting += requirements_of(name, extra)
    return sorted({name for name, _ in seen})


def requirements_of(name, extra):
    """Yield what a package needs with an extra, or with none of that name."""
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


if __name__ == "__main__":
    sys.exit(main())
