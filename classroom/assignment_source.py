"""Reads `source.md`: front matter that describes the tasks, then Markdown and code cells.

The tags of a code cell say where it goes. Without a tag: everywhere, and the solution between
`# BEGIN SOLUTION help` and `# END SOLUTION` is taken out for learners.

    cases    functions `draw_<task>(rng)`, for the self-checks and the grader
    answers  functions `answer_<task>(number)`, for the grader alone
    demo     for the notebooks alone: what draws, prints or trains

What learners get of a solution is a sentence of help and a place to write:

    # BEGIN SOLUTION Add the two products, then squash.
    return np.tanh(x @ kernel + h @ recurrent_kernel)
    # END SOLUTION

becomes that sentence as a comment and `raise NotImplementedError`. Lines `# BLANK …` in the
solution give what stands there instead: a name to fill, or code with a bug in it. nbgrader
takes solutions out by itself, between marks of its own, and always leaves the same error there.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import yaml
from jupytext.myst import myst_to_notebook

TASK_KEYS = {
    *["name", "title", "function", "points", "returns", "tolerance", "by_hand", "rubric"]
}
MISTAKE_KEYS = {"name", "says", "right", "wrong", "loses"}
KEYS = {"title", "chapter", "minutes", "objectives", "tasks", "mistakes"}
TAGS = {"cases", "answers", "demo"}
BEGIN = re.compile(r"(?P<indent> *)# BEGIN SOLUTION (?P<help>.+)")
END = re.compile(r" *# END SOLUTION")
BLANK = re.compile(r" *# BLANK ?(?P<code>.*)")
ANSWER = "*Write here.*"  # the line below which learners write what is read, not run


class SourceError(ValueError):
    """A mistake in a source."""


@dataclass(frozen=True)
class SourceCell:
    """A cell of the source: Markdown, or code with at most one tag."""

    kind: str  # "markdown" or "code"
    text: str
    tag: str = ""


@dataclass(frozen=True)
class Source:
    """A solved assignment."""

    slug: str
    title: str
    chapter: str  # the slug of the chapter it belongs to
    minutes: int
    objectives: list
    tasks: list  # of dictionaries with TASK_KEYS
    mistakes: list  # of dictionaries with MISTAKE_KEYS
    cells: list

    def code(self, *tags):
        """Return the text of all code cells with one of these tags; "" for no tag."""
        return [cell.text for cell in self.cells if cell.kind == "code" and cell.tag in tags]


def read(folder: Path) -> Source:
    """Read and check a source.

    Raises:
        SourceError: something is missing, superfluous or contradictory.
    """
    path = folder / "source.md"
    try:
        _, front, body = path.read_text("utf-8").split("---\n", 2)
        described = yaml.safe_load(front)
    except (ValueError, yaml.YAMLError) as error:
        raise SourceError(f"{path}: no front matter between two lines ---: {error}") from None
    described.pop("jupytext", None)
    described.pop("kernelspec", None)
    described.setdefault("mistakes", [])
    problem = "; ".join(problems(described))
    if problem:
        raise SourceError(f"{path}: {problem}")
    source = Source(slug=folder.name, cells=list(source_cells(path, body)), **described)
    places = sum(cell.text == ANSWER for cell in source.cells)
    if places != (read := sum(bool(task.get("by_hand")) for task in source.tasks)):
        raise SourceError(f"{path}: {read} tasks by hand, and {places} times {ANSWER}")
    return source


def problems(described: dict):
    """Yield what is wrong with a front matter."""
    if set(described) != KEYS:
        yield f"expected {sorted(KEYS)}, got {sorted(described)}"
        return
    names = [task.get("name") for task in described["tasks"]]
    if len(set(names)) < len(names):
        yield "two tasks have the same name"
    for task in described["tasks"]:
        if unknown := set(task) - TASK_KEYS:
            yield f"task {task.get('name')}: unknown {sorted(unknown)}"
        needed = {"name", "title", "points"}
        needed |= set() if task.get("by_hand") else {"function", "returns"}
        if missing := needed - set(task):
            yield f"task {task.get('name')}: {sorted(missing)} missing"
    for mistake in described["mistakes"]:
        if set(mistake) != MISTAKE_KEYS:
            yield f"mistake {mistake.get('name')}: expected {sorted(MISTAKE_KEYS)}"
        elif not set(mistake["loses"]) <= set(names):
            yield f"mistake {mistake['name']} loses a task that there is not"


def source_cells(path: Path, body: str):
    """Yield the cells below the front matter."""
    for cell in myst_to_notebook(body).cells:
        tags = set(cell.metadata.get("tags", []))
        if len(tags) > 1 or tags - TAGS:
            raise SourceError(f"{path}: a cell has the tags {sorted(tags)}")
        if cell.cell_type == "markdown":
            # Each comment line of MyST becomes a cell of its own; none is used here.
            text, answer, _ = cell.source.partition(ANSWER)
            yield SourceCell("markdown", text.rstrip())
            if answer:
                yield SourceCell("markdown", ANSWER)
        else:
            yield SourceCell("code", cell.source, *tags)


class Solution(NamedTuple):
    """What stands between two marks."""

    indent: str
    help: str
    blank: list  # of lines that stand there instead, if any
    lines: list


def blanked(code: str) -> str:
    """Return code with blanks in the place of solutions.

    Raises:
        SourceError: the marks of solutions do not pair; also of the next two.
    """

    def place_to_write(solution):
        yield f"{solution.indent}# YOUR CODE. {solution.help}"
        for line in solution.blank or ['raise NotImplementedError("fill in this blank")']:
            yield f"{solution.indent}{line}" if line else ""

    return _rewritten(code, place_to_write)


def solved(code: str) -> str:
    """Return code with its solutions, without their marks."""
    return _rewritten(code, lambda solution: solution.lines)


def nbgrader_regions(code: str) -> str:
    """Return code with its solutions between nbgrader's marks, below the help as a comment."""

    def region(solution):
        for comment in (solution.help, *solution.blank):
            yield f"{solution.indent}# {comment}"
        yield f"{solution.indent}### BEGIN SOLUTION"
        yield from solution.lines
        yield f"{solution.indent}### END SOLUTION"

    return _rewritten(code, region)


def _rewritten(code, rewrite):
    """Return code with lines, made from each `Solution`, in its place."""
    lines, solution = [], None
    for line in code.split("\n"):
        if begin := BEGIN.fullmatch(line):
            if solution:
                raise SourceError(f"a solution begins inside another: {line.strip()}")
            solution = Solution(begin["indent"], begin["help"], [], [])
        elif END.fullmatch(line):
            if not solution:
                raise SourceError("# END SOLUTION without a beginning")
            lines += rewrite(solution)
            solution = None
        elif not solution:
            lines.append(line)
        elif blank := BLANK.fullmatch(line):
            solution.blank.append(blank["code"])
        else:
            solution.lines.append(line)
    if solution:
        raise SourceError(f"no # END SOLUTION follows # BEGIN SOLUTION {solution.help}")
    return "\n".join(lines)
