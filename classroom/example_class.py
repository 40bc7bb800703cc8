"""`python -m classroom example FOLDER`: ten invented submissions, to try the grader on.

They are made from the forms of one assignment, so they change when it does. What the grader
makes of them is `assignments/example_class.csv`, which a test compares with a new run.
"""

import json
from pathlib import Path

from .assignment import ASSIGNMENTS, executed
from .safe_text import complain

SLUG = "gru"
MISTAKE = "z_keeps_the_old_state"
UNFINISHED = "def from_keras("
# A cell at the end of the solution: of two functions with one name the last one counts.
ADDED = {
    "crashing": """
def gates(x, h_prev, weights):
    return sigmoid(x @ weights["kernels"])
""",
    "endless": """
def forward(x, h0, weights):
    while True:
        pass
""",
    "cheating": """
class Agreeable:
    def __eq__(self, other):
        return True

    def __array__(self, *_, **__):
        return np.zeros(1)


np.allclose = np.isclose = np.array_equal = lambda *_, **__: True
gates = step = forward = from_keras = lambda *_: Agreeable()
print('{"total": 9}')
""",
    "leaving": """
import os

os._exit(0)
""",
}


def add_arguments(parser):
    """Describe what may follow `example` on the command line."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="a new or an empty one")


def run(arguments):
    """Write the class as Canvas hands one over; the status is 1 if the folder is not empty."""
    folder = arguments.folder
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        complain(f"{folder} is not an empty folder; name one that is, or a new one")
        return 1
    folder.mkdir(parents=True, exist_ok=True)
    for number, (name, text) in enumerate(notebooks().items(), start=1):
        file = f"{name}_{100 + number}_{900 + number}_{SLUG}.ipynb"
        (folder / file).write_text(text, "utf-8")
    return 0


def notebooks():
    """Return the text of every submission, by what is the matter with it."""
    key, *forms = (
        (ASSIGNMENTS / SLUG / name).read_text("utf-8")
        for name in ("key.py", "instructor.ipynb", f"{SLUG}.ipynb")
    )
    solution, blank = map(json.loads, forms)
    (mistake,) = (m for m in executed(key, SLUG)["MISTAKES"] if m["name"] == MISTAKE)
    (unfinished,) = (cell for cell in blank["cells"] if UNFINISHED in "".join(cell["source"]))
    cells = solution["cells"]
    submissions = {
        "perfect": cells,
        "wrong": [mistaken(cell, mistake) for cell in cells],
        "unfinished": [*cells, unfinished],
        "empty": blank["cells"],
        "shuffled": [{**cell, "metadata": {}} for cell in reversed(cells)],
        **{name: [*cells, code_cell(text)] for name, text in ADDED.items()},
    }
    texts = {name: json.dumps({**solution, "cells": c}) for name, c in submissions.items()}
    return {**texts, "truncated": texts["perfect"][: len(texts["perfect"]) // 2]}


def mistaken(cell, mistake):
    """Return a cell with the mistake in it, if the right code was."""
    text = "".join(cell["source"])
    return {**cell, "source": text.replace(mistake["right"], mistake["wrong"])}


def code_cell(text):
    """Return a cell with this code."""
    return {"cell_type": "code", "source": text, "metadata": {}, "outputs": []}
