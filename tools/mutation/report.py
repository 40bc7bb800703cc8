"""What the mutants came to: a table, and how the survivors differ from the list of equivalents.

The list is `equivalent.toml`: mutants known to make no difference, with the reason for each.
"""

import datetime
import re
import tomllib
from pathlib import Path

from .project import ROOT

LIST = Path(__file__).with_name("equivalent.toml")

README = ROOT / "tests" / "README.md"
BEGIN, END = "<!-- mutation: written by `make mutation` -->", "<!-- mutation: end -->"
HEAD = (
    "| module | run on | mutants | killed without Keras | by Keras alone | equivalent | left |",
    "|---|---|---:|---:|---:|---:|---:|",
)


def reasons(text=None):
    """Return the reason by (module, before, after): each group has one for its `changes`."""
    groups = tomllib.loads(text or LIST.read_text("utf-8")).get("equivalent", [])
    return {tuple(change): group["why"] for group in groups for change in group["changes"]}


def as_toml(mutants):
    """Return survivors in the form of the list, to be pasted there under a reason."""
    lines = (f"    [{', '.join(map(_quoted, mutant.change))}]," for mutant in mutants)
    return "\n".join(['[[equivalent]]\nwhy = ""\nchanges = [', *lines, "]"])


def _quoted(text):
    return f"'{text}'" if "'" not in text else f"'''{text}'''"


def write(results):
    """Put a row for each of these modules into the README; the other rows stay.

    Args:
        results: by module, a list of (mutant, verdict).
    """
    before, _, rest = README.read_text("utf-8").partition(BEGIN)
    old, _, after = rest.partition(END)
    rows = dict(re.findall(r"^\| ([\w.]+) (\| \d{4}-.*)$", old, re.MULTILINE))
    rows |= {module: _row(judged) for module, judged in results.items()}
    lines = [BEGIN, *HEAD, *(f"| {module} {row}" for module, row in rows.items()), "", END]
    README.write_text(before + "\n".join(lines) + after, "utf-8")


def table(results):
    """Yield the lines of a table with a row for every module."""
    yield from HEAD
    for module, judged in results.items():
        yield f"| {module} {_row(judged)}"


def _row(judged):
    """Return what stands in a row behind the module's name."""
    known = reasons()
    verdicts = [verdict for _, verdict in judged]
    alive = _alive({"": judged})
    excused = sum(mutant.change in known for mutant in alive)
    counts = len(judged), verdicts.count("numpy"), verdicts.count("keras"), excused
    return (
        f"| {datetime.date.today()} | {' | '.join(map(str, counts))} | {len(alive) - excused} |"
    )


def complaints(results):
    """Return lines about survivors that the list does not name, and about its other entries."""
    known, alive = reasons(), _alive(results)
    unexplained = [mutant for mutant in alive if mutant.change not in known]
    seen = {mutant.change for mutant in alive}
    outdated = [entry for entry in known if entry[0] in results and entry not in seen]
    lines = []
    if unexplained:
        lines.append(f"{len(unexplained)} survive that equivalent.toml does not name:")
        lines.append(as_toml(unexplained))
    lines += [f"no longer a survivor, to be struck off equivalent.toml: {e}" for e in outdated]
    return lines


def _alive(results):
    return [m for judged in results.values() for m, verdict in judged if verdict is None]
