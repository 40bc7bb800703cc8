"""Builds the notebook of a chapter, without outputs."""

import hashlib
from collections import Counter
from collections.abc import Iterator

import nbformat
from jupytext.myst import MystMetadataParsingError, myst_to_notebook
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from tools.notebooks.blocks import ChapterError
from tools.notebooks.book import Book, without_front_matter
from tools.notebooks.chapter import Chapter
from tools.notebooks.fingerprint import fingerprint

# Reduced to what no version of Python or Jupyter changes.
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"file_extension": ".py", "mimetype": "text/x-python", "name": "python"},
}
# Jupyter's own types; for `website.slides` a heading, words in place of a cell's own, and
# which part of a code cell is shown.
SLIDE_TYPES = {"slide", "subslide", "fragment", "skip", "-"}
SLIDE_KEYS = {"slide_type", "title", "text", "show"}


def build(book: Book, slug: str) -> tuple[NotebookNode, list[int]]:
    """Return the notebook, and for each cell the line of the chapter it comes from."""
    with book.mistakes_in(slug):
        chapter = Chapter(book, slug)
        pairs = [
            (converted, line)
            for cell, line in cells_and_lines(book.text(slug))
            for converted in convert(chapter, cell, line)
        ]
        if chapter.solution_line:
            raise ChapterError(chapter.solution_line, "no {solution-end} follows")
        pairs = set_title_apart(pairs, slug)
        mark_slides(pairs)
    cells = [cell for cell, _ in pairs]
    name_cells(cells, slug)
    metadata = {**METADATA, **fingerprint(book, cells)}
    notebook = new_notebook(cells=cells, metadata=nbformat.from_dict(metadata))
    return notebook, [line for _, line in pairs]


def cells_and_lines(text: str) -> Iterator[tuple[NotebookNode, int]]:
    """Yield the cells as they stand in the chapter, each with its first line's number."""
    text = without_front_matter(text)
    try:
        draft = myst_to_notebook(text, add_source_map=True)
    except MystMetadataParsingError as error:
        raise ChapterError(1, str(error)) from None
    lines = text.splitlines()
    for cell, start in zip(draft.cells, draft.metadata["source_map"], strict=True):
        if cell.cell_type == "markdown":
            # Jupytext counts the empty lines that it has cut off.
            start += 1 + next(n for n, line in enumerate(lines[start:]) if line)
        yield cell, start


def convert(chapter: Chapter, cell: NotebookNode, line: int) -> Iterator[NotebookNode]:
    """Yield what becomes of one cell: nothing, or a cell."""
    if cell.cell_type == "markdown":
        if text := chapter.markdown(cell.source, line):
            yield new_markdown_cell(text, metadata=cell.metadata)
    elif cell.cell_type == "raw":
        raise ChapterError(line, "a notebook has no place for a {raw-cell}")
    else:
        yield code_cell(chapter, cell, line)


def code_cell(chapter: Chapter, cell: NotebookNode, line: int) -> NotebookNode:
    """Return a code cell, closed in Jupyter and Colab if the page folds it as well.

    That is a cell with the tag `hide-input`, and what a solution shows; not a self-check.
    """
    tags = cell.metadata.get("tags", [])
    if not cell.source.strip() or "skip-execution" in tags:
        message = "every cell runs: write a comment into an empty one, drop `skip-execution`"
        raise ChapterError(line, message)
    metadata = dict(cell.metadata)
    if "hide-input" in tags or (chapter.solution_line and "check" not in tags):
        metadata["cellView"] = "form"
        metadata["jupyter"] = {**metadata.get("jupyter", {}), "source_hidden": True}
    return new_code_cell(cell.source, metadata=metadata)


def set_title_apart(pairs: list, slug: str) -> list:
    """Make the title, and a word on where to edit, a cell of their own."""
    title, _, rest = pairs[0][0].source.partition("\n")
    if pairs[0][0].cell_type != "markdown" or not title.startswith("# "):
        raise ChapterError(pairs[0][1], "a chapter begins with its title: # …")
    note = f"*Generated from `chapters/{slug}.md`: make changes there, not here.*"
    opening = [(new_markdown_cell(f"{title}\n\n{note}"), pairs[0][1])]
    if rest.strip():
        opening.append((new_markdown_cell(rest.strip("\n")), pairs[0][1] + 1))
    return opening + pairs[1:]


def mark_slides(pairs: list) -> None:
    """If a chapter marks what goes on slides, mark every other cell as skipped there.

    Raises:
        ChapterError: A mark has an unknown key, or a type that slides do not have.
    """
    for cell, line in pairs:
        mark = cell.metadata.get("slideshow", {"slide_type": "skip"})
        wrong = mark.keys() - SLIDE_KEYS or {mark.get("slide_type")} - SLIDE_TYPES
        if wrong:
            raise ChapterError(line, f"slideshow: {wrong.pop()!r} means nothing on a slide")
    if any("slideshow" in cell.metadata for cell, _ in pairs):
        for cell, _ in pairs:
            cell.metadata.setdefault("slideshow", {"slide_type": "skip"})


def name_cells(cells: list[NotebookNode], slug: str) -> None:
    """Give each cell an id that only its content and its twins before it decide."""
    seen: Counter[str] = Counter()
    for cell in cells:
        content = f"{slug}\n{cell.cell_type}\n{cell.source}"
        seen[content] += 1
        cell.id = hashlib.sha256(f"{content}\n{seen[content]}".encode()).hexdigest()[:12]
