"""Counts of each page, from what is committed: `python -m tools.page_counts [slug …]`.

How long a page takes to read, what it prints, how long its cells are, what its exercises and
its quiz have. `page_counts.toml` holds the limits, and the pages that do not keep to them yet.
`--lower` lowers the numbers there to what the pages have by now, and raises none.
"""

import argparse
import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from tools.notebooks.blocks import Directive, Text, parse
from tools.notebooks.book import without_front_matter
from website.quiz.quiz_source import Question, read

ROOT = Path(__file__).resolve().parents[1]
TABLE = Path(__file__).with_suffix(".toml")

# A page is read in words a minute, its cells are run, its exercises tried.
WORDS_A_MINUTE, MINUTES_A_CELL, MINUTES_AN_EXERCISE = 250, 40 / 60, 5
TOLERANCE = 0.1
# The way in has exercises of its own kind.
NO_CHAPTERS = {"start"}
LONGEST_CELL = 15  # lines with something in them
FOLDED = {"hide-input", "hide-cell", "remove-input", "remove-cell"}
# Code, and what Sphinx fills in: nothing to read there.
WITHOUT_PROSE = {"code-cell", "eval-rst", "source", "bibliography"}
HEADING = re.compile(r"(?P<marks>#{1,6}) +(?P<title>.*)")
MARKUP = re.compile(r"\{[\w:.+-]+\}(?=`)|<[^<>`]*>(?=`)|\]\([^)\s]*\)|[*`#>|]")
MATHEMATICS = re.compile(r"\$[^$]+\$")
SLIDE_MARK = re.compile(r"^\+\+\+.*", re.MULTILINE)  # with words that the page does not show
PROMISE = re.compile(
    r"\*\*Time\*\* about (?P<main>\d+) minutes?"
    r"(?:, and (?P<optional>\d+) for the optional parts)?"
)

# A verdict: a truth value; or one of these words at the end, before a list, or in one.
WORD = (
    "(?:right|wrong|correct|equals?|identical|same|agree[sd]?|ok|yes|no|passed|failed|learned)"
)
CONCLUSION = re.compile(
    rf"(?<![\w=])(?:True|False)\b|[✓✗]|\b{WORD}\W*$|^\W*{WORD}:"
    rf"|: \W*(?:the )?{WORD}\b(?=\W*[;,])",
    re.IGNORECASE,
)
NUMBER = re.compile(r"(?<!\w)\d")
MEASURED = re.compile(r"(?<!\w)\d+(?:\.\d|e[-+]?\d| *%| of \d)")
# A number in such a clause is what was asked for, and not what came.
BOUND = re.compile(
    r"\b(?:above|below|over|under|within|than|up to|at most|at least|reached)\b|[<>≤≥]"
)


def is_verdict(line: str) -> bool:
    """Tell whether a printed line says what to conclude, and not what was measured.

    What was measured may follow the verdict, or stand right before it if it is no bound:
    `error 3e-9: right` shows it, `error below 1e-6: right` does not.
    """
    conclusions = list(CONCLUSION.finditer(line))
    if not conclusions or NUMBER.search(line, conclusions[-1].end()):
        return False
    before = line[: conclusions[-1].start()].rstrip(" :")
    clause = re.split(r"[,;:] |\s{2,}", before)[-1]
    return BOUND.search(clause) is not None or MEASURED.search(clause) is None


@dataclass
class Part:
    """What a reader has to do: words to read, cells to run, exercises to try."""

    words: int = 0
    cells: int = 0
    exercises: int = 0

    @property
    def minutes(self) -> float:
        """How long that takes."""
        cells, exercises = MINUTES_A_CELL * self.cells, MINUTES_AN_EXERCISE * self.exercises
        return self.words / WORDS_A_MINUTE + cells + exercises


@dataclass
class Page:
    """A page as its source and its notebook have it; `read_page` fills it in."""

    slug: str
    promised: tuple[int, int] | None = None  # minutes: for everybody, for what is optional
    main: Part = field(default_factory=Part)
    optional: Part = field(default_factory=Part)
    long_cells: list[str] = field(default_factory=list)  # their first lines
    exercises: list[str] = field(default_factory=list)  # their labels
    untagged: list[str] = field(default_factory=list)  # solutions whose code has no tag
    has_check: bool = False
    has_optional_sections: bool = False
    printed: list[str] = field(default_factory=list)  # lines, without those of self-checks
    questions: list[Question] = field(default_factory=list)

    @property
    def verdicts(self) -> list[str]:
        """The printed lines that are verdicts."""
        return [line for line in self.printed if is_verdict(line)]

    @property
    def longest_right(self) -> int:
        """In how many questions the right option is longer than every other one."""
        return sum(map(right_is_longest, self.questions))

    @property
    def letters(self) -> str:
        """The right letters of the quiz, in its order."""
        return "".join(question.right for question in self.questions)


def read_page(root: Path, slug: str) -> Page:
    """Count everything of one page."""
    page = Page(slug)
    text = without_front_matter((root / f"chapters/{slug}.md").read_text("utf-8"))
    if promise := PROMISE.search(text.partition("\n## ")[0]):
        page.promised = int(promise["main"]), int(promise["optional"] or 0)
    level = 0  # of the heading of an optional section
    harder, solution, tags = set(), None, set()  # labels; a label; tags of the solution's cells
    for block in parse(text):
        if isinstance(block, Text) and (heading := HEADING.match(block.text)):
            if level and len(heading["marks"]) <= level:
                level = 0
            if heading["title"].startswith("Optional: "):
                level, page.has_optional_sections = len(heading["marks"]), True
        if isinstance(block, Directive) and "(*Harder.*)" in block.body:
            harder.add(block.label)
        labels = {solution, *([block.label, block.argument] if is_exercise(block) else [])}
        part = page.optional if level or labels & harder else page.main
        if isinstance(block, Text):
            part.words += count_words(block.text)
        elif isinstance(block, Directive):
            part.words += sum(words_in(block))
            match block.name:
                case "solution-start":
                    solution, tags = block.argument, None
                case "solution-end":
                    if tags is not None and "solution" not in tags:
                        page.untagged.append(solution)
                    solution = None
                case "code-cell":
                    tags = (tags or set()) | tags_of(block)
                    part.cells += 1
                    add_cell(page, block)
                case "exercise":
                    page.exercises.append(block.label)
                    part.exercises += 1
                case "quiz":
                    page.questions += read(block.body)
    page.printed = list(printed_lines(root / f"notebooks/{slug}.ipynb"))
    return page


def is_exercise(block) -> bool:
    """Tell whether a block is an exercise or a solution in one piece."""
    return isinstance(block, Directive) and block.name in ("exercise", "solution")


def add_cell(page: Page, cell: Directive) -> None:
    """Note a cell that is too long, or that checks what a learner wrote."""
    tags = tags_of(cell)
    page.has_check |= "check" in tags
    lines = [line for line in cell.body.splitlines() if line.strip() and line[:1] != ":"]
    if len(lines) > LONGEST_CELL and not tags & FOLDED:
        page.long_cells.append(f"{len(lines)} lines: {lines[0].strip()}")


def tags_of(cell: Directive) -> set[str]:
    """Return the tags of a code cell."""
    return set(re.findall(r"[\w-]+", cell.options.get("tags", "")))


def words_in(directive: Directive) -> Iterator[int]:
    """Yield the number of words of every text inside a directive."""
    if directive.name in WITHOUT_PROSE:
        return
    yield count_words(directive.argument if directive.name == "admonition" else "")
    if directive.name == "glossary":
        yield count_words(directive.body)
        return
    for block in parse(directive.body):
        if isinstance(block, Text):
            yield count_words(block.text)
        elif isinstance(block, Directive):
            yield from words_in(block)


def count_words(text: str) -> int:
    """Count the words of a text in Markdown; a piece of mathematics is one."""
    shown = SLIDE_MARK.sub("", text)
    plain = MARKUP.sub(" ", MATHEMATICS.sub(" x ", shown))
    return len(re.findall(r"\S*\w\S*", plain))


def right_is_longest(question: Question) -> bool:
    """Tell whether the right option has more characters than every other one."""
    length = {o.right: 0 for o in question.options}
    for option in question.options:
        plain = " ".join(MARKUP.sub("", option.text.text).split())
        length[option.right] = max(length[option.right], len(plain))
    return length[True] > length[False]


def printed_lines(notebook: Path) -> Iterator[str]:
    """Yield the lines of text that the cells of a notebook print, but for its self-checks."""
    if not notebook.exists():
        return
    for cell in json.loads(notebook.read_text("utf-8"))["cells"]:
        if "check" in cell["metadata"].get("tags", []):
            continue
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            rich = any(kind.startswith(("image/", "text/html")) for kind in data)
            text = output.get("text", [] if rich else data.get("text/plain", []))
            yield from (line for line in "".join(text).splitlines() if line.strip())


def off(promised: float, measured: float) -> int:
    """Return by how many minutes a promise is wrong; 0 within the tolerance, or a minute."""
    difference = abs(promised - measured)
    return round(difference) if difference > max(TOLERANCE * measured, 1) else 0


def figures(page: Page, chapter: bool) -> dict[str, int]:
    """Return what `page_counts.toml` has limits for; some are for chapters alone."""
    counts = {
        "verdicts": len(page.verdicts),
        "long_cells": len(page.long_cells),
        "untagged_solutions": len(page.untagged),
    }
    if page.promised is not None:
        main, optional = page.promised
        counts["minutes"] = round(page.main.minutes)
        counts["minutes_off"] = off(main, page.main.minutes)
        if optional or page.has_optional_sections:
            counts["optional_off"] = off(optional, page.optional.minutes)
    if page.questions:
        counts["longest_right"] = page.longest_right
        counts["letters_never_right"] = len(set("ABC") - set(page.letters))
    if chapter:
        counts["without_training"] = int(not any(e.endswith("-train") for e in page.exercises))
        counts["without_check"] = int(not page.has_check)
    return counts


def slugs(root: Path) -> dict[str, list[str]]:
    """Return the slugs of the pages by the parts of the book."""
    parts = yaml.safe_load((root / "_toc.yml").read_text("utf-8"))["parts"]
    named = {p["caption"]: [c["file"] for c in p["chapters"]] for p in parts}
    named = {"": ["chapters/index"]} | named
    return {name: [f.removeprefix("chapters/") for f in fs] for name, fs in named.items()}


def all_figures(root: Path) -> tuple[dict[str, Page], dict[str, dict[str, int]]]:
    """Return the pages, and the figures of each that has a source."""
    parts = slugs(root)
    pages = {slug: read_page(root, slug) for part in parts.values() for slug in part}
    chapters = set(parts["Course"]) - NO_CHAPTERS
    return pages, {slug: figures(page, slug in chapters) for slug, page in pages.items()}


def book_figures(pages: dict[str, Page], above: dict[str, dict[str, int]]) -> dict[str, int]:
    """Return the figures of the whole book; verdicts that the table still allows are apart."""
    allowed = sum(row.get("verdicts", 0) for row in above.values())
    options = [q for page in pages.values() for q in page.questions if len(q.options) > 3]
    return {
        "verdicts": sum(len(page.verdicts) for page in pages.values()) - allowed,
        "printed": sum(len(page.printed) for page in pages.values()),
        "d_never_right": int(not any(question.right == "D" for question in options)),
    }


def excess(counts: dict[str, int], limits: dict[str, int]) -> dict[str, int]:
    """Return the figures that are above their limit."""
    return {name: count for name, count in counts.items() if count > limits[name]}


def lowered(table: dict, counts: dict[str, dict[str, int]]) -> dict[str, dict[str, int]]:
    """Return what single pages may have above the limits, nothing of it more than they have."""
    lower = {}
    for slug, allowed in table["above"].items():
        still = excess(counts.get(slug, {}), table["limits"])
        lower[slug] = {n: min(allowed[n], still[n]) for n in allowed if n in still}
    return {slug: allowed for slug, allowed in lower.items() if allowed}


def read_table() -> dict:
    """Return the limits, and what single pages may have above them until they are rewritten."""
    return tomllib.loads(TABLE.read_text("utf-8"))


def write_table(above: dict[str, dict[str, int]]) -> None:
    """Write the part of the table that single pages have, one a line."""
    start = TABLE.read_text("utf-8").partition("[above]\n")[0]
    lines = [
        f'"{slug}" = {{ {", ".join(f"{n} = {count}" for n, count in allowed.items())} }}\n'
        for slug, allowed in above.items()
    ]
    TABLE.write_text(f"{start}[above]\n{''.join(lines)}", encoding="utf-8")


def row(page: Page) -> str:
    """Return a page's figures as a line to read."""
    promised = page.promised or ("–", "–")
    took = page.main.minutes, page.optional.minutes
    minutes = " ".join(f"{p:>4}/{m:<3.0f}" for p, m in zip(promised, took, strict=True))
    quiz = f"{page.longest_right} {page.letters}" if page.questions else ""
    verdicts = f"{len(page.verdicts):>4}/{len(page.printed):<4}"
    return f"{page.slug:26}{verdicts}{minutes} {len(page.long_cells):>3}  {quiz}"


def main(words: list[str] | None = None) -> None:
    """Print the figures of all pages, or of those named with what makes them so."""
    parser = argparse.ArgumentParser(prog="python -m tools.page_counts", description=__doc__)
    parser.add_argument("slugs", nargs="*", metavar="slug", help="such as gru or labs/airline")
    parser.add_argument("--lower", action="store_true", help="lower the numbers of the table")
    arguments = parser.parse_args(words)
    pages, counts = all_figures(ROOT)
    if unknown := set(arguments.slugs) - set(pages):
        parser.error(f"no page has the name {', '.join(sorted(unknown))}")
    if arguments.lower:
        write_table(lowered(read_table(), counts))
    print(f"{'page':26}verdicts  time/took  optional  long cells  longest right, letters")
    for slug in arguments.slugs or pages:
        print(row(pages[slug]))
        if arguments.slugs:
            print(*pages[slug].verdicts, *pages[slug].long_cells, sep="\n")
            print(pages[slug].main, pages[slug].optional, counts[slug], sep="\n")


if __name__ == "__main__":
    main()
