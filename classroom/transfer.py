"""`python -m classroom transfer MARKS --into FILE`: carry totals into Canvas' or Moodle's file.

Both take back a file that they have written themselves: Canvas the export of its gradebook,
Moodle the grading worksheet of an assignment. Only the cells of the marks change; the filled
table is a new file beside the old one. Nothing is written while anything is in doubt: a total
goes to a learner only if the number and the name both fit. What stands in the column already
is kept, and named, if it is more, or no number: `EX` for "excused".
"""

import csv
import io
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from .ledger import write_whole
from .safe_text import complain, say

CANVAS_COLUMN = re.compile(r".+ \(\d+\)")
# Canvas takes no marks in its own totals, which may end in a grading period, "(2026)".
CANVAS_TOTAL = re.compile("(Current|Final|Override) (Score|Points|Grade|Status)")
# Canvas reads back these two only, and older versions of Moodle commas alone.
WRITTEN = {",": ",", ";": ";", "\t": ","}
NUMBER = re.compile(r"[0-9]+([.,][0-9]+)?")
ADVICE = (
    "Nothing was written. A team's folder has the number of the team, which may be that of "
    "somebody else: in a copy of the marks, give each member a line with their own id and "
    "name. If it is one person under two names, write the table's name into `learner` there."
)


def add_arguments(parser):
    """Describe what may follow `transfer` on the command line."""
    add = parser.add_argument
    add("marks", type=Path, metavar="MARKS", help="marks.csv, or a copy of it")
    add("--into", required=True, type=Path, metavar="FILE", help="what Canvas or Moodle wrote")
    add("--overwrite", action="store_true", help="also marks that are higher, and words")
    add("--column", metavar="NAME", help="Canvas' column, where there are several assignments")


def run(arguments):
    """Write FILE-filled.csv, and say who is in only one of the tables."""
    try:
        totals = totals_of(arguments.marks)
        header, rows, delimiter = read_table(arguments.into)
        layout = layout_of(header, arguments.column)
        carried = carry(totals, rows, layout, arguments.into.name, arguments.overwrite)
    except ValueError as error:
        complain(error)
        return 2
    filled = arguments.into.with_name(f"{arguments.into.stem}-filled.csv")
    file = io.StringIO()
    table = csv.DictWriter(file, header, delimiter=WRITTEN[delimiter], lineterminator="\n")
    table.writeheader()
    table.writerows(rows)
    write_whole(filled, file.getvalue())
    for key in sorted(totals.keys() - carried):
        say(f"not in {arguments.into.name}: id {key}, total {totals[key]['total']}")
    say(f"{sum(carried.values())} totals are in column {layout.column!r} of {filled}")
    return 0


def totals_of(path):
    """Return the row for each `id` of a table of marks; what was not graded is left out.

    Of several files of one learner the best counts.

    Raises:
        ValueError: no such table, no ids in it, a total that is no number, or one id for two
            names.
    """
    header, rows, _ = read_table(path)
    if missing := {"submission", "learner", "id", "total", "error"} - set(header):
        raise ValueError(f"{path} has no column {', '.join(sorted(missing))}: is it marks.csv?")
    totals = {}
    for row in rows:
        key = row["id"].strip()
        if row["error"]:
            say(f"left out, not graded: {row['submission']}: {row['error']}")
        elif not key:
            say(f"left out, no id: {row['submission']}")
        elif number(row["total"]) is None:
            raise ValueError(f"{row['submission']}: the total {row['total']!r} is no number")
        elif key not in totals:
            totals[key] = row
        elif letters(row["learner"]) != letters(totals[key]["learner"]):
            raise ValueError(
                f"id {key} is there twice, in {totals[key]['submission']} and "
                f"{row['submission']}: delete one of the lines in a copy of the table"
            )
        else:
            pair = sorted((totals[key], row), key=lambda line: number(line["total"]))
            lower, totals[key] = pair
            say(f"left out, of {row['learner']}'s files not the best: {lower['submission']}")
    if not totals:
        raise ValueError(f"{path} has no total with an id, the number from Canvas or Moodle")
    return totals


def compare_numbers(pairs, table):
    """Name who wrote down another number than the one in Canvas' or Moodle's table."""
    for ours, row in pairs:
        theirs = row.get("ID number", row.get("SIS User ID", "")).strip()
        wrote = ours.get("number", "").strip()
        if wrote.isdigit() and theirs.isdigit() and int(wrote) != int(theirs):
            say(f"{ours['learner']} wrote the number {wrote}, which is {theirs} in {table}")


class TableLayout(NamedTuple):
    """Where a table of Canvas or Moodle has what is needed."""

    id_of: Callable  # from a row to our `id`
    name_of: Callable  # from a row to the name of the learner, or ""
    column: str  # that gets the totals
    nameless: str | None = None  # what stands for the name where marking is blind


def layout_of(header, column=None):
    """Return the `TableLayout` of a table with this header.

    Raises:
        ValueError: neither Canvas' form nor Moodle's, no telling which column, or a column for
            words.
    """
    if "Identifier" in header and "Scale" in header:
        raise ValueError("Moodle marks this assignment on a scale of words, not in points")
    if {"Identifier", "Grade"} <= set(header) and (column or "Grade") in header:
        return TableLayout(
            lambda row: row["Identifier"].removeprefix("Participant "),
            lambda row: row.get("Full name", ""),
            column or "Grade",
            nameless="Participant",
        )
    separate = {"LastName", "FirstName", "ID"} <= set(header)
    if not separate and not {"Student", "ID"} <= set(header):
        raise ValueError(
            "expected Canvas' columns Student (or LastName and FirstName) and ID, or Moodle's "
            "Identifier and Grade in English; "
            f"got {', '.join(header)}"
        )
    assignments = [
        name
        for name in header
        if CANVAS_COLUMN.fullmatch(name) and not CANVAS_TOTAL.search(name)
    ]
    if column is None and len(assignments) == 1:
        (column,) = assignments
    if column not in assignments:
        names = " ".join(f"--column {name!r}" for name in assignments)
        raise ValueError(f"which column is the assignment's? Add one of: {names or 'none'}")

    def name_of(row):
        return f"{row['FirstName']} {row['LastName']}" if separate else row["Student"]

    return TableLayout(lambda row: row["ID"].strip(), name_of, column)


def skipped_by_moodle(ours, row):
    """Return why Moodle's upload would pass over a total without a word, or ""."""
    most = number(row.get("Maximum Grade", ""))
    if most is not None and number(ours["total"]) > most:
        return f"is more than the maximum there, {most:g}"
    if row.get("Grade can be changed", "").strip().lower() == "no":
        return "would replace a grade that is locked there"
    return ""


def carry(totals, rows, layout, table, overwrite=False):
    """Write totals into the rows whose id *and* name fit.

    Marks that are higher and words are kept and named, unless `overwrite` says otherwise.
    Returns a dictionary from the id to whether the total was written.

    A number alone does not tell whose it is: the folder of a team has the team's number, and
    a learner somewhere else has the same one.

    Raises:
        ValueError: an id belongs to one name here and to another there; nothing is changed.
    """
    pairs = [(totals[layout.id_of(row)], row) for row in rows if layout.id_of(row) in totals]
    compare_numbers(pairs, table)
    strangers = [
        f"id {layout.id_of(row)} is {ours['learner']!r} in {ours['submission']!r}, but "
        f"{layout.name_of(row)!r} in {table}"
        for ours, row in pairs
        if ours["learner"] != layout.nameless
        and letters(ours["learner"]) != letters(layout.name_of(row))
    ]
    if strangers:
        raise ValueError("\n".join([*strangers, ADVICE]))
    carried = {}
    for ours, row in pairs:
        old, new = row[layout.column].strip(), ours["total"].strip().replace(",", ".")
        if reason := skipped_by_moodle(ours, row):
            say(f"left out: {ours['learner']}'s total, {new}, {reason}")
            carried[layout.id_of(row)] = False
            continue
        lower = old in ("", "-") or (number(old) is not None and number(old) <= number(new))
        carried[layout.id_of(row)] = lower or overwrite
        if lower or overwrite:
            row[layout.column] = new
        else:
            say(f"kept {old!r} of {ours['learner']}, id {ours['id']}, whose total is {new}")
    return carried


def number(text):
    """Return a mark as a number, with a point or a comma before its decimals, or None."""
    return float(text.strip().replace(",", ".")) if NUMBER.fullmatch(text.strip()) else None


def letters(name):
    """Return a name's letters and digits, sorted.

    File names lose signs, capitals and perhaps accents, and Canvas puts last names first.
    """
    plain = unicodedata.normalize("NFKD", name.casefold())
    return sorted(character for character in plain if character.isalnum())


def read_table(path):
    """Return the header, the rows as dictionaries, and the delimiter of a CSV file.

    It may have gone through Excel, which writes UTF-16 or the code page of Western Europe, and
    separates cells by whatever the country's lists are separated by.

    Raises:
        ValueError: it cannot be read, or a row has more cells than the header.
    """
    try:
        text = decoded(Path(path).read_bytes())
        first = text.splitlines()[:1]
        delimiter = max(",;\t", key=lambda d: len(next(csv.reader(first, delimiter=d), ())))
        reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, restval="")
        rows = list(reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ValueError(f"{path} cannot be read: {error}") from None
    if not reader.fieldnames or any(None in row for row in rows):
        raise ValueError(f"{path} is no table: a row has more cells than the header")
    return reader.fieldnames, rows, delimiter


def decoded(content):
    """Return the text of a file that Canvas, Moodle, a spreadsheet or an editor has written."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252")
