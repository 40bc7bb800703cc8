"""A run that is killed in the middle, and goes on: no row is lost, none is there twice."""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter

import psutil
import pytest
from small_class import RIGHT

SLOW = "import time\ntime.sleep(0.3)\n"
CLASS = 9
PROMPT = 2  # seconds from Ctrl-C to the end, of which the interpreter takes the most


def lines(path):
    return path.read_bytes().count(b"\n") if path.exists() else 0


def begin(folder, handed_in, out):
    words = ["grade", str(handed_in.folder), "--assignment", "twice", "--jobs", "2"]
    return subprocess.Popen(
        [sys.executable, "-m", "classroom", *words, "--seed", "3", "--out", str(out)],
        cwd=folder,
        stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )


def test_killed_in_the_middle(sandbox, key, handed_in, tmp_path):
    for number in range(CLASS):
        wrong = RIGHT.replace("x + x", "x") if number % 3 == 0 else RIGHT
        handed_in(f"learner-{number:02}.py", SLOW + wrong)
    out, whole = tmp_path / "killed", tmp_path / "whole"
    rows = out / "rows.jsonl"
    for target in (2, 5):
        grader = begin(tmp_path, handed_in, out)
        until = time.monotonic() + 120
        while lines(rows) < target and time.monotonic() < until:
            time.sleep(0.01)
        inside = psutil.Process(grader.pid).children(recursive=True)
        os.kill(grader.pid, signal.SIGKILL)
        grader.wait()
        assert target <= lines(rows) < CLASS
        assert not (out / "marks.csv").exists()
        _, alive = psutil.wait_procs(inside, timeout=10)
        assert not alive
    assert begin(tmp_path, handed_in, out).wait() == 0
    assert begin(tmp_path, handed_in, whole).wait() == 0
    assert (out / "marks.csv").read_text() == (whole / "marks.csv").read_text()
    names = Counter(json.loads(line)["name"] for line in rows.read_text().splitlines())
    assert len(names) == CLASS
    assert set(names.values()) == {1}
    assert len(list((out / "feedback").iterdir())) == CLASS


ENDLESS = "def double(x):\n    while True: pass\n"
DEAF = "import signal\nsignal.signal(signal.SIGALRM, signal.SIG_IGN)\nwhile True: pass\n"


def heeding_interrupts():
    """A job in the background ignores Ctrl-C, and hands that down."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.parametrize("hostile", [ENDLESS, DEAF], ids=["in a function", "outside functions"])
def test_interrupted_it_stops_at_once_and_goes_on_later(
    sandbox, key, handed_in, tmp_path, hostile
):
    handed_in("a.py", RIGHT)
    for name in ("b.py", "c.py", "d.py"):
        handed_in(name, RIGHT + hostile)
    rows = tmp_path / "out" / "rows.jsonl"
    words = ["grade", str(handed_in.folder), "--assignment", "twice", "--jobs", "2"]
    grader = subprocess.Popen(
        [sys.executable, "-m", "classroom", *words, "--out", str(rows.parent)],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        preexec_fn=heeding_interrupts,
    )
    until = time.monotonic() + 120
    while not lines(rows) and time.monotonic() < until:
        time.sleep(0.01)
    inside = psutil.Process(grader.pid).children(recursive=True)
    start = time.monotonic()
    os.kill(grader.pid, signal.SIGINT)
    complaint = grader.communicate(timeout=60)[1]
    assert time.monotonic() - start < PROMPT
    assert grader.returncode == 130
    assert "interrupted: 1 of 4 submissions are marked and stored" in complaint
    assert "Traceback" not in complaint
    assert inside
    _, alive = psutil.wait_procs(inside, timeout=10)
    assert not alive
    assert lines(rows) == 1
    # The seed was stored as well: the next run takes the same cases, and only what is missing.
    for name in ("b.py", "c.py", "d.py"):
        handed_in(name, RIGHT)
    again = subprocess.run(
        [sys.executable, "-m", "classroom", *words, "--out", str(rows.parent)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert "4 submissions, 1 marked already" in again.stdout
    assert (rows.parent / "marks.csv").read_text().count(",2,3,5,\n") == 4
