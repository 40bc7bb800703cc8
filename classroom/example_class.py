"""A class of ten invented submissions, to try the grader on: `… example_class FOLDER`.

They are made from the forms of one assignment, so they change when it does. What the grader
makes of them is `assignments/example_class.csv`, which a test compares with a new run.
"""

import argparse
import json
import sys
from pathlib import Path

from tools.assignments import instructor, learner
from tools.assignments.__main__ import REPOSITORY
from tools.assignments.source import read

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


def submissions(source):
    """Return the text of every submission, by what is the matter with it."""
    solution, blank = (json.loads(form.build(source)) for form in (instructor, learner))
    (mistake,) = (m for m in source.mistakes if m["name"] == MISTAKE)
    (unfinished,) = (cell for cell in blank["cells"] if UNFINISHED in "".join(cell["source"]))
    cells = solution["cells"]
    made = {
        "perfect": cells,
        "wrong": [mistaken(cell, mistake) for cell in cells],
        "unfinished": [*cells, unfinished],
        "empty": blank["cells"],
        "shuffled": [{**cell, "metadata": {}} for cell in reversed(cells)],
        **{name: [*cells, code_cell(text)] for name, text in ADDED.items()},
    }
    texts = {name: json.dumps({**solution, "cells": some}) for name, some in made.items()}
    return {**texts, "truncated": texts["perfect"][: len(texts["perfect"]) // 2]}


def mistaken(cell, mistake):
    """Return a cell with the mistake in it, if the right code was."""
    text = "".join(cell["source"])
    return {**cell, "source": text.replace(mistake["right"], mistake["wrong"])}


def code_cell(text):
    """Return a cell with this code."""
    return {"cell_type": "code", "source": text, "metadata": {}, "outputs": []}


def write(folder):
    """Write the class as Canvas hands one over; the folder must be new or empty.

    Raises:
        ValueError: there is something in it.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ValueError(f"{folder} is not an empty folder; name one that is, or a new one")
    made = submissions(read(REPOSITORY / "assignments" / SLUG))
    folder.mkdir(parents=True, exist_ok=True)
    for number, (name, text) in enumerate(made.items(), start=1):
        (folder / f"{name}_{100 + number}_{900 + number}_{SLUG}.ipynb").write_text(
            text, "utf-8"
        )


def main(arguments=None):
    """Run the command and return its exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.assignments.example_class",
        description=f"Write ten invented submissions for the assignment {SLUG}.",
    )
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="a new or an empty one")
    try:
        write(parser.parse_args(arguments).folder)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
