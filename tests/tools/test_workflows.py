"""The workflows, as far as can be seen without GitHub; `make lint` checks their form."""

import ast
import os
import re
import subprocess
from pathlib import Path

import pytest
import yaml

from tools.packages import learner_machine as learner
from tools.publishing.conditions import NOTE

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / ".github" / "workflows"
WORKFLOWS = {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in FOLDER.iterdir()}
JOBS = {
    f"{name}.{job}": content
    for name, workflow in WORKFLOWS.items()
    for job, content in workflow["jobs"].items()
}
STEPS = [(name, step) for name, job in JOBS.items() for step in job["steps"]]
LINES = sorted(
    {line for _, step in STEPS if "run" in step for line in step["run"].strip().splitlines()}
)
# What the runner's image brings; everything else has to be ours.
BROUGHT = {"sudo apt-get", "sudo sysctl", "gh auth"}
OPEN_ISSUE = ROOT / ".github" / "open-issue"
ALLOWED_TO_FAIL = ["newest-sphinx"]


@pytest.mark.parametrize("line", LINES)
def test_every_line_is_something_that_exists(line):
    words = line.split()
    if words[0] == "make":
        assert re.search(rf"^{words[1]}:", (ROOT / "Makefile").read_text("utf-8"), re.M)
    elif words[0] in ("python", "python3") and words[1] == "-m":  # Windows has no python3
        place = ROOT / words[2].replace(".", "/")
        assert (place / "__main__.py").is_file() or place.with_suffix(".py").is_file()
    elif (ROOT / words[0]).is_file():
        assert os.access(ROOT / words[0], os.X_OK)
    else:
        assert " ".join(words[:2]) in BROUGHT


@pytest.mark.parametrize("path", sorted(FOLDER.iterdir()), ids=lambda path: path.stem)
def test_actions_are_pinned_by_hash_and_named_by_version(path):
    used = re.findall(r"uses: *(.*)", path.read_text("utf-8"))
    assert used
    for action in used:
        assert re.fullmatch(r"[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action)


def test_one_version_of_an_action_everywhere():
    used = {step["uses"] for _, step in STEPS if "uses" in step}
    assert len(used) == len({action.split("@")[0] for action in used})


def test_permissions_are_the_least():
    assert all(workflow["permissions"] == {} for workflow in WORKFLOWS.values())
    may_write = {
        (name, scope)
        for name, job in JOBS.items()
        for scope, level in job["permissions"].items()
        if level != "read"
    }
    assert may_write == {
        ("ci.publish", "contents"),
        ("ci.tag", "contents"),
        ("ci.tell", "issues"),
        ("weekly.tell", "issues"),
    }
    for name, step in STEPS:
        if "actions/checkout" in step.get("uses", ""):
            assert step["with"]["persist-credentials"] is False, name


def test_what_is_published_has_passed_everything_and_says_so():
    jobs = WORKFLOWS["ci"]["jobs"]
    assert set(jobs["publish"]["needs"]) == set(jobs) - {"publish", "tag", "tell"}
    assert jobs["tag"]["needs"] == ["publish"]
    assert jobs["tag"].get("if") is None  # so that a skipped publishing skips it, too
    assert set(jobs["tell"]["needs"]) == set(jobs) - {"tell"}
    (kept,) = (
        s["with"] for s in jobs["all"]["steps"] if "upload-artifact" in s.get("uses", "")
    )
    (taken,) = (
        s["with"] for s in jobs["publish"]["steps"] if "download-artifact" in s.get("uses", "")
    )
    paths = kept["path"].split()
    assert paths == ["_build/html", NOTE.as_posix()]
    assert (taken["name"], taken["path"]) == (kept["name"], os.path.commonpath(paths))


def test_the_history_is_there_for_the_wheels_and_tags_of_versions():
    for name in ("all", "tag"):
        checkout = WORKFLOWS["ci"]["jobs"][name]["steps"][0]
        assert "actions/checkout" in checkout["uses"]
        assert checkout["with"]["fetch-depth"] == 0


def test_one_weekly_job_is_allowed_to_fail():
    jobs = WORKFLOWS["weekly"]["jobs"]
    assert [name for name, job in jobs.items() if "continue-on-error" in job] == ALLOWED_TO_FAIL


def test_every_other_weekly_job_opens_an_issue_of_its_own():
    jobs = WORKFLOWS["weekly"]["jobs"]
    tell = jobs["tell"]
    watched = set(jobs) - {"tell", *ALLOWED_TO_FAIL}
    matrix = tell["strategy"]["matrix"]
    assert set(tell["needs"]) == set(matrix["job"]) == watched
    titles = {one["job"]: one["title"] for one in matrix["include"]}
    assert set(titles) == watched
    assert len(set(titles.values())) == len(watched)


def test_no_test_with_pytorch_is_forgotten():
    """What is skipped everywhere else has to be among those that `make torch` names."""
    found = {
        f"{path.relative_to(ROOT).as_posix()}::{node.name}"
        for path in ROOT.glob("tests/**/test_*.py")
        for node in ast.parse(path.read_text("utf-8")).body
        if re.search(r"importorskip\(.torch", ast.unparse(node))
    }
    named = re.findall(r"tests/\S+::\w+", (ROOT / "Makefile").read_text("utf-8"))
    assert found == set(named)


def test_what_the_learner_runs_exists():
    paths = (
        learner.NOTEBOOK,
        *learner.TESTS,
        *learner.LEFT_OUT,
        *learner.BESIDE,
    )
    assert [path for path in paths if not (ROOT / path).exists()] == []


@pytest.fixture
def github(tmp_path, monkeypatch):
    """A `gh` that knows open issues and notes what it is asked to create."""
    made = tmp_path / "made"
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")

    def run(open_titles, title):
        (tmp_path / "open").write_text("".join(f"{one}\n" for one in open_titles))
        (tmp_path / "gh").write_text(
            f'#!/bin/sh\ncase "$2" in\nlist) cat {tmp_path}/open ;;\n'
            f'create) shift 2; printf "%s\\n" "$@" > {made} ;;\nesac\n'
        )
        (tmp_path / "gh").chmod(0o755)
        subprocess.run(
            [OPEN_ISSUE],
            env={**os.environ, "TITLE": title, "BODY": "$(false) text"},
            check=True,
        )
        words = made.read_text().splitlines() if made.exists() else []
        made.unlink(missing_ok=True)
        return words

    return run


def test_an_issue_is_opened_once(github):
    title = "The course has broken links"
    assert github([], title) == ["--title", title, "--body", "$(false) text"]
    assert github(["Another", f"{title}, too"], title) != []
    assert github(["Another", title], title) == []
    # A title is text, never a pattern or an option.
    assert github(["-The course"], ".*") != []
    assert github(["-q"], "-q") == []
