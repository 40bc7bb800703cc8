"""The self-check of an assignment, pasted into a cell of a page, says the same there."""

import json
import re

import pytest
from buttons import run

from website.live_cells.marked_cells import ROOT

RIGHT = """
def leaky_step(x, h_prev, weights):
    a = x @ weights["kernel"] + h_prev @ weights["recurrent_kernel"] + weights["bias"]
    return (1 - weights["leak"]) * h_prev + weights["leak"] * np.maximum(0, a)
"""
BLANK = "def leaky_step(x, h_prev, weights): raise NotImplementedError"
CASES = {
    "right": (RIGHT, "step: right, as far as these examples show\n"),
    "wrong": (RIGHT.replace("np.maximum(0, a)", "np.tanh(a)"), "This cell uses relu where"),
    "transposed": (
        RIGHT.replace("return (1", "return np.zeros((4, 2)) + 0 * (1"),
        "stopped with",
    ),
    "blank": (BLANK, "step: not filled in yet\n"),
}


@pytest.fixture(scope="module")
def setup_cell():
    """The code of the cell with the self-checks, as a learner's notebook has it."""
    text = (ROOT / "assignments" / "rnn" / "rnn.ipynb").read_text("utf-8")
    cells = ("".join(cell["source"]) for cell in json.loads(text)["cells"])
    return next(source for source in cells if "def _self_checks" in source)


def test_a_learner_s_cell_says_in_the_page_what_is_wrong(page, setup_cell):
    for function, words in CASES.values():
        code = f"{setup_cell}\n{function}\ncheck('step', leaky_step)"
        assert words in run(page, 1, code)


def test_the_package_s_checks_can_be_imported_in_the_page(page):
    code = """
import numpy as np
from coursepkg.checks import explain
print(explain([np.ones((2, 3))], [np.ones((3, 2))], ["h: row, unit"]))
"""
    said = run(page, 1, code)
    assert re.search(r"shape \(2, 3\), expected \(3, 2\); is it transposed\?", said)
