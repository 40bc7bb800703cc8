"""Totals carried into what Canvas and Moodle have written: the right cells, and no others."""

import csv

import pytest

from coursepkg.__main__ import main

MARKS = """submission,learner,id,number,step,total,error
lovelaceada_101_1_gru.ipynb,lovelaceada,101,,9,9,
hopper_102_2_gru.ipynb,hopper,102,,5,5,
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
Participant 102,Grace Hopper,,9,-
Participant 1021,Somebody Else,4,9,-
"""


@pytest.fixture
def carry(tmp_path):
    """Call it with a table, and options; returns the status and the filled table's rows."""

    def run(table, *words, marks=MARKS, encoding="utf-8"):
        (tmp_path / "marks.csv").write_text(marks)
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
        return status, list(csv.reader(filled.open(newline=""))) if not status else None

    return run


def rows(table):
    return list(csv.reader(table.splitlines()))


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
        (CANVAS, "a,b\n1,2\n", "has no column error, id, submission, total"),
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
