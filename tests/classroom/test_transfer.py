"""Totals carried into what Canvas and Moodle have written: the right cells, and no others."""

import csv
import io

import pytest

from classroom.__main__ import main

MARKS = """submission,learner,id,number,step,total,error
lovelaceada_101_1_gru.ipynb,lovelaceada,101,,9,9,
hopperamazinggrace_102_2_gru.ipynb,hopperamazinggrace,102,,5,5,
torn_103_3_gru.ipynb,torn,103,,0,0,it is not a notebook
gone_104_4_gru.ipynb,gone,104,,0,0,
alone.py,alone,,,2,2,
"""
CANVAS = """Student,ID,SIS Login ID,Section,The other GRU (4711)
    Points Possible,,,,9
"Lovelace, Ada",101,ada,Monday,
"Hopper, ""Amazing"" Grace",102,grace,Monday,3
"Torn, Tom",103,tom,Monday,
"""
MOODLE = """Identifier,Full name,Grade,Maximum Grade,Last modified (grade)
Participant 101,Ada Lovelace,,9,-
Participant 102,"Grace ""Amazing"" Hopper",,9,-
Participant 1021,Somebody Else,4,9,-
"""


@pytest.fixture
def carry(tmp_path):
    """Call it with a table, and options; returns the status and the filled table's rows."""

    def run(table, *words, marks=MARKS, encoding="utf-8", delimiter=","):
        (tmp_path / "marks.csv").write_text(marks, encoding)
        (tmp_path / "table.csv").write_text(table, encoding)
        places = [
            "transfer",
            str(tmp_path / "marks.csv"),
            "--into",
            str(tmp_path / "table.csv"),
        ]
        filled = tmp_path / "table-filled.csv"
        filled.unlink(missing_ok=True)
        status = main([*places, *words])
        assert filled.exists() == (status == 0)
        assert (tmp_path / "table.csv").read_text(encoding) == table
        return status, read(filled, delimiter) if not status else None

    return run


def read(path, delimiter):
    return list(csv.reader(path.open(encoding="utf-8", newline=""), delimiter=delimiter))


def rows(table):
    return list(csv.reader(table.splitlines()))


@pytest.mark.parametrize(
    ("wrote", "theirs", "said"),
    [("77", "78", True), ("77", "077", False), ("", "78", False), ("77", "g-78", False)],
)
def test_a_number_that_is_somebody_else_s_is_named(carry, capsys, wrote, theirs, said):
    table = CANVAS.replace("ID,SIS Login ID", "ID,SIS User ID").replace(
        "101,ada", f"101,{theirs}"
    )
    assert carry(table, marks=MARKS.replace("101,,9", f"101,{wrote},9"))[0] == 0
    words = f"lovelaceada wrote the number {wrote}, which is {theirs} in table.csv"
    assert (words in capsys.readouterr().out) == said


def test_canvas(carry, capsys):
    status, filled = carry(CANVAS)
    expected = rows(CANVAS)
    expected[2][4], expected[3][4] = "9", "5"
    assert (status, filled) == (0, expected)
    said = capsys.readouterr().out
    assert "left out, not graded: torn_103_3_gru.ipynb: it is not a notebook" in said
    assert "left out, no id: alone.py" in said
    assert "not in table.csv: id 104, total 0" in said
    assert "2 totals are in column 'The other GRU (4711)'" in said


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_moodle(carry, encoding):
    status, filled = carry(MOODLE, encoding=encoding)
    expected = rows(MOODLE)
    expected[1][2], expected[2][2] = "9", "5"
    assert (status, filled) == (0, expected)


def test_the_column_is_asked_for_where_there_are_several(carry, capsys):
    two = CANVAS.replace("The other GRU (4711)\n", "The other GRU (4711),Essay (4712)\n")
    assert carry(two)[0] == 2
    assert "--column 'Essay (4712)'" in capsys.readouterr().err
    status, filled = carry(two, "--column", "Essay (4712)")
    assert status == 0
    assert [row[5] for row in filled[2:]] == ["9", "5", ""]
    assert carry(CANVAS, "--column", "Section")[0] == 2


@pytest.mark.parametrize(
    ("table", "marks", "words"),
    [
        ("Name,Points\nAda,1\n", MARKS, "expected Canvas' columns"),
        (CANVAS, "a,b\n1,2\n", "has no column error, id, learner, submission, total"),
        (CANVAS, MARKS + "late_101_9_gru.ipynb,x,101,,1,1,\n", "id 101 is there twice"),
        (CANVAS, MARKS.partition("lovelace")[0], "no total with an id"),
        (CANVAS + "a,b,c,d,e,f\n", MARKS, "more cells than the header"),
        ("", MARKS, "is no table"),
    ],
)
def test_what_cannot_be_carried(carry, capsys, table, marks, words):
    assert carry(table, marks=marks)[0] == 2
    assert words in capsys.readouterr().err


def test_a_file_that_is_not_there(tmp_path, capsys):
    words = ["transfer", str(tmp_path / "no.csv"), "--into", str(tmp_path / "none.csv")]
    assert main(words) == 2
    assert "cannot be read" in capsys.readouterr().err


HEADER = "submission,learner,id,total,error\n"
WORKSHEET = "Identifier,Full name,Grade\nParticipant 4711,Grace Hopper,\n"
GRADEBOOK = 'Student,ID,GRU (1)\n"Hopper, Grace",4711,\n'


@pytest.mark.parametrize("learner", ["Team Blau", "Ada Lovelace", "grace", ""])
@pytest.mark.parametrize("table", [WORKSHEET, GRADEBOOK], ids=["Moodle", "Canvas"])
def test_a_number_alone_does_not_tell_whose_it_is(carry, capsys, table, learner):
    """A team's folder has the team's number, which is somebody else's as well."""
    name = f"{learner}_4711_assignsubmission_file/gru.ipynb"
    status, _ = carry(table, marks=f"{HEADER}{name},{learner},4711,9,\n")
    said = capsys.readouterr().err
    assert status == 2
    assert f"id 4711 is {learner!r} in {name!r}, but 'Grace Hopper'" in said.replace(
        "Hopper, Grace", "Grace Hopper"
    )
    assert "Nothing was written" in said


# As file names have them, and as the tables do.
SAME_PERSON = {
    ("groenorge", "Grøn, Orge"): False,
    ("müllerjürgen", "Müller, Jürgen"): True,
    ("mu\u0308llerju\u0308rgen", "Müller, Jürgen"): True,
    ("Seán ODwyer", "Seán O'Dwyer"): True,
    ("李 小龙", "李 小龙"): True,
    ("Anne-Marie Weiß", "Anne-Marie Weiß"): True,
    ("Ada Lovelace", "Ada Lovelac"): False,
}


@pytest.mark.parametrize(("learner", "name"), SAME_PERSON)
def test_names_lose_signs_and_capitals_on_their_way(carry, learner, name):
    for table in (WORKSHEET, GRADEBOOK):
        filled = table.replace("Grace Hopper", name).replace("Hopper, Grace", name)
        if table is WORKSHEET:
            filled = filled.replace(name, f'"{name}"')
        status, _ = carry(filled, marks=f"{HEADER}x.ipynb,{learner},4711,9,\n")
        assert (status == 0) == SAME_PERSON[learner, name]


@pytest.mark.parametrize("column", [",Full name", ""])
def test_where_marking_is_blind_there_is_no_name(carry, column):
    table = WORKSHEET.replace(",Grace Hopper" if not column else "", "").replace(
        ",Full name", column
    )
    assert carry(table, marks=f"{HEADER}x.ipynb,Participant,4711,9,\n")[0] == 0
    assert carry(table, marks=f"{HEADER}x.ipynb,Team Blau,4711,9,\n")[0] == 2


def test_what_stands_there_already_is_not_lost(carry, capsys):
    """Excused, a mark by hand that is higher, words: kept and named; `--overwrite` writes."""
    for old, kept in {
        **dict.fromkeys(("EX", "ex", "N/A", "A-", "9.5", "9,5", "10"), True),
        **dict.fromkeys(("", "-", "0", "8,5", "8.99", "9", "9.00"), False),
    }.items():
        table = f'{GRADEBOOK.splitlines()[0]}\n"Hopper, Grace",4711,"{old}"\n'
        marks = f"{HEADER}x.ipynb,hoppergrace,4711,9,\n"
        status, filled = carry(table, marks=marks)
        assert (status, filled[1][2]) == (0, old if kept else "9")
        said = capsys.readouterr().out
        assert (f"kept {old!r} of hoppergrace, id 4711, whose total is 9" in said) == kept
        assert f"{int(not kept)} totals are in" in said
        assert carry(table, "--overwrite", marks=marks)[1][1][2] == "9"


@pytest.mark.parametrize("total", ["", "nine", "nan", "-1", "1e3", "=A1", "9 points", "9.5.1"])
def test_a_total_is_a_number(carry, capsys, total):
    assert carry(GRADEBOOK, marks=f"{HEADER}x.ipynb,gracehopper,4711,{total},\n")[0] == 2
    assert f"x.ipynb: the total {total!r} is no number" in capsys.readouterr().err


def test_a_total_written_by_hand(carry):
    marks = f'{HEADER}x.ipynb,gracehopper,4711," 9,5 ",\n'
    assert carry(GRADEBOOK, marks=marks)[1][1][2] == "9.5"


def test_of_two_files_of_one_learner_the_best_counts(carry, capsys):
    for first, second in ((3, 9), (9, 3), (10, 9)):
        marks = f"{HEADER}a.ipynb,hoppergrace,4711,{first},\nb.py,hoppergrace,4711,{second},\n"
        assert carry(GRADEBOOK, marks=marks)[1][1][2] == str(max(first, second))
        lower = "a.ipynb" if first < second else "b.py"
        assert f"not the best: {lower}" in capsys.readouterr().out


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_what_excel_has_saved(carry, encoding, delimiter):
    lines = [["Student", "ID", "GRU, first; part (1)"], ["Gröne, Zoë", "4711", ""]]
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter, lineterminator="\n").writerows(lines)
    marks = f"{HEADER}x.ipynb,grönezoë,4711,9,\n"
    # Neither system reads tabs in every version, so commas are written for them.
    back = {"\t": ","}.get(delimiter, delimiter)
    status, filled = carry(file.getvalue(), marks=marks, encoding=encoding, delimiter=back)
    assert (status, filled) == (0, [lines[0], ["Gröne, Zoë", "4711", "9"]])


def test_a_column_that_moodle_has_not(carry, capsys):
    assert carry(MOODLE, "--column", "Note")[0] == 2
    assert "expected Canvas' columns" in capsys.readouterr().err
