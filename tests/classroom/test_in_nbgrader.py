"""A small course in nbgrader itself: `make nbgrader` sets NBGRADER to its Python.

nbgrader brings a whole Jupyter with it, so it has an environment of its own, made on demand.
Without it these tests are skipped; `test_nbgrader.py` checks what can be checked without it.
"""

import csv
import json
import os
import subprocess

import pytest
from every_assignment import FOLDERS, SOURCES

PYTHON = os.environ.get("NBGRADER")
# Its own programs first, and nothing of the course's package.
ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
    "PATH": os.pathsep.join([os.path.dirname(PYTHON or ""), os.environ["PATH"]]),
}
pytestmark = pytest.mark.skipif(not PYTHON, reason="NOT CHECKED in nbgrader: make nbgrader")
# Prints the points of every task of every submission.
GRADES = """
import json, sys
from nbgrader.api import Gradebook
with Gradebook("sqlite:///gradebook.db") as book:
    print(json.dumps({
        submission.student.id: {grade.name: grade.score
                                for notebook in submission.notebooks
                                for grade in notebook.grades}
        for submission in book.assignment_submissions(sys.argv[1])
    }))
"""


def run(folder, *words):
    """Run nbgrader's Python in the folder of a course, and return what it printed."""
    settings = {"cwd": folder, "env": ENVIRONMENT, "capture_output": True, "text": True}
    done = subprocess.run([PYTHON, *words], **settings)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def put(folder, slug, text):
    """Put a notebook where nbgrader looks for it."""
    path = folder / slug / f"{slug}.ipynb"
    path.parent.mkdir(parents=True)
    path.write_text(text, "utf-8")
    return path


def form(slug, name):
    """Return a committed form of an assignment, parsed."""
    return json.loads((FOLDERS[slug] / f"{name}.ipynb").read_text("utf-8"))


def filled_in(released, slug, mistake=None):
    """Return the released notebook with the solution in its answers, or with one mistake."""
    solved = [c for c in form(slug, "nbgrader")["cells"] if role(c, "solution")]
    cells = [c for c in released["cells"] if role(c, "solution")]
    assert len(cells) == len(solved) > 0
    for cell, source in zip(cells, solved, strict=True):
        cell["source"] = "".join(source["source"])
        if mistake:
            cell["source"] = cell["source"].replace(mistake["right"], mistake["wrong"])
    return json.dumps(released)


def role(cell, name):
    return cell["metadata"].get("nbgrader", {}).get(name, False)


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A function that runs an assignment through a course; returns its folder and grades."""
    made = {}

    def graded(slug):
        if slug not in made:
            folder = tmp_path_factory.mktemp(slug)
            put(folder / "source", slug, json.dumps(form(slug, "nbgrader")))
            run(folder, "-m", "nbgrader", "generate_assignment", slug)
            released = (folder / "release" / slug / f"{slug}.ipynb").read_text("utf-8")
            handed_in = folder / "submitted"
            put(handed_in / "solved", slug, filled_in(json.loads(released), slug))
            put(handed_in / "blank", slug, released)
            # The learner's notebook of the repository, filled in and handed in there.
            put(handed_in / "ours", slug, filled_in(form(slug, slug), slug))
            put(handed_in / "ours_blank", slug, json.dumps(form(slug, slug)))
            wrong = filled_in(json.loads(released), slug, SOURCES[slug].mistakes[0])
            put(handed_in / "wrong", slug, wrong)
            run(folder, "-m", "nbgrader", "autograde", slug)
            grades = json.loads(run(folder, "-c", GRADES, slug))
            made[slug] = folder, grades, json.loads(released)
        return made[slug]

    return graded


def points(slug, lost=()):
    """Return what nbgrader should give: what a person reads gets nothing by itself."""
    return {
        **{f"text-{t['name']}": 0 for t in SOURCES[slug].tasks if t.get("by_hand")},
        **{
            f"tests-{task['name']}": 0 if task["name"] in lost else task["points"]
            for task in SOURCES[slug].tasks
            if not task.get("by_hand")
        },
    }


def test_the_solution_gets_all_points_and_blanks_none(course, slug):
    _, grades, _ = course(slug)
    everything = [task["name"] for task in SOURCES[slug].tasks]
    assert grades["solved"] == grades["ours"] == points(slug)
    assert grades["blank"] == grades["ours_blank"] == points(slug, everything)


def test_a_mistake_loses_its_tasks_and_no_other(course, slug):
    _, grades, _ = course(slug)
    assert grades["wrong"] == points(slug, SOURCES[slug].mistakes[0]["loses"])


def test_the_release_keeps_solutions_and_hidden_tests_to_itself(course, slug):
    _, _, released = course(slug)
    text = "".join("".join(cell["source"]) for cell in released["cells"])
    assert "YOUR CODE HERE" in text
    for secret in ("BEGIN SOLUTION", "BEGIN HIDDEN TESTS", "_key"):
        assert secret not in text


def test_validate_tells_blanks_from_a_solution(course, slug):
    folder, _, _ = course(slug)
    failing = f"FAILED ON {len(SOURCES[slug].tasks)} CELL"
    for name, words in (("solved", "Success"), ("blank", failing)):
        notebook = folder / "submitted" / name / slug / f"{slug}.ipynb"
        said = run(folder, "-m", "nbgrader", "validate", str(notebook))
        assert words in said


def test_the_export_has_the_totals(course, slug):
    folder, _, _ = course(slug)
    run(folder, "-m", "nbgrader", "export", "--to", "grades.csv")
    with open(folder / "grades.csv", encoding="utf-8", newline="") as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file)}
    assert float(rows["solved"]["score"]) == sum(points(slug).values())
    assert float(rows["blank"]["score"]) == 0
    assert float(rows["solved"]["max_score"]) == sum(t["points"] for t in SOURCES[slug].tasks)
