"""A run that is killed in the middle, and goes on: no row is lost, none is there twice."""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter

import psutil
from small_class import RIGHT

SLOW = "import time\ntime.sleep(0.3)\n"
CLASS = 9


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
