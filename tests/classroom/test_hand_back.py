"""Pages that go back: Canvas and Moodle find each learner by the name of the file."""

import re
import zipfile

import pytest
from filelock import FileLock

from classroom.__main__ import main
from classroom.feedback import write_page
from classroom.hand_back import canvas_name, moodle_name
from classroom.ledger import Ledger
from classroom.marking import unmarked
from classroom.submissions import Submission

# From the names of downloaded submissions to (learner's id, file's id or what Moodle shows).
CANVAS = {
    "lovelaceada_4711_90210_gru.ipynb": ("4711", "90210"),
    "submissions/lovelaceada_LATE_4711_90211_my links.ipynb": ("4711", "90211"),
    "smith_jonesann_late_4712_90212_7_8_link_1.ipynb": ("4712", "90212"),
    "李小龙_4713_90213_gru-1.zip": ("4713", "90213"),
    "anon_x7Bq2_90214_gru.ipynb": ("x7Bq2", "90214"),
}
MOODLE = {
    "Ada Lovelace_101_assignsubmission_file_/gru.ipynb": ("101", "gru.ipynb.html"),
    "Grace Hopper_102_assignsubmission_file/part 1/my_gru.py": ("102", "part 1-my_gru.py.html"),
    "GRU-7/Seán O'Dwyer_103_assignsubmission_file_gru_2_.zip": ("103", "gru_2_.zip.html"),
    "Participant_104_assignsubmission_file_1_2_gru.ipynb": ("104", "1_2_gru.ipynb.html"),
}
ELSEWHERE = [
    "Copy of gru.ipynb",
    "ada/gru.py",
    "gru_1.ipynb",
    "Default team_assignsubmission.py",
]


def found_by_canvas(name):
    """What abstract_assignment.rb takes from a name; no file's id if it passes over."""
    parts = [part for part in name.split("_") if part != "LATE"]
    if parts[0] == "anon":
        ids = parts[1:3]
    else:
        ids = [part for part in parts if re.fullmatch("[0-9]+", part)][:2]
    return tuple(ids) if not parts[-1].startswith("link") else (ids[0], None)


def found_by_moodle(name):
    """What importziplib.php takes from a name: the participant, and how it shows the file."""
    _, participant, plugin, kind, shown = name.split("_", 4)
    assert (plugin, kind, "/" in shown) == ("assignsubmission", "file", False)
    return participant, shown


@pytest.fixture
def marks(assignment, tmp_path):
    """The folder of a class that has been marked."""
    ledger = Ledger(tmp_path / "marks")
    ledger.open(key="", seed=1)
    every = [
        unmarked(Submission(tmp_path / name, name), assignment)
        for name in [*CANVAS, *MOODLE, *ELSEWHERE, "withdrawn_4711_90299_gru.ipynb"]
    ]
    for one in every:
        ledger.add(one)
        write_page(ledger.pages, one, assignment)
    ledger.write_table(assignment.tasks, every[:-1])
    return tmp_path / "marks"


@pytest.mark.parametrize("system", ["canvas", "moodle"])
def test_each_page_goes_to_its_learner(marks, capsys, system):
    assert main(["feedback", str(marks), "--for", system]) == 0
    expected, found = {
        "canvas": (CANVAS, found_by_canvas),
        "moodle": (MOODLE, found_by_moodle),
    }[system]
    with zipfile.ZipFile(marks / f"feedback-{system}.zip") as archive:
        packed = {found(name): archive.read(name).decode() for name in archive.namelist()}
        assert all("/" not in name for name in archive.namelist())
    assert packed.keys() == set(expected.values())
    for name, place in expected.items():
        assert f"<p>{name.replace(chr(39), '&#x27;')}</p>" in packed[place]
    said = capsys.readouterr().out
    assert f"{len(expected)} pages are in" in said
    others = {*CANVAS, *MOODLE, *ELSEWHERE} - expected.keys()
    assert all(f"or without a page: {name}" in said for name in others)
    assert "withdrawn" not in said


def test_the_id_is_that_of_the_table(tmp_path):
    """What goes back finds the same learner as the total does."""
    for names, name_for, found in (
        (CANVAS, canvas_name, found_by_canvas),
        (MOODLE, moodle_name, found_by_moodle),
    ):
        for name in names:
            if not name.startswith("anon"):
                assert Submission(tmp_path, name).id == found(name_for(name))[0]


def test_the_table_names_its_folder(marks):
    assert main(["feedback", str(marks / "marks.csv"), "--for", "moodle"]) == 0
    assert (marks / "feedback-moodle.zip").is_file()


def test_while_a_run_goes_on_nothing_is_packed(marks, capsys):
    with FileLock(marks / ".lock"):
        assert main(["feedback", str(marks), "--for", "canvas"]) == 2
    assert "a run is writing" in capsys.readouterr().err


def test_nothing_marked_yet(tmp_path, capsys):
    assert main(["feedback", str(tmp_path), "--for", "canvas"]) == 2
    assert "marks.csv cannot be read" in capsys.readouterr().err
