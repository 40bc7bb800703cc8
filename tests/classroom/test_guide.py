"""What the pages for teachers say is so: private cases, the plan, columns, rubrics."""

import ast
import json
import re

from every_assignment import FOLDERS, ROOT

from classroom.__main__ import COMMANDS, main
from classroom.assignment import DRAWS, Assignment
from classroom.sandbox import SCRATCH, Limits

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
    for filled in examples:
        empty = re.sub(r"(Monday|,Perfect|,Wrong),\d", r"\1,", filled)
        assert empty.count(",\n") == 2 or empty.count(",,9,-") == 2
        (tmp_path / "export.csv").write_text(empty)
        table = str(ROOT / "assignments" / "example_class.csv")
        assert main(["transfer", table, "--into", str(tmp_path / "export.csv")]) == 0
        assert (tmp_path / "export-filled.csv").read_text() == filled


def test_the_limits_are_those_of_the_sandbox():
    limits = Limits()
    said = (
        f"```text\n{limits.load_seconds} s to run all code outside functions\n"
        f"{limits.statement_seconds} s for one statement of it\n"
        f"{limits.call_seconds:.0f} s for one call of a function\n"
        f"{limits.submission_seconds} s for one submission, whatever is started anew\n"
        f"{limits.cpu_seconds} s of processor time, all in all\n"
        f"{limits.memory // 2**20} MB of memory\n"
        f"{limits.reply // 2**20} MB for one answer\n```\n"
    )
    assert said in GUIDE
    assert f"```text\n{' '.join(limits.libraries)}\n```\n" in GUIDE
    assert f"It can write {SCRATCH // 2**20} MB of scratch files" in GUIDE


def test_the_guide_tells_no_seed():
    assert not re.search(r"--seed \d", GUIDE)


def test_every_learner_s_notebook_says_what_grading_gives():
    limits = Limits()
    for slug, folder in FOLDERS.items():
        notebook = json.loads((folder / f"{slug}.ipynb").read_text("utf-8"))
        first = "".join(notebook["cells"][0]["source"])
        assert ", ".join(limits.libraries) in first
        for said in (f"{limits.memory // 2**20} MB", f"{limits.statement_seconds} seconds"):
            assert said in first


def test_the_commands_of_the_guide_are_there():
    commands = set(re.findall(r"python -m classroom (\w+)", GUIDE))
    assert commands == {"example", "feedback", "grade", "transfer"}
    assert commands <= set(COMMANDS)


def test_the_rubrics_have_every_task():
    printed = "".join(
        line
        for cell in json.loads(RUBRICS)["cells"]
        for output in cell.get("outputs", [])
        for line in output.get("text") or output["data"]["text/markdown"]
    )
    for slug, folder in FOLDERS.items():
        for task in Assignment(folder / "key.py", 1).tasks:
            assert f"**{task.title}**, {task.points} point" in printed, (slug, task.name)
