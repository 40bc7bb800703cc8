"""The command: the table, the pages, a second run, and what it refuses."""

import csv
import json
import os

import pytest
from small_class import KEY, RIGHT, notebook

from classroom import marking, submissions
from classroom import sandbox as sandbox_module
from classroom.__main__ import main


@pytest.fixture
def grade(key, handed_in, tmp_path, capsys, monkeypatch):
    """Run the command; return its status and what it printed and complained about."""
    monkeypatch.chdir(tmp_path)

    def command(*words):
        status = main(["grade", str(handed_in.folder), "--assignment", "twice", *words])
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    command.table = tmp_path / "marks" / "twice" / "marks.csv"
    return command


def table(grade):
    with open(grade.table, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_class(sandbox, grade, handed_in):
    handed_in("ada_1_9_x.ipynb", notebook(RIGHT, "student_number = 17"))
    handed_in("bob_2_9_x.py", RIGHT.replace("x + x", "x") + "student_number = 17\n")
    handed_in("cyd_3_9_x.ipynb", "nothing")
    status, out, _ = grade("--jobs", "2")
    assert status == 0
    assert table(grade) == [
        {
            "submission": "ada_1_9_x.ipynb",
            "learner": "ada",
            "id": "1",
            "number": "17",
            "double": "2",
            "split": "3",
            "total": "5",
            "error": "",
        },
        {
            "submission": "bob_2_9_x.py",
            "learner": "bob",
            "id": "2",
            "number": "17",
            "double": "0",
            "split": "3",
            "total": "3",
            "error": "",
        },
        {
            "submission": "cyd_3_9_x.ipynb",
            "learner": "cyd",
            "id": "3",
            "number": "",
            "double": "0",
            "split": "0",
            "total": "0",
            "error": "it is not a notebook: its text is not JSON",
        },
    ]
    assert "student number 17 is in 2 submissions: ada_1_9_x.ipynb, bob_2_9_x.py" in out
    assert "not graded: cyd_3_9_x.ipynb" in out
    pages = [page.read_text() for page in (grade.table.parent / "feedback").glob("*.html")]
    assert len(pages) == 3
    assert sum("all of it is 0.5 times what it should be" in page for page in pages) == 1


def test_a_second_run_marks_only_what_is_new(sandbox, grade, handed_in):
    handed_in("a.py", RIGHT)
    handed_in("b.py", RIGHT)
    assert grade()[0] == 0
    first = table(grade)
    status, out, _ = grade()
    assert (status, table(grade)) == (0, first)
    assert "2 submissions, 2 marked already" in out
    handed_in("b.py", RIGHT.replace("x + x", "x"))
    handed_in("c.py", RIGHT)
    _, out, _ = grade()
    assert "3 submissions, 1 marked already" in out
    assert [row["total"] for row in table(grade)] == ["5", "3", "5"]


def test_other_cases_want_another_folder(sandbox, grade, handed_in, key):
    handed_in("a.py", RIGHT)
    assert grade("--seed", "1")[0] == 0
    assert grade()[0] == 0
    status, _, err = grade("--seed", "2")
    assert (status, "seed differ" in err) == (2, True)
    key.write_text(KEY + "\n")
    status, _, err = grade()
    assert (status, "key differ" in err) == (2, True)
    assert grade("--out", "elsewhere")[0] == 0


def test_a_marks_by_hand_column_is_empty(sandbox, grade, handed_in, key):
    by_hand = '{"name": "essay", "title": "Essay", "points": 9, "by_hand": True}'
    key.write_text(KEY + f"TASKS.append({by_hand})\n")
    handed_in("a.py", RIGHT)
    assert grade()[0] == 0
    (row,) = table(grade)
    assert (row["essay"], row["total"]) == ("", "5")
    (page,) = (grade.table.parent / "feedback").glob("*.html")
    assert "your instructor reads this part" in page.read_text()


def test_nothing_of_a_learner_is_taken_for_markup_or_a_formula(sandbox, grade, handed_in):
    handed_in(
        "=cmd() <b>.py", "def double(x):\n    raise ValueError('<script>alert(1)</script>')"
    )
    handed_in("-1+2 \n.py", b"\xff")
    assert grade()[0] == 0
    rows = table(grade)
    assert [row["submission"][:2] for row in rows] == ["'-", "'="]
    for path in (grade.table.parent / "feedback").glob("*.html"):
        page = path.read_text()
        assert "<script" not in page
        assert "<b>" not in page
        assert "default-src 'none'" in page
        assert "Twice &lt;two&gt;" in page


def test_two_names_in_latin_1_keep_their_own_marks(sandbox, grade, handed_in):
    handed_in(os.fsdecode(b"M\xfcller.py"), RIGHT)
    handed_in(os.fsdecode(b"M\xf6ller.py"), RIGHT.replace("x + x", "x"))
    assert grade()[0] == 0
    marks = {row["submission"]: row["total"] for row in table(grade)}
    assert marks == {r"M\xfcller.py": "5", r"M\xf6ller.py": "3"}
    assert len(list((grade.table.parent / "feedback").iterdir())) == 2


def test_whatever_happens_to_one_stays_with_it(sandbox, grade, handed_in, monkeypatch):
    """An error that nobody thought of, in the grader itself: the table is written."""
    handed_in("a.py", RIGHT)
    handed_in("b.py", RIGHT + "# trouble")
    handed_in("c.py", RIGHT)

    def cells_of(name, content):
        if b"trouble" in content:
            raise MemoryError("\x1b[31m=1+1")
        return submissions.cells_of(name, content)

    with monkeypatch.context() as patch:
        patch.setattr(marking, "cells_of", cells_of)
        status, out, _ = grade()
    assert status == 0
    assert [row["total"] for row in table(grade)] == ["5", "0", "5"]
    assert "the grader itself failed" in table(grade)[1]["error"]
    assert "not graded: b.py: the grader itself failed" in out
    assert "\x1b" not in out
    # Once that is mended, only this one is marked again.
    assert "3 submissions, 2 marked already" in grade()[1]
    assert [row["total"] for row in table(grade)] == ["5", "5", "5"]


def test_names_do_not_reach_the_terminal_as_they_are(sandbox, grade, handed_in):
    handed_in("a.py", RIGHT)
    handed_in("\x1b]0;owned\x07\x1b[2J\u202e.py", "")
    handed_in("\x1b[31mred\n.pdf", "")
    _, out, _ = grade()
    assert "not graded: \\x1b[31mred\\n.pdf: it is no notebook" in out
    assert not any(ord(c) < 32 and c not in "\n\r" for c in out)
    assert "\u202e" not in out + table(grade)[1]["submission"].replace("\u202e", "")


def test_without_the_tool_it_refuses(grade, handed_in, monkeypatch):
    handed_in("a.py", RIGHT)
    monkeypatch.setattr(sandbox_module.shutil, "which", lambda name: None)
    status, _, err = grade()
    assert status == 2
    assert "apt-get install bubblewrap" in err
    assert "--without-sandbox" in err
    assert not grade.table.parent.exists()
    # Told to, it runs without; limits of time and memory hold even so.
    handed_in("b.py", RIGHT.replace("x + x", "np.ones(10**9)"))
    assert grade("--without-sandbox")[0] == 0
    assert [row["total"] for row in table(grade)] == ["5", "3"]


def test_a_tool_that_does_not_work(grade, handed_in, monkeypatch):
    handed_in("a.py", RIGHT)
    monkeypatch.setattr(sandbox_module, "ISOLATION", ("--no-such-option",))
    monkeypatch.setattr(sandbox_module.shutil, "which", lambda name: "/bin/false")
    status, _, err = grade()
    assert (status, "bubblewrap is here, but does not work" in err) == (2, True)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--assignment", "thrice"], "no assignment 'thrice'"),
        (["--private-cases", "nowhere.py"], "nowhere.py cannot be read"),
        (["--jobs", "0"], "--jobs 0: expected 1 or more"),
    ],
)
def test_what_makes_no_sense(sandbox, grade, handed_in, words, said):
    handed_in("a.py", RIGHT)
    status, _, err = grade(*words)
    assert status == 2
    assert said in err


def test_rows_are_kept_whole(sandbox, grade, handed_in):
    """A line that a killed run left half-written is marked anew."""
    handed_in("a.py", RIGHT)
    handed_in("b.py", RIGHT)
    assert grade("--jobs", "1")[0] == 0
    first, rows = table(grade), grade.table.with_name("rows.jsonl")
    rows.write_bytes(rows.read_bytes()[:-20])
    grade.table.unlink()
    _, out, _ = grade()
    assert "1 marked already" in out
    assert table(grade) == first
    names = [json.loads(line)["name"] for line in rows.read_text().splitlines()]
    assert sorted(names) == ["a.py", "b.py"]
