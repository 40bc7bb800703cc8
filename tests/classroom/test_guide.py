"""What the pages for teachers say is so: private cases, the plan, columns, rubrics."""

import ast
import json
import re

from forms import FOLDERS, ROOT

from coursepkg.__main__ import main
from coursepkg.grading.assignment import DRAWS, Assignment

GUIDE = (ROOT / "chapters" / "teaching" / "guide.md").read_text("utf-8")
RUBRICS = (ROOT / "notebooks" / "teaching" / "rubrics.ipynb").read_text("utf-8")


def test_the_private_cases_of_the_guide_are_used(tmp_path):
    (example,) = re.findall(r"```python\n(.*?def draw_.*?)```", GUIDE, re.DOTALL)
    (tmp_path / "private.py").write_text(example)
    key = FOLDERS["gru"] / "key.py"
    with_more = Assignment(key, 1, tmp_path / "private.py")
    counts = {name: len(cases) for name, cases in with_more.cases.items()}
    assert counts.pop("sequence") == 2 * DRAWS
    assert set(counts.values()) == {DRAWS}


def test_the_long_plan_has_every_assignment_and_every_lab():
    (text,) = re.findall(r"TWELVE_WEEKS = (.*?\n\])", GUIDE, re.DOTALL)
    plan = ast.literal_eval(text)
    labs = [path.stem for path in (ROOT / "chapters" / "labs").glob("*.md")]
    assert len(plan) == 12
    assert sorted(" ".join(slugs for _, _, slugs in plan).split()) == sorted(FOLDERS)
    assert sorted(" ".join(lab for _, lab, _ in plan).split()) == sorted(labs)


def test_the_columns_are_explained():
    table = (ROOT / "assignments" / "example_class.csv").read_text("utf-8")
    for column in table.splitlines()[0].split(","):
        if column not in ("gates", "step", "sequence", "convert"):
            assert f"| `{column}` |" in GUIDE


def test_marks_are_carried_over_as_the_guide_shows(tmp_path, capsys):
    examples = re.findall(r"```text\n((?:Student|Identifier),.*?)```", GUIDE, re.DOTALL)
    assert len(examples) == 2
    for shown in examples:
        empty = re.sub(r"(Monday|,Perfect|,Wrong),\d", r"\1,", shown)
        assert empty.count(",\n") == 2 or empty.count(",,9,-") == 2
        (tmp_path / "export.csv").write_text(empty)
        table = str(ROOT / "assignments" / "example_class.csv")
        assert main(["transfer", table, "--into", str(tmp_path / "export.csv")]) == 0
        assert (tmp_path / "export-filled.csv").read_text() == shown


def test_the_rubrics_have_every_task():
    printed = "".join(
        line
        for cell in json.loads(RUBRICS)["cells"]
        for output in cell.get("outputs", [])
        for line in output["text"]
    )
    for slug, folder in FOLDERS.items():
        for task in Assignment(folder / "key.py", 1).tasks:
            assert f"{task.title}, {task.points} point" in printed, (slug, task.name)
