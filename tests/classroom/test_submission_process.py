"""One deadline for a submission, and limits of what is read before it starts."""

import struct
import time

import pytest
from small_class import notebook

from classroom.sandbox import Limits
from classroom.submission_process import StoppedError, SubmissionProcess
from classroom.submissions import MOST_CODE, MOST_VALUES, SubmissionError, cells_of

ENDLESS = "def f():\n    while True: pass"


def test_all_calls_together_have_a_deadline(sandbox):
    limits = Limits(call_seconds=0.4, submission_seconds=1.5)
    starts = []

    def start(limits):
        starts.append(limits)
        return sandbox.start(limits)

    process = SubmissionProcess(start, [("script", ENDLESS)], limits)
    until = time.monotonic() + 60
    said = ""
    while "not reached" not in said and time.monotonic() < until:
        with pytest.raises(StoppedError) as stopped:
            process.ask("f", ())
        said = str(stopped.value)
    assert said == "not reached: 1.5 seconds were over, all in all"
    count = len(starts)
    with pytest.raises(StoppedError, match="not reached"):
        process.ask("f", ())
    assert len(starts) == count <= 4


def test_the_code_itself_is_under_the_deadline(sandbox):
    limits = Limits(submission_seconds=0.5)
    with pytest.raises(StoppedError, match=r"stopped after 0\.5 seconds"):
        SubmissionProcess(sandbox.start, [("script", "import time; time.sleep(60)")], limits)


def test_a_notebook_of_ever_so_many_values_is_not_read():
    """20 MB of empty lists take 570 MB of memory."""
    lists = b"[]," * (MOST_VALUES // 2 + 1)
    content = b'{"metadata": [%s0], "cells": [{"cell_type": "code", "source": "x"}]}'
    with pytest.raises(SubmissionError, match="too many values: hand it in without"):
        cells_of("a.ipynb", content % lists)
    assert cells_of("a.ipynb", content % lists[:-9000])[0][1] == "x"


def test_a_zip_of_ever_so_many_files_is_not_opened():
    """20 MB of a directory alone would take 22 s and 160 MB."""
    entry = b"PK\1\2" + bytes(24) + b"\1" + bytes(17) + b"a"  # a name of one letter
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 0, 0, 10_001 * len(entry), 0, 0)
    with pytest.raises(SubmissionError, match="more than 10,000 files"):
        cells_of("a.zip", entry * 10_001 + end)


def test_ever_so_much_code_is_not_run():
    """20 MB of control characters would take 620 MB on their way into the sandbox."""
    for name, content in {
        "a.py": b"\1" * MOST_CODE,
        "a.ipynb": notebook("\1" * MOST_CODE),
    }.items():
        assert len(cells_of(name, content)[0][1]) == MOST_CODE
    for name, content in {
        "a.py": b"\1" * (MOST_CODE + 1),
        "a.ipynb": notebook("\1" * MOST_CODE, "x"),
    }.items():
        with pytest.raises(SubmissionError, match="more than 2 MB of code"):
            cells_of(name, content)
