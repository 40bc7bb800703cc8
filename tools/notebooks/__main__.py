"""The command line: `python -m tools.notebooks [--check] [--all] [slug …]`."""

import argparse
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat

from tools.notebooks.blocks import ChapterError
from tools.notebooks.book import Book
from tools.notebooks.kernels import execute
from tools.notebooks.notebook import build
from tools.notebooks.pictures import PictureError, draw
from tools.notebooks.staleness import orphans, problem, read, take_over_outputs

REPOSITORY = Path(__file__).resolve().parent.parent.parent
COMMAND = "python -m tools.notebooks"


def main(arguments: list[str] | None = None, root: Path = REPOSITORY) -> int:
    """Run the command and return its exit status."""
    parser = argparse.ArgumentParser(
        prog=COMMAND, description="Make notebooks/ from chapters/: stale ones, or those named."
    )
    parser.add_argument("slugs", nargs="*", metavar="slug", help="such as gru or labs/airline")
    parser.add_argument("--all", action="store_true", help="run every cell, whatever changed")
    parser.add_argument(
        "--check", action="store_true", help="run nothing; fail if any is stale"
    )
    options = parser.parse_args(arguments)
    book = Book(root)
    try:
        if unknown := set(options.slugs) - book.index.with_notebook:
            parser.error(f"no chapter with code: {', '.join(sorted(unknown))}")
        slugs = options.slugs or sorted(book.index.with_notebook)
        without_chapter = [] if options.slugs else orphans(book)
        if options.check:
            return check(book, slugs, without_chapter)
        return generate(book, slugs, without_chapter, options.all)
    except (ChapterError, PictureError) as error:
        print(error, file=sys.stderr)
        return 1


def check(book: Book, slugs: list[str], without_chapter: list[str]) -> int:
    """Name everything that is not as it should be, and the command that mends it."""
    problems = [f"{slug} {what}" for slug in slugs if (what := problem(book, slug))]
    problems += [f"{slug} has no chapter with code" for slug in without_chapter]
    for text in problems:
        print(f"notebooks: {text}", file=sys.stderr)
    if problems:
        print(f"Run `{COMMAND}` and commit what it changes.", file=sys.stderr)
        return 1
    print(f"{len(slugs)} notebooks are up to date.")
    return 0


def generate(book: Book, slugs: list[str], without_chapter: list[str], everything: bool) -> int:
    """Make the notebooks that need it and remove those without a chapter."""
    for slug in without_chapter:
        book.notebook(slug).unlink()
        print(f"{slug}: removed, it has no chapter with code")
    stale = [slug for slug in slugs if everything or problem(book, slug)]
    with ThreadPoolExecutor(os.cpu_count()) as pool:  # each kernel is a process
        for line in pool.map(lambda slug: write(book, slug, everything), stale):
            print(line, flush=True)
    return 0


def write(book: Book, slug: str, everything: bool) -> str:
    """Make one notebook, and say whether its code ran; the old one stays until it is whole."""
    start = time.monotonic()
    notebook, lines = build(book, slug)
    old = read(book, slug)
    draw(book, notebook, old)
    done = "words changed"
    if everything or not take_over_outputs(notebook, old):
        execute(book, slug, notebook, lines)
        done = f"executed in {time.monotonic() - start:.0f} s"
    path = book.notebook(slug)
    unfinished = path.with_name(f".{path.name}.unfinished")
    unfinished.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8")
    os.replace(unfinished, path)
    return f"{slug}: {done}"


if __name__ == "__main__":
    sys.exit(main())
