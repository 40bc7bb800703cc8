"""The mutants known to make no difference, with the reason for each: `equivalent.toml`."""

import tomllib
from pathlib import Path

LIST = Path(__file__).with_name("equivalent.toml")


def reasons():
    """Return the reason by (module, before, after)."""
    return parse(LIST.read_text("utf-8"))


def parse(text):
    """Read the list: each group has one reason, `why`, and its `changes`."""
    groups = tomllib.loads(text).get("equivalent", [])
    return {tuple(change): group["why"] for group in groups for change in group["changes"]}


def change(mutant):
    """Return what the list knows a mutant by: its module, and its lines before and after."""
    return mutant.module, mutant.before, mutant.after


def as_toml(mutants):
    """Return survivors in the form of the list, to be pasted there under a reason."""
    lines = (f"    [{', '.join(map(_quoted, change(mutant)))}]," for mutant in mutants)
    return "\n".join(['[[equivalent]]\nwhy = ""\nchanges = [', *lines, "]"])


def _quoted(text):
    return f"'{text}'" if "'" not in text else f"'''{text}'''"
