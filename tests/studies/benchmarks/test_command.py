"""The command line, and the form of its results."""

import json

import pytest

from studies.benchmarks.__main__ import arguments, as_json


def test_unknown_case_lists_the_known(capsys):
    with pytest.raises(SystemExit):
        arguments(["--case", "imbd"])
    assert "unknown case 'imbd'; known are: imdb, " in capsys.readouterr().err


def test_numbers_are_written_short():
    written = as_json({"a": 1.23456789, "b": [3, "text", None]})
    assert json.loads(written) == {"a": 1.2346, "b": [3, "text", None]}
