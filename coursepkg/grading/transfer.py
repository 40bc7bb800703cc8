"""`python -m coursepkg transfer MARKS --into FILE`: carry totals into Canvas' or Moodle's file.

Both take back a file that they have written themselves: Canvas the export of its gradebook,
Moodle the grading worksheet of an assignment. Only the cells of the marks change; the filled
table is a new file beside the old one. Nothing is written while anything is in doubt.
"""

import csv
import io
import re
import sys
from pathlib import Path

from .ledger import write_whole

CANVAS_COLUMN = re.compile(r".+ \(\d+\)")
# Not "UTF-8" alone: both may begin their files with a byte order mark.
ENCODING = "utf-8-sig"


def add_arguments(parser):
    """Describe what may follow `transfer` on the command line."""
    parser.add_argument("marks", type=Path, metavar="MARKS", help="marks.csv, or a copy of it")
    parser.add_argument(
        "--into", required=True, type=Path, metavar="FILE", help="what Canvas or Moodle wrote"
    )
    parser.add_argument(
        "--column", metavar="NAME", help="Canvas' column, where there are several assignments"
    )


def run(arguments):
    """Write FILE-filled.csv, and say who is in only one of the tables."""
    try:
        totals = totals_of(arguments.marks)
        header, rows, dialect = read_table(arguments.into)
        key_of, column = form_of(header, arguments.column)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    found = set()
    for row in rows:
        key = key_of(row)
        if key in totals:
            row[column] = totals[key]
            found.add(key)
    filled = arguments.into.with_name(f"{arguments.into.stem}-filled.csv")
    file = io.StringIO()
    csv.writer(file, dialect).writerows(
        [header, *([row[name] for name in header] for row in rows)]
    )
    write_whole(filled, file.getvalue())
    for key in sorted(totals.keys() - found):
        print(f"not in {arguments.into.name}: id {key}, total {totals[key]}")
    print(f"{len(found)} totals are in column {column!r} of {filled}")
    return 0


def totals_of(path):
    """Return the total for each `id` of a table of marks; what was not graded is left out.

    Raises:
        ValueError: no such table, no ids in it, or two rows for one learner.
    """
    header, rows, _ = read_table(path)
    if missing := {"submission", "id", "total", "error"} - set(header):
        raise ValueError(f"{path} has no column {', '.join(sorted(missing))}: is it marks.csv?")
    totals, names = {}, {}
    for row in rows:
        if row["error"]:
            print(f"left out, not graded: {row['submission']}: {row['error']}")
        elif not row["id"]:
            print(f"left out, no id: {row['submission']}")
        elif row["id"] in totals:
            raise ValueError(
                f"id {row['id']} is there twice, in {names[row['id']]} and "
                f"{row['submission']}: delete one of the lines in a copy of the table"
            )
        else:
            totals[row["id"]], names[row["id"]] = row["total"], row["submission"]
    if not totals:
        raise ValueError(f"{path} has no total with an id, the number from Canvas or Moodle")
    return totals


def form_of(header, column=None):
    """Return a function from a row to our `id`, and the column that gets the totals.

    Raises:
        ValueError: neither Canvas' form nor Moodle's, or no telling which column.
    """
    if {"Identifier", "Grade"} <= set(header):
        return lambda row: row["Identifier"].removeprefix("Participant "), column or "Grade"
    if not {"Student", "ID"} <= set(header):
        raise ValueError(
            "expected Canvas' columns Student and ID, or Moodle's Identifier and Grade; "
            f"got {', '.join(header)}"
        )
    assignments = [name for name in header if CANVAS_COLUMN.fullmatch(name)]
    if column is None and len(assignments) == 1:
        (column,) = assignments
    if column not in assignments:
        names = " ".join(f"--column {name!r}" for name in assignments)
        raise ValueError(f"which column is the assignment's? Add one of: {names or 'none'}")
    return lambda row: row["ID"].strip(), column


def read_table(path):
    """Return the header, the rows as dictionaries, and the dialect of a CSV file.

    Raises:
        ValueError: it cannot be read, or a row has more cells than the header.
    """
    try:
        text = Path(path).read_text(ENCODING)
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(f"{path} cannot be read: {error}") from None
    first = text.partition("\n")[0]

    class Dialect(csv.unix_dialect):
        quoting = csv.QUOTE_MINIMAL
        delimiter = ";" if ";" in first and "," not in first else ","

    reader = csv.DictReader(io.StringIO(text, newline=""), dialect=Dialect, restval="")
    rows = list(reader)
    if not reader.fieldnames or any(None in row for row in rows):
        raise ValueError(f"{path} is no table: a row has more cells than the header")
    return reader.fieldnames, rows, Dialect
