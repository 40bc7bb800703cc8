"""The page: a table for the site, for Python packages, and for data."""

import re
from pathlib import Path

from coursepkg.data.registry import SETS

from .packages import STANDS_FOR, names, stated

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = Path("chapters/reference/licences.md")
START = """\
# Licences

What the course is made of, and under which terms: what the site serves, what an installation
of `coursepkg` brings along, and what the labs read. `make licences` writes this page, and
`make lint` fails if it is out of date or names a licence that is not on the course's list.

The course's own code is under BSD-3-Clause, its prose and figures under CC BY 4.0.

"""
WHOLE = {tensorflow: name for name, tensorflow in STANDS_FOR.items()}


def written(rules, root=ROOT):
    """Return the page as text, and a list of what is not allowed."""
    tables, problems = [], []
    for title, sentence, heads, rows in (
        vendored(root),
        from_the_theme(rules),
        installed(rules, root),
    ):
        tables.append(table(title, sentence, heads, rows))
        problems += [text for row in rows if (text := rules.problem(row[0], row[-1]))]
    tables.append(table(*data()))
    return START + "\n".join(tables), problems


def table(title, sentence, heads, rows):
    """Return a section with a table."""
    lines = [f"## {title}", "", sentence, "", _row(heads), _row(["---"] * len(heads))]
    return "\n".join([*lines, *map(_row, rows), ""])


def _row(cells):
    return f"| {' | '.join(cells)} |"


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
    wanted = names(root)
    said = stated(wanted)
    rows = [
        [WHOLE.get(name, name), rules.name_of(name, said.get(name, "nothing"))]
        for name in wanted
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
