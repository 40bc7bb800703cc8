"""`CONTRIBUTING.md` says in six lines how to add an assignment: here one is added by them."""

import ast
import json
import re
import shutil

import pytest
import test_every_assignment as checks
from every_assignment import FOLDERS, ROOT, SOURCES

from classroom.__main__ import main
from classroom.assignment_source import read

SLUG = "decay"
TITLE = "A state that fades between visits"
PAGES = ROOT / "chapters" / "teaching"
# What a learner writes who has read the text, and not the solution.
FILLED = {
    "fading": """    rate = np.outer(gap, weights["rate"]) + weights["bias"]
    return np.minimum(1, np.exp(-rate))""",
    "visits": """    h, states = h0, np.empty((*x.shape[:2], h0.shape[1]))
    for t, gap in enumerate(gaps.T):
        h = fading(gap, weights) * h
        h = np.tanh(x[:, t] @ weights["kernel"] + h @ weights["recurrent_kernel"])
        states[:, t] = h
    return states""",
}
BLANK = re.compile(r" +# YOUR CODE.*\n +raise NotImplementedError.*")


def six_lines():
    """Return the lines of the recipe."""
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    section = text.partition("## Add an assignment\n")[2].partition("\n## ")[0]
    return re.findall(r"^\d\. (.*)", section, re.MULTILINE)


def shown(text):
    """Run the code cells of a page and return the Markdown that they end in."""
    names, parts = {}, []
    for code in re.findall(r"```{code-cell} ipython3\n(?::[^\n]*\n)*(.*?)```", text, re.DOTALL):
        *body, last = ast.parse(code).body
        exec(compile(ast.Module(body, []), "page", "exec"), names)
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), "page", "eval"), names)
            parts.append(getattr(value, "data", ""))
        else:
            exec(compile(ast.Module([last], []), "page", "exec"), names)
    return "\n".join(parts)


@pytest.fixture
def copy(tmp_path, monkeypatch):
    """A copy of the assignments, with the new source among them: lines 1 to 3."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "assignments", tmp_path / "assignments")
    for part in ("chapters", "studies"):
        (tmp_path / part).symlink_to(ROOT / part)
    folder = tmp_path / "assignments" / SLUG
    folder.mkdir()
    shutil.copy(ROOT / "tests" / "classroom" / "decay.md", folder / "source.md")
    monkeypatch.setitem(FOLDERS, SLUG, folder)
    monkeypatch.setitem(SOURCES, SLUG, read(folder))
    return tmp_path


def test_the_recipe_has_six_lines():
    assert len(six_lines()) == 6
    for line in six_lines():
        for path in re.findall(r"`([a-z]+/[a-z_/]+(?:\.md)?)`", line):
            assert (ROOT / path).exists(), path


def test_line_4_the_pages_have_it_and_its_forms_are_made(copy):
    """Whatever `make notebooks` runs has to run in this order: one page reads a form."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    (recipe,) = re.findall(r"^notebooks:.*\n((?:\t.*\n)+)", makefile, re.MULTILINE)
    assert re.findall(r"python -m (.*)", recipe) == ["classroom make", "tools.notebooks"]
    assert main(["make", SLUG]) == 0
    assert main(["make", "--check", SLUG]) == 0
    section = f"## {TITLE}\n\n```{{code-cell}} ipython3\nrubric({SLUG!r})\n```\n\n## Read on"
    rubrics = (PAGES / "rubrics.md").read_text("utf-8").replace("## Read on", section)
    assert "**How much is left**, 2 points, marked by the grader" in shown(rubrics)
    assert "| fades afterwards | The state fades before the visit" in shown(rubrics)
    guide = (PAGES / "guide.md").read_text("utf-8")
    assert f"masking, {SLUG}" in shown(guide.replace('"masking")', f'"masking {SLUG}")'))


def test_line_5_the_checks_of_every_assignment_hold(copy, graded_here):
    assert main(["make", SLUG]) == 0
    checks.test_the_solution_gets_all_points(graded_here, SLUG)
    checks.test_the_unfilled_notebook_gets_none(graded_here, SLUG)
    for mistake in SOURCES[SLUG].mistakes:
        checks.test_a_mistake_loses_its_tasks_and_no_other(graded_here, (SLUG, mistake["name"]))
    checks.test_no_two_sizes_are_the_same(SLUG)
    checks.test_a_mistake_is_found_whatever_the_seed(SLUG)
    checks.test_there_are_enough_mistakes(SLUG)


def test_line_6_solved_from_the_text_alone(copy, graded_here):
    assert main(["make", SLUG]) == 0
    notebook = json.loads((copy / "assignments" / SLUG / f"{SLUG}.ipynb").read_text("utf-8"))
    for cell in notebook["cells"]:
        source = "".join(cell["source"])
        for function, code in FILLED.items():
            if f"def {function}(" in source:
                cell["source"] = BLANK.sub(lambda _, code=code: code, source)
    row = graded_here(SLUG, json.dumps(notebook))
    assert (row.problems, row.total) == ("", 5)
