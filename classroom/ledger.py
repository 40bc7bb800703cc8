"""Keeps every row as soon as it is marked, and makes the table from all of them.

A row is one line of JSON, added in one piece and flushed to the disk. A run that was killed
leaves at most one torn line, which the next run cuts off; so no row is lost and none is there
twice. A submission whose file has changed since is marked anew.
"""

import csv
import io
import json
import os
from pathlib import Path

from .marking import Row
from .shown import for_table


class LedgerError(Exception):
    """The folder holds another run's marks."""


class Ledger:
    """The marks in one folder: `rows.jsonl`, `run.json` and `marks.csv`."""

    def __init__(self, folder):
        self._folder = Path(folder)
        self._rows = self._folder / "rows.jsonl"

    @property
    def table(self):
        """The path of the table."""
        return self._folder / "marks.csv"

    def kept(self):
        """Return what decided the marks that are here, or {}."""
        path = self._folder / "run.json"
        return json.loads(path.read_text("utf-8")) if path.exists() else {}

    def open(self, **run):
        """Make the folder, and note what decides the marks.

        Raises:
            LedgerError: other things decided the marks that are here already.
        """
        differing = [key for key, value in self.kept().items() if run.get(key) != value]
        if differing:
            raise LedgerError(
                f"{self._folder} holds marks of another run: {' and '.join(differing)} "
                "differ; name another folder with --out, or remove this one"
            )
        self._folder.mkdir(parents=True, exist_ok=True)
        write_whole(self._folder / "run.json", json.dumps(run, indent=2) + "\n")

    def rows(self):
        """Return the rows that are here, the last of each name; cut off a torn line."""
        if not self._rows.exists():
            return {}
        content = self._rows.read_bytes()
        whole = content.rpartition(b"\n")[0]
        if len(whole) + 1 != len(content):
            os.truncate(self._rows, len(whole) + 1 if whole else 0)
        rows = [Row(**json.loads(line)) for line in whole.splitlines()]
        return {row.name: row for row in rows}

    def add(self, row):
        """Keep a row: once this returns, it survives."""
        line = json.dumps(row.as_dictionary()) + "\n"
        with open(self._rows, "ab") as file:
            file.write(line.encode())
            file.flush()
            os.fsync(file.fileno())

    def write_table(self, tasks, rows):
        """Write the table of these rows: one line a submission, one column a task."""
        file = io.StringIO()
        table = csv.writer(file, lineterminator="\n")
        names = [task.name for task in tasks]
        table.writerow(["submission", "learner", "id", "number", *names, "total", "error"])
        for row in rows:
            marks = ["" if row.marks[name] is None else row.marks[name] for name in names]
            number = "" if row.number is None else row.number
            words = [for_table(text) for text in (row.name, row.learner, row.id)]
            table.writerow([*words, number, *marks, row.total, for_table(row.error)])
        write_whole(self.table, file.getvalue())


def write_whole(path, text):
    """Replace a file, so that a reader sees the old one or the new one."""
    unfinished = path.with_name(f".{path.name}.unfinished")
    unfinished.write_text(text, "utf-8", errors="backslashreplace")
    os.replace(unfinished, path)
