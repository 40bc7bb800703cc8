"""A run that is killed in the middle, and goes on: no row is lost, none is there twice."""

import csv
import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter

import psutil
import pytest
from corpus import write
from small_class import RIGHT

PROMPT = 4  # seconds; quietly it is one or two, and a submission alone would take five
SAMPLE = {"gru": 12, "comparison": 4}  # one file in so many; `make all` takes all of them


def lines(path):
    return path.read_bytes().count(b"\n") if path.exists() else 0


def begin(folder, out):
    words = ["grade", "handed", "--assignment", folder.name, "--jobs", "2", "--seed", "3"]
    return subprocess.Popen(
        [sys.executable, "-m", "classroom", *words, "--out", str(out)],
        cwd=folder,
        stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )


@pytest.mark.parametrize("about", SAMPLE)
def test_the_corpus_as_one_class_killed_twice(sandbox, tmp_path, about, request):
    """It goes on where it was, and gives the table of a run that nobody has killed."""
    everything = request.config.getoption("--all-pages")
    folder, out = tmp_path / about, tmp_path / "killed"
    earned = write(folder / "handed", about)
    for place, name in enumerate(list(earned)):
        if place % SAMPLE[about] != 1 and not everything:
            (folder / "handed" / name).unlink()
            del earned[name]
    rows = out / "rows.jsonl"
    for part in (1, 2):
        target = part * len(earned) // 3
        grader = begin(folder, out)
        until = time.monotonic() + 600
        while lines(rows) < target and time.monotonic() < until:
            time.sleep(0.01)
        inside = psutil.Process(grader.pid).children(recursive=True)
        os.kill(grader.pid, signal.SIGKILL)
        grader.wait()
        assert target <= lines(rows) < len(earned)
        assert not (out / "marks.csv").exists()
        _, alive = psutil.wait_procs(inside, timeout=10)
        assert not alive
    assert begin(folder, out).wait() == 0
    text = (out / "marks.csv").read_text("utf-8")
    totals = {row["submission"]: int(row["total"]) for row in csv.DictReader(text.splitlines())}
    assert totals == earned
    names = Counter(json.loads(line)["name"] for line in rows.read_text().splitlines())
    assert names == Counter(list(earned))
    assert len(list((out / "feedback").iterdir())) == len(earned)
    if everything:
        assert begin(folder, tmp_path / "whole").wait() == 0
        assert (tmp_path / "whole" / "marks.csv").read_text("utf-8") == text


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
