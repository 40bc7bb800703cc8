"""The example class: ten submissions, and the table that the guide shows."""

import csv

import pytest
from every_assignment import FOLDERS, ROOT

from classroom.__main__ import main
from classroom.example_class import SLUG

TABLE = ROOT / "assignments" / "example_class.csv"


@pytest.fixture
def handed_in(tmp_path):
    """The folder of the class."""
    folder = tmp_path / "handed in"
    assert main(["example", str(folder)]) == 0
    return folder


def test_the_grader_finds_the_committed_table(sandbox, handed_in, tmp_path):
    out = tmp_path / "marks"
    words = ["--assignment", str(FOLDERS[SLUG]), "--out", str(out), "--seed", "1"]
    assert main(["grade", str(handed_in), *words]) == 0
    assert (out / "marks.csv").read_text("utf-8") == TABLE.read_text("utf-8")
    pages = {page.name: page.read_text("utf-8") for page in (out / "feedback").iterdir()}
    assert len(pages) == 10
    (endless,) = (text for name, text in pages.items() if name.startswith("endless"))
    assert "is it endless?" in endless


def test_the_class_shows_what_the_guide_says_of_it():
    with open(TABLE, encoding="utf-8", newline="") as file:
        totals = {row["learner"]: int(row["total"]) for row in csv.DictReader(file)}
    full = totals["perfect"]
    assert totals["shuffled"] == full
    assert all(0 < totals[n] < full for n in ("wrong", "unfinished", "crashing", "endless"))
    assert not any(totals[n] for n in ("empty", "cheating", "leaving", "truncated"))


def test_the_class_is_the_same_each_time(handed_in, tmp_path):
    assert main(["example", str(tmp_path / "again")]) == 0
    texts = [
        {path.name: path.read_bytes() for path in folder.iterdir()}
        for folder in (handed_in, tmp_path / "again")
    ]
    assert texts[0] == texts[1]


def test_a_folder_with_something_in_it_is_left_alone(tmp_path, capsys):
    (tmp_path / "thesis.txt").write_text("mine")
    assert main(["example", str(tmp_path)]) == 1
    assert "is not an empty folder" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]
