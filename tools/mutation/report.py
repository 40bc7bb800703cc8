"""What the mutants came to: a table, the survivors, and how these differ from the list.

The list is `equivalent.toml`: mutants known to make no difference, with the reason for each.
"""

import datetime
import tomllib
from importlib.metadata import version
from itertools import groupby
from pathlib import Path

from .project import ROOT

LIST = Path(__file__).with_name("equivalent.toml")

README = ROOT / "tests" / "README.md"
BEGIN, END = "<!-- mutation: written by `make mutation` -->", "<!-- mutation: end -->"


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
    """Put the numbers and the survivors into the README.

    Args:
        results: by module, a list of (mutant, verdict).
    """
    before, _, rest = README.read_text("utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    today = f"Run on {datetime.date.today()} with mutmut {version('mutmut')}."
    lines = [BEGIN, today, "", *table(results), *_survivors(results), "", END]
    README.write_text(before + "\n".join(lines) + after, "utf-8")


def table(results):
    """Yield the lines of a table with a row for every module."""
    known = reasons()
    yield "| module | mutants | killed without Keras | by Keras alone | equivalent | left |"
    yield "|---|---:|---:|---:|---:|---:|"
    rows = []
    for module, judged in results.items():
        verdicts = [verdict for _, verdict in judged]
        alive = _alive({module: judged})
        excused = sum(mutant.change in known for mutant in alive)
        counts = verdicts.count("numpy"), verdicts.count("keras")
        rows.append((len(judged), *counts, excused, len(alive) - excused))
        yield _row(module, rows[-1])
    yield _row("**all**", [sum(column) for column in zip(*rows, strict=True)])


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


def _row(name, counts):
    return f"| {name} | " + " | ".join(map(str, counts)) + " |"


def _survivors(results):
    """Yield the survivors under the reason that each has; those without one come first."""
    known = reasons()

    def why(mutant):
        return known.get(mutant.change, "")

    for reason, group in groupby(sorted(_alive(results), key=why), key=why):
        yield f"\n{reason or '**Not killed, and not shown to be equivalent.**'}\n"
        for mutant in group:
            yield f"- {mutant.module}: `{mutant.before}` → `{mutant.after}`"
