"""What Canvas and Moodle write, in every form that their source code has, there and back.

The forms of Canvas' gradebook are those of lib/gradebook_exporter.rb in instructure/canvas-lms,
read back by the rules of gradebook_importer.rb beside it; the names of submissions are those of
content_zipper.rb. Of mod/assign in moodle/moodle, gradingtable.php writes the worksheet,
feedback/offline/importgradeslib.php reads it, and locallib.php names the submissions.
"""

import csv
import io
from itertools import product
from pathlib import Path

import pytest

from classroom.__main__ import main
from classroom.submissions import Submission
from classroom.transfer import CANVAS_TOTAL

MARKS = """submission,learner,id,number,step,total,error
lovelaceada_101_1_gru.ipynb,lovelaceada,101,,9,9,
hoppergrace_LATE_102_2_gru.ipynb,hoppergrace,102,,5,5.5,
"""
LEARNERS = {"101": ("Lovelace", "Ada"), "102": ("Hopper", "Grace"), "103": ("Student", "Test")}
TOTALS = {"101": "9", "102": "5.5"}


def carried(tmp_path, text, *words, marks=MARKS, encoding="utf-8"):
    """Carry totals into a table; return the text of the filled one."""
    (tmp_path / "marks.csv").write_text(marks, "utf-8")
    (tmp_path / "export.csv").write_bytes(text.encode(encoding))
    table = ["transfer", str(tmp_path / "marks.csv"), "--into", str(tmp_path / "export.csv")]
    assert main([*table, *words]) == 0
    return (tmp_path / "export-filled.csv").read_text("utf-8")


def written(rows, delimiter):
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return file.getvalue()


# Names in one column or two; which columns follow; what an administrator or instructor adds.
NAMES = {"one": ["Student"], "two": ["LastName", "FirstName"]}
IDENTITY = {
    "login": ["SIS Login ID"],
    "SIS": ["SIS User ID", "SIS Login ID"],
    "integration": ["SIS User ID", "SIS Login ID", "Integration ID"],
    "trust": ["SIS User ID", "SIS Login ID", "Integration ID", "Root Account"],
}
CANVAS_FORMS = list(
    product(NAMES, IDENTITY, ["", "Notes"], ["", "Manual Posting"], ["", "points"], ",;")
)


def gradebook(names, identity, custom, hidden, totals, delimiter, own=("", "3", "N/A")):
    """Return Canvas' export in one of its forms."""
    before = [
        *NAMES[names],
        "ID",
        *IDENTITY[identity],
        "Section",
        *([custom] if custom else []),
    ]
    after = ["Labs Current Score", "Final Score (2026)", "Current Points"] if totals else []
    header = [*before, "The other GRU (4711)", *after]
    rows = [header]
    if hidden:
        rows.append(["" for _ in before] + [hidden] + ["" for _ in after])
    possible = ["    Points Possible"] + ["" for _ in before[1:]]
    rows.append([*possible, "9.00".replace(".", "," if delimiter == ";" else "."), *after])
    for (key, (last, first)), mark in zip(LEARNERS.items(), own, strict=True):
        name = [last, first] if names == "two" else [f"{last}, {first}"]
        identities = [key] + [f"{key}-{column}" for column in IDENTITY[identity]]
        more = ["Monday", *(["quiet"] if custom else [])]
        rows.append([*name, *identities, *more, mark, *("77" for _ in after)])
    return rows


def read_by_canvas(text):
    """What the importer finds: from the learner's id to the mark of assignment 4711."""
    lines = text.splitlines()[:3]
    fields = {
        d: {len(next(csv.reader([line], delimiter=d))) for line in lines} for d in (";", ",")
    }
    widths = {d: sizes.pop() if len(sizes) == 1 else 0 for d, sizes in fields.items()}
    delimiter = ";" if widths[";"] > widths[","] else ","
    header, *rows = csv.reader(io.StringIO(text), delimiter=delimiter)
    two = header[:2] == ["LastName", "FirstName"]
    assert two or header[:2] == ["Student", "ID"]
    (column,) = (
        place
        for place, name in enumerate(header)
        if name.endswith(" (4711)") and not CANVAS_TOTAL.search(name)
    )
    marks = {}
    for row in rows:
        if "Points Possible" not in row[0] and set(row) - {"", "Manual Posting"}:
            marks[row[2 if two else 1]] = row[column]
    return marks


@pytest.mark.parametrize("form", CANVAS_FORMS, ids="-".join)
def test_canvas_gradebook_there_and_back(tmp_path, form):
    rows = gradebook(*form)
    delimiter = form[-1]
    text = written(rows, delimiter)
    filled = carried(tmp_path, text, encoding="utf-8-sig")
    assert read_by_canvas(filled) == {**TOTALS, "103": "N/A"}
    changed = [list(row) for row in rows]
    column = rows[0].index("The other GRU (4711)")
    for row in changed[-3:-1]:
        row[column] = TOTALS[row[1] if row[1] in TOTALS else row[2]]
    assert filled == written(changed, delimiter)


def test_canvas_cannot_read_tabs(tmp_path):
    """A spreadsheet that has saved the export with tabs: Canvas reads commas and semicolons."""
    rows = gradebook("one", "login", "", "", "", "\t")
    assert read_by_canvas(carried(tmp_path, written(rows, "\t"))) == {**TOTALS, "103": "N/A"}


def test_a_decimal_comma_is_a_number(tmp_path):
    """Where the export has decimal commas, a higher mark is still seen to be higher."""
    rows = gradebook("one", "login", "", "", "", ";", own=("9,50", "5,25", ""))
    marks = read_by_canvas(carried(tmp_path, written(rows, ";")))
    assert marks == {"101": "9,50", "102": "5.5", "103": ""}


# The columns for the person, before the grade, and after the time of the submission.
CHANGED = "Grade can be changed", "Last modified (submission)"
MOODLE = {
    "plain": (["Full name", "Email address", "Status"], ["Feedback comments"]),
    "identity": (["Full name", "ID number", "Email address", "Status", "Group"], []),
    "blind": (["Status"], ["Feedback comments"]),
    "workflow": (["Full name", "Status", "Marking workflow state", "Marker"], []),
    "teams": (["Full name", "Status", "Team"], ["Feedback comments"]),
    "outcomes": (["Full name", "Status"], ["Feedback comments", "Outcomes"]),
}


def worksheet_header(form):
    """Return the columns of Moodle's worksheet."""
    before, after = MOODLE[form]
    grade = ["Grade", "Maximum Grade", *CHANGED, "Online text", "Last modified (grade)"]
    return ["Identifier", *before, *grade, *after]


def worksheet(form, **more):
    """Return the rows of Moodle's worksheet, of which `more` says what stands in a column."""
    header = worksheet_header(form)
    cells = {"Maximum Grade": "9.00", "Grade can be changed": "Yes", **more}
    rows = [header]
    for key, (last, first) in LEARNERS.items():
        own = {"Identifier": f"Participant {key}", "Full name": f"{first} {last}", **cells}
        rows.append([own.get(name, "-" if "modified" in name else "") for name in header])
    return rows


def marks_for(form):
    names = [f"{first} {last}" for last, first in LEARNERS.values()]
    if form == "blind":
        names = ["Participant"] * 3
    lines = [
        f"{name}_{key}_assignsubmission_file/a.ipynb,{name},{key},,,{total},"
        for name, (key, total) in zip(names, TOTALS.items(), strict=False)
    ]
    return "\n".join([MARKS.splitlines()[0], *lines, ""])


def read_by_moodle(text, delimiter=","):
    """What the importer finds: from the participant to the grade; three columns are needed."""
    header, *rows = csv.reader(io.StringIO(text), delimiter=delimiter)
    places = [header.index(name) for name in ("Identifier", "Grade", "Last modified (grade)")]
    return {
        row[places[0]][len("Participant ") :]: row[places[1]]
        for row in rows
        if row[places[2]] == "-"
    }


@pytest.mark.parametrize("delimiter", [",", ";"])
@pytest.mark.parametrize("form", MOODLE)
def test_moodle_worksheet_there_and_back(tmp_path, form, delimiter):
    rows = worksheet(form)
    text = written(rows, delimiter)
    filled = carried(tmp_path, text, marks=marks_for(form), encoding="utf-8-sig")
    assert read_by_moodle(filled, delimiter) == {**TOTALS, "103": ""}
    for row in rows[1:3]:
        row[rows[0].index("Grade")] = TOTALS[row[0].removeprefix("Participant ")]
    assert filled == written(rows, delimiter)


def test_tabs_become_commas_for_moodle_as_well(tmp_path):
    filled = carried(tmp_path, written(worksheet("plain"), "\t"), marks=marks_for("plain"))
    assert read_by_moodle(filled) == {**TOTALS, "103": ""}


@pytest.mark.parametrize(
    ("cells", "totals", "words"),
    [
        ({"Maximum Grade": "5.50"}, {"102": "5.5"}, "9, is more than the maximum there, 5.5"),
        ({"Maximum Grade": "5,5"}, {"102": "5.5"}, "9, is more than the maximum there, 5.5"),
        ({"Grade can be changed": "No"}, {}, "5.5, would replace a grade that is locked there"),
    ],
)
def test_what_moodle_would_pass_over_is_named(tmp_path, capsys, cells, totals, words):
    """Its upload skips such grades without a word."""
    text = written(worksheet("plain", **cells), ",")
    filled = carried(tmp_path, text, marks=marks_for("plain"))
    assert read_by_moodle(filled) == {**dict.fromkeys(LEARNERS, ""), **totals}
    said = capsys.readouterr().out
    assert words in said
    assert f"{len(totals)} totals are in column 'Grade'" in said


def test_a_scale_of_words_is_no_place_for_points(tmp_path, capsys):
    (tmp_path / "marks.csv").write_text(marks_for("plain"))
    text = written(worksheet("plain"), ",").replace("Maximum Grade", "Scale")
    (tmp_path / "export.csv").write_text(text)
    words = ["transfer", str(tmp_path / "marks.csv"), "--into", str(tmp_path / "export.csv")]
    assert main(words) == 2
    assert "on a scale of words" in capsys.readouterr().err


# How submissions are named; a learner's own "_" and numbers come after what the system wrote.
SUBMISSIONS = {
    "lovelaceada_101_90210_gru.ipynb": ("lovelaceada", "101"),
    "lovelaceada_LATE_101_90210_gru-1.ipynb": ("lovelaceada", "101"),
    "lovelaceada_101_text.html": ("lovelaceada", "101"),
    "lovelaceada_LATE_101_link.html": ("lovelaceada", "101"),
    "anon_x7Bq2_90214_gru.ipynb": ("anon_x7Bq2_90214_gru", ""),
    "anon_LATE_x7Bq2_text.html": ("anon_LATE_x7Bq2_text", ""),
    "lovelaceada_gru_text.html": ("lovelaceada_gru_text", ""),
    "Ada Lovelace_101_assignsubmission_file_/gru.ipynb": ("Ada Lovelace", "101"),
    "Ada Lovelace_101_assignsubmission_file/gru.ipynb": ("Ada Lovelace", "101"),
    "Ada Lovelace_101_assignsubmission_file_my_gru.ipynb": ("Ada Lovelace", "101"),
    "Ada Lovelace_101_assignsubmission_onlinetext_/onlinetext.html": ("Ada Lovelace", "101"),
    "Ada Lovelace_101_assignsubmission_onlinetext/onlinetext.html": ("Ada Lovelace", "101"),
    "Ada Lovelace_101_assignsubmission_onlinetext_onlinetext.html": ("Ada Lovelace", "101"),
    "Blue-Ada Lovelace_101_assignsubmission_file/gru.ipynb": ("Blue-Ada Lovelace", "101"),
    "Participant_101_assignsubmission_file_gru.ipynb": ("Participant", "101"),
}


@pytest.mark.parametrize("name", SUBMISSIONS)
def test_names_of_submissions(name):
    submission = Submission(Path(name), name)
    assert (submission.learner, submission.id) == SUBMISSIONS[name]
