"""Reads `source.md`: front matter that describes the tasks, then Markdown and code cells.

The tags of a code cell say where it goes. Without a tag: everywhere, and the solution between
`# BEGIN SOLUTION help` and `# END SOLUTION` is taken out for learners.

    cases    functions `draw_<task>(rng)`, for the self-checks and the grader
    answers  functions `answer_<task>(number)`, for the grader alone
    demo     for the notebooks alone: what draws, prints or trains
"""

from dataclasses import dataclass
from pathlib import Path

import yaml
from jupytext.myst import myst_to_notebook

TASK_KEYS = {
    *("name", "title", "function", "points", "returns", "tolerance", "by_hand", "rubric"),
}
MISTAKE_KEYS = {"name", "says", "right", "wrong", "loses"}
KEYS = {"title", "chapter", "minutes", "objectives", "tasks", "mistakes"}
TAGS = {"cases", "answers", "demo"}
ANSWER = "*Write here.*"  # the line below which learners write what is read, not run


class SourceError(Exception):
    """A mistake in a source; the message names the file."""


@dataclass(frozen=True)
class Cell:
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
    source = Source(slug=folder.name, cells=list(cells(path, body)), **described)
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


def cells(path: Path, body: str):
    """Yield the cells below the front matter."""
    for cell in myst_to_notebook(body).cells:
        tags = set(cell.metadata.get("tags", []))
        if len(tags) > 1 or tags - TAGS:
            raise SourceError(f"{path}: a cell has the tags {sorted(tags)}")
        if cell.cell_type == "markdown":
            # Each comment line of MyST becomes a cell of its own; none is used here.
            text, answer, _ = cell.source.partition(ANSWER)
            yield Cell("markdown", text.rstrip())
            if answer:
                yield Cell("markdown", ANSWER)
        else:
            yield Cell("code", cell.source, *tags)
