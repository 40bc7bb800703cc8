"""An assignment of two tasks, and what is handed in for it."""

import json

from classroom.sandbox import Limits

KEY = """
import numpy as np

SECRET = "the word that nobody may learn"


def double(x):
    return 2 * x


def draw_double(rng):
    return (rng.normal(size=(3, 2)),)


def split(x, weights):
    return x @ weights["kernel"], {"b": x.sum(axis=0), "a": x.mean()}


def draw_split(rng):
    return rng.normal(size=(3, 2)), {"kernel": rng.normal(size=(2, 4))}


# What is graded.
TITLE = "Twice <two>"
TASKS = [
    {"name": "double", "title": "Twice", "function": "double", "points": 2,
     "returns": ["y: row, unit"]},
    {"name": "split", "title": "Split", "function": "split", "points": 3,
     "returns": ["y: row, unit", "a", "b"]},
]
MISTAKES = [
    {"name": "triple", "says": "Three is not two.", "right": "2 * x", "wrong": "3 * x",
     "loses": ["double"]},
]
"""
RIGHT = """
import numpy as np


def double(x):
    return x + x


def split(x, weights):
    return x @ weights["kernel"], {"a": np.mean(x), "b": x.sum(axis=0)}
"""
# An answer that must not take long to go wrong.
IMPATIENT = Limits(load_seconds=3, statement_seconds=1, call_seconds=1, memory=2**29)


def notebook(*sources, **more):
    """Return a notebook as bytes, with one code cell for each source."""
    cells = [{"cell_type": "code", "source": source, "metadata": {}} for source in sources]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "cells": cells, **more}).encode()
