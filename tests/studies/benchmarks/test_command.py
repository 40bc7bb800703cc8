"""The command line, and the machine's description."""

import json

import pytest
from benchmarks import machine
from benchmarks.__main__ import arguments, as_json


def test_unknown_case_lists_the_known(capsys):
    with pytest.raises(SystemExit):
        arguments(["--case", "imbd"])
    assert "unknown case 'imbd'; known are: imdb, " in capsys.readouterr().err


def test_output_is_for_whole_runs(capsys):
    with pytest.raises(SystemExit):
        arguments(["--case", "imdb", "--output", "some.json"])
    assert "leave out --case" in capsys.readouterr().err


def test_machine():
    described = machine.describe()
    assert described["cores"] >= 1
    assert described["processor"]
    assert described["numpy"]
    assert machine.installed("no-such-package") is None
    assert machine.output_of("no-such-command") is None


def test_numbers_are_written_short():
    written = as_json({"a": 1.23456789, "b": [3, "text", None]})
    assert json.loads(written) == {"a": 1.2346, "b": [3, "text", None]}
