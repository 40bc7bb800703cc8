"""Damaged files, names and replies, drawn by a seed: each costs one row and nothing else.

`pytest tests/classroom/test_damaged_files.py --fuzz 100` draws a hundred times as many. What
fails names its seed.
"""

import copy
import csv
import io
import json
import os
import random
import sys
import zipfile

import numpy as np
import pytest
from attacks import SEND
from small_class import IMPATIENT, RIGHT, notebook

from classroom.__main__ import main
from classroom.feedback import page, safe_name
from classroom.hand_back import canvas_name, moodle_name
from classroom.inside import wire
from classroom.marking import mark
from classroom.safe_text import for_table, for_terminal
from classroom.submissions import (
    Submission,
    SubmissionError,
    cells_of,
    readable,
)

ODD = [None, True, -1, 1e308, 10**30, "", "\0", "\ud800", "x" * 300, [], {}, [[]], {"": None}]
ODD += ["code", "source", ["x = 1\n", 5], {"cells": []}, float("nan"), "def double(x", "1/0"]
LARGEST_PAGE = 200_000  # characters
WORDS = ["ada", "_", "4711", "late", "LATE", "assignsubmission", "file", "anon", "é", "李", " "]
WORDS += ["/", ".", "\\", "=1+1", "\x1b[2J", "\n", "\u202e", "'", '"', ",", "\udcff", "%s", "&"]


@pytest.fixture
def draws(request):
    """Call it with a number; yields that many random generators, or more by `--fuzz`."""

    def seeded(count):
        for seed in range(count * request.config.getoption("--fuzz")):
            print("seed", seed)  # shown if a test fails
            yield random.Random(seed)

    return seeded


def archive(rng):
    """A zip of one, two or no notebooks among other things, under ordinary or odd names."""
    file = io.BytesIO()
    names = rng.choices(
        ["gru.ipynb", "a.py", "notes.txt", "__MACOSX/._gru.ipynb", "x/", "=1.py"], k=3
    )
    method = rng.choice([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2])
    with zipfile.ZipFile(file, "w", method) as packed:
        for name in dict.fromkeys(names):
            packed.writestr(name, notebook(RIGHT) if name.endswith("ipynb") else RIGHT)
    return file.getvalue()


def altered(rng, value):
    """JSON in which something, somewhere, is something else."""
    if isinstance(value, dict | list) and value and rng.random() < 0.9:
        value = copy.copy(value)
        place = rng.choice(list(value) if isinstance(value, dict) else range(len(value)))
        value[place] = altered(rng, value[place])
        return value
    return rng.choice(ODD)


def damaged(rng, content):
    """Bytes of which some are changed, lost, doubled or new."""
    content = bytearray(content)
    for _ in range(rng.randint(1, 4)):
        place, length = rng.randrange(len(content) + 1), rng.randint(0, 40)
        new = rng.choice([b"", rng.randbytes(length), content[:length], b"\0" * length, b'"[{'])
        content[place : place + rng.choice([0, len(new), length])] = new
    return bytes(content[: rng.choice([len(content), rng.randrange(len(content) + 1)])])


def draw_file(rng):
    """The ending and the content of something that was handed in."""
    kind = rng.choice(["zip", "ipynb", "ipynb", "py"])
    if kind == "zip":
        content = archive(rng)
    elif kind == "py":
        content = RIGHT.encode(rng.choice(["utf-8", "utf-16", "utf-8-sig"]))
    else:
        content = json.dumps(altered(rng, json.loads(notebook(RIGHT, "x = 1")))).encode()
    return kind, content if rng.random() < 0.3 else damaged(rng, content)


def draw_name(rng):
    """A name that Canvas, Moodle or a learner might have given, as it lies on the disk."""
    return "".join(rng.choices(WORDS, k=rng.randint(1, 9))).strip("/")


def test_damaged_files(draws):
    read = 0
    for rng in draws(1500):
        kind, content = draw_file(rng)
        try:
            cells = cells_of(f"a.{kind}", content)
        except SubmissionError:
            continue
        read += 1
        assert all(isinstance(part, str) for cell in cells for part in cell)
    assert read > 100


def test_odd_names(draws):
    seen = {}
    for rng in draws(1000):
        name = f"{readable(draw_name(rng))}.py"
        submission = Submission(None, name)
        assert submission.learner or name == ".py"
        assert submission.id.isdecimal() or not submission.id
        shown = for_terminal(for_table(name) + str(canvas_name(name)), "ascii")
        assert shown.isprintable()
        assert moodle_name(name) is None or "/" not in moodle_name(name)
        assert seen.setdefault(safe_name(name), name) == name
        assert len(safe_name(name)) < 200


class Replies:
    """What `Popen` returns, of a process that answers with what it was given."""

    pid = 2**22 + 1  # of no process: the kernel gives no such number

    def __init__(self, replies):
        self.stdin, self.stdout = io.BytesIO(), io.BytesIO(replies)

    def wait(self):
        """Do nothing: there is no process."""


def draw_reply(rng):
    """What a hostile process might answer to the first few questions."""
    arrays = [
        np.zeros((3, 2)),
        np.float64(7),
        np.ones(0),
        np.full((1,) * 9, np.nan),
        np.eye(3) > 0,
    ]
    file = io.BytesIO()
    for _ in range(rng.randint(1, 6)):
        text = rng.choice(["", "", "wrong", "\0\x1b[2J", "<script>" * 10**4, "é=1+1"])
        wire.write_answer(file, text, rng.choices(arrays, k=rng.randint(0, 4)))
    return file.getvalue() if rng.random() < 0.3 else damaged(rng, file.getvalue())


def test_damaged_replies(draws, assignment, handed_in):
    submission = Submission(handed_in("a.py", RIGHT), "a.py")
    for rng in draws(500):
        marked = mark(
            submission, assignment, lambda _, r=rng: Replies(draw_reply(r)), IMPATIENT
        )
        assert marked.total == 0
        assert "the grader itself failed" not in marked.error
        assert len(page(marked, assignment)) < LARGEST_PAGE


def test_a_class_with_damaged_files(sandbox, draws, key, handed_in, tmp_path, monkeypatch):
    """Honest submissions get the same rows and pages as without; the terminal is ASCII."""
    handed_in("ada_1_9_x.ipynb", notebook(RIGHT))
    handed_in("bob_2_9_x.py", RIGHT.replace("x + x", "x"))

    def graded(out):
        for stream in ("stdout", "stderr"):
            monkeypatch.setattr(sys, stream, io.TextIOWrapper(io.BytesIO(), "ascii"))
        words = ["--assignment", str(key.parent), "--out", str(out), "--seed", "1"]
        assert main(["grade", str(handed_in.folder), *words]) == 0
        with open(out / "marks.csv", encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        pages = {path.name: path.read_bytes() for path in (out / "feedback").iterdir()}
        return rows, pages

    rows, pages = graded(tmp_path / "honest")
    assert [row["total"] for row in rows] == ["5", "3"]
    handed_in("flood.py", SEND + "send(b'<' * 10**7)")
    handed_in("loud.py", "raise ValueError('<' * 10**6)\n" * 50)
    for rng in draws(12):
        kind, content = draw_file(rng)
        name = f"{draw_name(rng)}.{kind}".replace("\0", "").lstrip("./")
        if len(os.fsencode(name)) < 200:
            handed_in(name, content)
    names = [path.relative_to(handed_in.folder) for path in handed_in.folder.rglob("*.*")]
    visible = [name for name in names if not any(part.startswith(".") for part in name.parts)]
    more_rows, more_pages = graded(tmp_path / "all")
    assert len(more_rows) == len(more_pages) > 10
    assert {
        for_table(readable(name)) for name in visible if (handed_in.folder / name).is_file()
    } <= {row["submission"] for row in more_rows}
    assert [row for row in more_rows if row in rows] == rows
    assert pages.items() <= more_pages.items()
    assert not any("the grader itself" in row["error"] for row in more_rows)
    assert max(map(len, more_pages.values())) < LARGEST_PAGE
