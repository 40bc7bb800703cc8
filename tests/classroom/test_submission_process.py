"""One deadline for a submission, however often its process has to be started anew."""

import time

import pytest

from classroom.sandbox import Limits
from classroom.submission_process import StoppedError, SubmissionProcess
from classroom.submissions import MOST_VALUES, SubmissionError, cells_of

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
    with pytest.raises(StoppedError, match="stopped after 0.5 seconds"):
        SubmissionProcess(sandbox.start, [("script", "import time; time.sleep(60)")], limits)


def test_a_notebook_of_ever_so_many_values_is_not_read():
    """20 MB of empty lists take 570 MB of memory."""
    lists = b"[]," * (MOST_VALUES // 2 + 1)
    content = b'{"metadata": [%s0], "cells": [{"cell_type": "code", "source": "x"}]}'
    with pytest.raises(SubmissionError, match="1,000,000 values: hand it in without its outputs"):
        cells_of("a.ipynb", content % lists)
    assert cells_of("a.ipynb", content % lists[:-9000]) == [("cell 1", "x")]
