"""The grader's own wheel: whole beside coursepkg's, without the repository."""

import csv
import os
import subprocess
import sys
import tomllib
import zipfile

import pytest
from every_assignment import FOLDERS, ROOT

import coursepkg
from coursepkg.__main__ import main as course
from tools.packages.build import CLASSROOM, build

NAME = f"coursepkg_classroom-{coursepkg.__version__}-py3-none-any.whl"


@pytest.fixture(scope="module")
def wheels(tmp_path_factory):
    """The wheels of coursepkg and of the grader."""
    folder = tmp_path_factory.mktemp("dist")
    return [*build(folder, ["wheel"]), *build(folder, ["wheel"], CLASSROOM)]


@pytest.fixture
def run(wheels, tmp_path):
    """Run a module where both are installed and the repository is not."""
    for wheel in wheels:
        zipfile.ZipFile(wheel).extractall(tmp_path / "installed")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()

    def python(*words):
        return subprocess.run(
            [sys.executable, "-m", *words],
            cwd=elsewhere,
            env={**os.environ, "PYTHONPATH": str(tmp_path / "installed")},
            capture_output=True,
            text=True,
        )

    return python


def test_each_wheel_has_its_own_rooms(wheels):
    ours, graders = (zipfile.ZipFile(wheel).namelist() for wheel in wheels)
    assert wheels[1].name == NAME
    assert {name.split("/")[0] for name in graders} == {
        "classroom",
        f"coursepkg_classroom-{coursepkg.__version__}.dist-info",
    }
    assert not [name for name in ours if "classroom" in name or "grading" in name]
    needed = {
        path.relative_to(ROOT).as_posix()
        for pattern in ("*.py", "*.csv", "*.html")
        for path in CLASSROOM.rglob(pattern)
    }
    assert needed <= set(graders)
    assert {f"classroom/assignments/{slug}/key.py" for slug in FOLDERS} <= set(graders)
    assert not [name for name in graders if "__pycache__" in name or name.endswith(".toml")]


def test_it_wants_coursepkg_of_the_same_version():
    project = tomllib.loads((CLASSROOM / "pyproject.toml").read_text("utf-8"))["project"]
    assert f"coursepkg=={coursepkg.__version__}" in project["dependencies"]


def test_a_class_is_graded_without_the_repository(sandbox, run, tmp_path):
    handed_in = tmp_path / "elsewhere" / "handed_in"
    assert run("classroom", "example", "handed_in").returncode == 0
    for path in handed_in.iterdir():
        if not path.name.startswith(("perfect", "wrong", "empty")):
            path.unlink()
    done = run("classroom", "grade", "handed_in", "--assignment", "gru", "--seed", "1")
    assert done.returncode == 0, done.stderr
    with open(tmp_path / "elsewhere/marks/gru/marks.csv", newline="") as file:
        totals = {row["learner"]: row["total"] for row in csv.DictReader(file)}
    assert totals == {"perfect": "9", "wrong": "7", "empty": "0"}
    place = run("classroom", "grade", "handed_in", "--assignment", "none").stderr
    assert "one of airline_report, bptt" in place
    made = run("classroom", "make")
    assert (made.returncode, "go into a clone" in made.stderr) == (2, True)


@pytest.mark.parametrize("command", ["grade", "transfer"])
def test_the_old_commands_say_where_they_went(command, capsys):
    assert course([command, "my marks", "--into", "x"]) == 2
    said = capsys.readouterr().err
    assert said == f"This command is now: python -m classroom {command} 'my marks' --into x\n"
