"""Stores the marks of a submission as soon as they are made, and makes the table of all.

They are one line of JSON, added in one piece and flushed to the disk. A run that was killed
leaves at most one torn line, which the next run cuts off; so nothing is lost and nothing is
there twice. A submission whose file has changed since is marked anew.
"""

import csv
import io
import json
import os
from dataclasses import asdict
from pathlib import Path

from .marking import MarkedSubmission
from .safe_text import for_table


class Ledger:
    """The marks in one folder: `rows.jsonl`, `run.json`, `marks.csv` and `feedback/`.

    Attributes:
        table: the path of the table.
        pages: the path of the folder for feedback.
    """

    def __init__(self, folder):
        self._folder = Path(folder)
        self._lines = self._folder / "rows.jsonl"
        self.table = self._folder / "marks.csv"
        self.pages = self._folder / "feedback"

    def settings(self):
        """Return what decided the marks that are here, by name, or {}."""
        path = self._folder / "run.json"
        return json.loads(path.read_text("utf-8")) if path.exists() else {}

    def open(self, **settings):
        """Make the folders, and note what decides the marks.

        Raises:
            ValueError: other things decided the marks that are here already.
        """
        differing = [
            key for key, value in self.settings().items() if settings.get(key) != value
        ]
        if differing:
            raise ValueError(
                f"{self._folder} holds marks of another run: {' and '.join(differing)} "
                "differ; name another folder with --out, or remove this one"
            )
        self.pages.mkdir(parents=True, exist_ok=True)
        write_whole(self._folder / "run.json", json.dumps(settings, indent=2) + "\n")

    def read(self):
        """Return each `MarkedSubmission`, the last of a name, by name; cut off a torn line."""
        if not self._lines.exists():
            return {}
        content = self._lines.read_bytes()
        whole = content.rpartition(b"\n")[0]
        if len(whole) + 1 != len(content):
            os.truncate(self._lines, len(whole) + 1 if whole else 0)
        all_marked = [MarkedSubmission(**json.loads(line)) for line in whole.splitlines()]
        return {marked.name: marked for marked in all_marked}

    def add(self, marked):
        """Store a `MarkedSubmission`: once this returns, it survives."""
        line = json.dumps(asdict(marked)) + "\n"
        with open(self._lines, "ab") as file:
            file.write(line.encode())
            file.flush()
            os.fsync(file.fileno())

    def write_table(self, tasks, all_marked):
        """Write the table: one line a submission, one column a task."""
        file = io.StringIO()
        table = csv.writer(file, lineterminator="\n")
        names = [task.name for task in tasks]
        table.writerow(["submission", "learner", "id", "number", *names, "total", "error"])
        for marked in all_marked:
            words = [for_table(text) for text in (marked.name, marked.learner, marked.id)]
            points = [marked.marks[name] for name in names]  # None becomes an empty cell
            error = for_table(marked.error)
            table.writerow([*words, marked.number, *points, marked.total, error])
        write_whole(self.table, file.getvalue())


def write_whole(path, text):
    """Replace a file, so that a reader sees the old one or the new one."""
    unfinished = path.with_name(f".{path.name}.unfinished")
    unfinished.write_text(text, "utf-8", errors="backslashreplace")
    os.replace(unfinished, path)
