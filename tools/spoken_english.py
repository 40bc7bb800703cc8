"""English as it is spoken: `python -m tools.spoken_english` names what nobody would say.

Patterns for habits that come back stand in `spoken_english.toml`. It also lists how many hits
the pages have that wait to be rewritten: a page may have exactly these. What gets better is
lowered there by `--lower`, and nothing is raised.
"""

import argparse
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TABLE = Path(__file__).with_suffix(".toml")
TEXTS = (
    *("*.md", "chapters/**/*.md", "assignments/*/source.md", "tests/*.md", "website/**/*.md"),
    *(f"{name}/**/*.py" for name in ("coursepkg", "studies", "classroom", "website", "tools")),
    "tests/**/*.py",
)
# Where the words stand that the check looks for.
WITHOUT = ("tests/tools/test_spoken_english.py",)

# Between two words: blanks, and how a text, a comment or a string goes on in the next line.
GAP = r'(?:[\s#>"]|\bf(?="))+'
NEW_LINE = "\n"
START = r"""(?:[.!?:]["*”)]*\s+|\n\s*\n\s*|\n\s*(?:[-*#>]|\d+\.)\s+|\|\s+|\"""|\A)"""


@dataclass(frozen=True)
class Habit:
    """Something that nobody would say, how to find it, and what to write instead."""

    name: str
    instead: str
    pattern: re.Pattern
    unless_after: re.Pattern | None = None

    @classmethod
    def written(cls, name: str, instead: str, pattern: str, unless_after: str = ""):
        """Return a habit from the words of the table."""
        before = compiled(rf"(?i:{unless_after})\Z") if unless_after else None
        return cls(name, instead, compiled(pattern.replace("\n", "")), before)

    def hits(self, text: str) -> Iterator[re.Match]:
        """Yield every place in a text that has it."""
        for hit in self.pattern.finditer(text):
            before = text[max(0, hit.start() - 60) : hit.start()]
            if not (self.unless_after and self.unless_after.search(before)):
                yield hit


def compiled(pattern: str) -> re.Pattern:
    """Return a pattern of the table with its gaps and starts of sentences filled in."""
    return re.compile(pattern.replace(" ", GAP).replace("{start}", START))


def read_table() -> tuple[list[Habit], dict[str, int]]:
    """Return the habits, and how many hits single files may have."""
    table = tomllib.loads(TABLE.read_text("utf-8"))
    return [Habit.written(**habit) for habit in table["habit"]], table["still_there"]


def texts(root: Path) -> dict[str, str]:
    """Return every text of the course's own by its path."""
    paths = {path for pattern in TEXTS for path in root.glob(pattern)}
    named = {path.relative_to(root).as_posix(): path for path in sorted(paths)}
    return {
        name: path.read_text("utf-8") for name, path in named.items() if name not in WITHOUT
    }


def complaints(name: str, text: str, habits: list[Habit]) -> list[str]:
    """Return a line for each hit in a text: where, what, and what to write instead."""
    hits = sorted(
        (hit.end(), hit[0], habit.instead) for habit in habits for hit in habit.hits(text)
    )
    return [
        f"{name}:{text.count(NEW_LINE, 0, end) + 1}: {' '.join(words.split())} ==> {instead}"
        for end, words, instead in hits
    ]


def judge(hits: dict[str, list[str]], allowed: dict[str, int]) -> list[str]:
    """Return the hits of files that have more than they may, and files that have fewer."""
    more = [
        hit for name in hits if len(hits[name]) > allowed.get(name, 0) for hit in hits[name]
    ]
    fewer = [
        f"{name} has {len(hits.get(name, []))} of {most} hits: "
        "run `python -m tools.spoken_english --lower`"
        for name, most in allowed.items()
        if len(hits.get(name, [])) < most
    ]
    return more + fewer


def lower(hits: dict[str, list[str]], allowed: dict[str, int]) -> None:
    """Write the numbers of the table anew, none of them higher."""
    still = {name: min(most, len(hits.get(name, []))) for name, most in allowed.items()}
    start = TABLE.read_text("utf-8").partition("[still_there]\n")[0]
    lines = [f'"{name}" = {most}\n' for name, most in still.items() if most]
    TABLE.write_text(f"{start}[still_there]\n{''.join(lines)}", encoding="utf-8")


def main(words: list[str] | None = None, root: Path = ROOT) -> int:
    """Name what is wrong, and return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.spoken_english", description=__doc__)
    parser.add_argument("--lower", action="store_true", help="lower the numbers of the table")
    arguments = parser.parse_args(words)
    habits, allowed = read_table()
    hits = {name: complaints(name, text, habits) for name, text in texts(root).items()}
    if arguments.lower:
        lower(hits, allowed)
        _, allowed = read_table()
    problems = judge(hits, allowed)
    print("\n".join(problems), end="\n" if problems else "", file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
