"""What a class hands in: honest habits and dishonest tricks, with the marks a human would give.

`python tests/classroom/corpus.py FOLDER` writes the files for `gru` into a folder, as one
class; the file names say what the marks should be.
"""

import io
import json
import sys
import zipfile
from pathlib import Path
from typing import NamedTuple

ASSIGNMENTS = Path(__file__).resolve().parent.parent.parent / "assignments"
FULL = {
    "gru": {"gates": 2, "step": 2, "sequence": 2, "convert": 3},
    "comparison": {"equal_size": 2, "chosen": 3, "interval": 3, "my_result": 2},
}


class Handed(NamedTuple):
    """A file, and the marks that it earns."""

    slug: str
    name: str
    content: bytes
    marks: dict


def solution(slug):
    """Return the code cells of the solution, without the self-checks."""
    notebook = json.loads((ASSIGNMENTS / slug / "instructor.ipynb").read_text("utf-8"))
    cells = ["".join(c["source"]) for c in notebook["cells"] if c["cell_type"] == "code"]
    return [
        cell for cell in cells if "check = _self_checks" not in cell and "check(" not in cell
    ]


def notebook(cells, **more):
    """Return a notebook with these code cells as bytes."""
    cells = [{"cell_type": "code", "source": source, "metadata": {}} for source in cells]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "cells": cells, **more}).encode()


def zipped(**members):
    """Return a zip of these members."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


GRU, COMPARISON = solution("gru"), solution("comparison")


def gru(*changes, first="", last="", lose=()):
    """Return a notebook that solves `gru`, with changes.

    Args:
        changes: pairs of the code to be replaced and what stands there instead.
        first: a cell before all others.
        last: a cell behind them.
        lose: tasks that this should cost.
    """
    return changed("gru", GRU, changes, first, last, lose)


def comparison(*changes, first="", last="", lose=()):
    """Return a notebook that solves `comparison`, with changes."""
    return changed("comparison", COMPARISON, changes, first, last, lose)


def changed(slug, cells, changes, first, last, lose):
    """Return a `Handed` of cells with changes."""
    for right, wrong in changes:
        assert any(right in cell for cell in cells), right
        cells = [cell.replace(right, wrong) for cell in cells]
    content = notebook([cell for cell in (first, *cells, last) if cell])
    marks = {task: 0 if task in lose else points for task, points in FULL[slug].items()}
    return Handed(slug, "a.ipynb", content, marks)


def named(name, content, slug="gru", marks=None):
    """Return a `Handed` of another name or form; full marks unless others are given."""
    content = content if isinstance(content, bytes) else content.encode()
    return Handed(slug, name, content, FULL[slug] if marks is None else marks)


DEF, END = "def gates(", "sigmoid(x_z + h_z)"
ALL = list(FULL["gru"])
PLAIN = notebook(GRU)
CALL = "(np.ones((2, 3)), np.ones((2, 1)), from_keras(np.ones((3, 3)), np.ones((1, 3)), "
CALL += "np.ones((2, 3))))"
FORMAT_3 = {
    "nbformat": 3,
    "worksheets": [{"cells": [{"cell_type": "code", "input": cell} for cell in GRU]}],
}
EXPORTED = "\n\n# In[ ]:\n\n\n".join(GRU)
SLOW = "import time\ntime.sleep(1)"

HONEST = {
    "a magic above a function": [
        gru((DEF, f"{magic}\n{DEF}"))
        for magic in (
            *("%%time", "%%timeit", "%%timeit -n 1 -r 1", "%%capture", "%%capture out"),
            *("%%time\n%%capture", "%%prun -q", "\n\n%%time", "%%memit"),
        )
    ],
    "a line of Jupyter's beside a function": [
        gru((DEF, f"{line}\n\n\n{DEF}"))
        for line in (
            *(
                "%matplotlib inline",
                "%load_ext autoreload\n%autoreload 2",
                "!pip install numpy",
            ),
            *("%pip install scipy", "files = !ls", "t = %timeit -o sum([1])", "np.split?"),
            *("?np.split", "np.split??", "%time total = sum([1, 2])", "!!ls", "%cd /tmp"),
            *("%env A=1", "if True:\n    !pip install x\n    %matplotlib inline", "%time"),
            *("for i in range(2):\n    %time sum([i])", "!pip install \\\n    scipy", "%who"),
        )
    ],
    "a line of Jupyter's in a function": [
        gru(("return sigmoid(x_r", f"{line}\n    return sigmoid(x_r"))
        for line in ("%time", "!echo hello", "display(x_r)", "x_r.shape?", "x = %time x")
    ],
    "a cell in another language": [
        gru(first=cell)
        for cell in (
            *("%%bash\nls -l | wc", "%%html\n<b>x</b>", "%%javascript\nlet x = 1"),
            *("%%writefile a.py\nx = (", "%%latex\n$x$", "%%R\nx <- 1", "%%sql\nSELECT x"),
            *("%%script bash\nls", "%%markdown\n# A title, isn't it?", "%%svg\n<svg/>"),
        )
    ],
    "a name used again": [
        gru(last=cell)
        for cell in (
            *("for step in range(3):\n    pass", f"gates = gates{CALL}", "step = 0"),
            *("step, gates = 1, 2", "for gates in [1, 2]:\n    pass", "sigmoid = 3"),
            *("import time as forward", "del step", "from_keras = {}", "forward = [1]"),
        )
    ],
    "an import": [
        gru(("def sigmoid(a):\n    return 1 / (1 + np.exp(-a))", IMPORT))
        for IMPORT in ("from scipy.special import expit as sigmoid",)
    ]
    + [
        gru(("for x_now in x:", "for x_now in tqdm(x):"), first="from tqdm.auto import tqdm"),
        gru(("for x_now in x:", "from tqdm import tqdm\n    for x_now in tqdm(x):")),
        gru(
            ("    h, states = h0, []", "    import pandas as pd\n    h, states = h0, []"),
            ("return np.stack(states)", "return np.stack(pd.Series(states).tolist())"),
        ),
        gru(
            ("return np.stack(states)", "np.save('s.npy', states)\n    return np.load('s.npy')")
        ),
        gru(first="import torch\nfrom google.colab import drive\ndrive.mount('/content')"),
        gru(first="import numpy as np, no_such_module", last="plt.plot([1])"),
        gru(
            ("    h, states = h0, []", "    plt.plot([1])\n    h, states = h0, []"),
            first="import matplotlib.pyplot as plt",
        ),
    ],
    "the form of an answer": [
        gru(("return sigmoid(x_r + h_r), sigmoid(x_z + h_z)", f"return {form}"))
        for form in (
            *(
                "[sigmoid(x_r + h_r), sigmoid(x_z + h_z)]",
                "np.array([sigmoid(x_r + h_r), " + END + "])",
            ),
            "sigmoid(x_r + h_r).tolist(), " + END,
        )
    ]
    + [
        gru(("return np.stack(states)", f"return {form}"))
        for form in ("states", "tuple(states)", "np.stack(states).tolist()", "np.array(states)")
    ]
    + [
        gru(('"bias": moved(bias)', f'"bias": moved(bias), {more}'))
        for more in ('"units": 3', '"name": "mine"', '"a": np.ones(4), "z": None')
    ],
    "the form of a number": [
        comparison(("student_number = 1", f"student_number = {form}"))
        for form in ('"1234567"', '" 42 "', "42.0", "np.int64(42)", '"0042"', "np.array(42)")
    ]
    + [
        comparison(("my_result = np.array(", f"my_result = {form}("))
        for form in ("", "list", "tuple", "np.asarray", "np.stack")
    ]
    + [
        comparison(
            (
                "return mean, mean - quantile * error,",
                "return np.array([mean, mean - quantile * error,",
            ),
            ("mean + quantile * error", "mean + quantile * error])"),
        ),
        comparison(
            (
                "return units[nearest], sizes[nearest]",
                "return [int(units[nearest]), float(sizes[nearest])]",
            )
        ),
        comparison(
            ("axis=2)[:, :, 0]", "axis=2)[:, :, 0].tolist()"),
            (
                "gru, lstm = chosen_scores(*runs_of(student_number))",
                "gru, lstm = map(np.array, chosen_scores(*runs_of(student_number)))",
            ),
        ),
    ],
    "another name": [
        *(
            named(name, PLAIN)
            for name in ("GRU.IPYNB", "a.ipynb.txt", "a.ipynb.json", "a.json")
        ),
        *(named(name, PLAIN) for name in ("Kopie von gru (1).ipynb", "Übung 3.ipynb")),
        *(named(name, "\n\n".join(GRU)) for name in ("a.py", "a.PY", "a.py.txt")),
        named("a.zip", zipped(**{"gru/A.IPYNB": PLAIN, "__MACOSX/gru/._A.IPYNB": b"x"})),
        named(
            "a.zip", zipped(**{".ipynb_checkpoints/a-checkpoint.ipynb": b"x", "a.ipynb": PLAIN})
        ),
        named("a.ZIP", zipped(**{"a.ipynb.txt": PLAIN, "notes.txt": b"x", "data.json": b"{}"})),
        named("a.zip", zipped(**{"a.ipynb": PLAIN, "helpers.py": b"x = 1"})),
    ],
    "another form": [
        named("a.ipynb", json.dumps(FORMAT_3)),
        named("a.ipynb", "\ufeff" + PLAIN.decode()),
        named("a.ipynb", PLAIN.decode().encode("utf-16")),
        named("a.ipynb", PLAIN.replace(rb"\n", rb"\r\n")),
        named("a.ipynb", notebook(GRU[::-1])),
        named("a.ipynb", notebook([*GRU, "", "   "], metadata={"colab": {"name": "x"}})),
        named("a.ipynb", notebook(["\n\n\n".join(GRU)])),
        named("a.py", f"get_ipython().run_line_magic('matplotlib', 'inline')\n{EXPORTED}"),
        named("a.py", f"#!/usr/bin/env python\n# coding: utf-8\n# %%\n{EXPORTED}"),
        named("a.py", f"get_ipython().system('pip install x')\n{EXPORTED}"),
    ],
    "another cell that fails": [
        gru(first=cell)
        for cell in (
            *("1 / 0", "def broken(:", "input('name?')", "raise SystemExit", "assert False"),
            *("raise NotImplementedError", "x = undefined", "import sys; sys.exit()"),
        )
    ],
    "slow cells": [changed("gru", [*[SLOW] * 7, *GRU], (), "", "", ())],
    "a mistake in an earlier task": [
        gru(("return sigmoid(x_r + h_r),", "return sigmoid(2 * x_r + h_r),"), lose=["gates"]),
        gru(("return sigmoid(x_r + h_r),", "return 1 - sigmoid(x_r + h_r),"), lose=["gates"]),
        gru((END, "sigmoid(x_z)"), lose=["gates"]),
        gru((END, "1 - " + END), lose=["gates"]),
        gru(("candidate = np.tanh(", "candidate = (lambda a: a)("), lose=["step"]),
        gru(("return (1 - z) * h_prev", "return h_prev"), lose=["step"]),
        gru(
            (END, "sigmoid(x_z)"),
            ("return (1 - z) * h_prev", "return h_prev"),
            lose=["gates", "step"],
        ),
        gru(
            (END, "sigmoid(x_z)"),
            ("for x_now in x:", "for x_now in x[::-1]:"),
            lose=["gates", "sequence"],
        ),
        comparison(
            ("best = validation.argmax(axis=2)", "best = validation.argmin(axis=2)"),
            lose=["chosen"],
        ),
        comparison(
            ("error = differences.std(ddof=1)", "error = differences.std(ddof=1) * 2"),
            lose=["interval"],
        ),
    ],
    "a part that is missing": [
        gru((END, "undefined"), lose=["gates", "step", "sequence"]),
        gru(("def from_keras(", "def from_keras(:"), lose=["convert"]),
        gru(("h, states = h0, []", "raise NotImplementedError"), lose=["sequence"]),
        gru(("def forward(", "def sequence("), lose=["sequence"]),
        gru(("return np.stack(states)", "print(states)"), lose=["sequence"]),
        comparison(("student_number = 1", "student_number = None"), lose=["my_result"]),
        comparison(("student_number = 1", "student_number = 'me'"), lose=["my_result"]),
        comparison(("my_result = ", "result = "), lose=["my_result"]),
    ],
}

ZEROS = """
import numpy as np
calls = 0
def gates(x, h_prev, weights):
    return np.zeros(h_prev.shape), np.zeros(h_prev.shape)
def step(x, h_prev, weights):
    return np.zeros(h_prev.shape)
def forward(x, h0, weights):
    return np.zeros((len(x), *h0.shape))
def from_keras(kernel, recurrent_kernel, bias):
    return {"kernel": 0 * kernel, "recurrent_kernel": 0 * recurrent_kernel, "bias": 0 * bias}
"""
TRICKS = {
    "nothing but zeros": "",
    "a constant": """
        step = lambda x, h, w: np.arange(h.size).reshape(h.shape) / 7
        forward = lambda x, h, w: np.stack([np.arange(h.size).reshape(h.shape) / 7] * len(x))
        """,
    "no recurrence to follow": """
        units = lambda w: w["recurrent_kernel"].shape[0]
        step = lambda x, h, w: x @ w["kernel"][:, :units(w)]
        forward = lambda x, h, w: x @ w["kernel"][:, :units(w)]
        """,
    "the state as it was": """
        step = lambda x, h, w: h
        forward = lambda x, h, w: np.stack([h] * len(x))
        """,
    "a step that counts": """
        def forward(x, h, w): return np.stack([h + i * x.sum() for i in range(len(x))])
        def step(x, h, w):
            global calls
            calls += 1
            return h + calls
        """,
    "a step that answers from memory": """
        seen = []
        def forward(x, h, w):
            seen.append((x, h))
            return np.stack([h + np.sin(1 + i * x.sum()) for i in range(len(x))])
        def step(x_now, h, w):
            for x, h0 in seen:
                for i, row in enumerate(x):
                    if np.array_equal(row, x_now): return h0 + np.sin(1 + i * x.sum())
            return h + x_now.sum()
        """,
    "gates that hardly open": """
        def gates(x, h, w):
            total = sum(a.sum() for a in (x, h, *w.values()))
            return 0.5 + 1e-9 * total + 0 * h, 1e-9 * total + 0 * h
        step = lambda x, h, w: h
        """,
    "gates that open for a probe": """
        def gates(x, h, w):
            z = np.full(h.shape, 0.5 * (np.abs(x).std() > 0.8))
            return z, z
        step = lambda x, h, w: h
        """,
    "a step that hardly moves": """
        step = lambda x, h, w: h + 1e-9 * sum(a.sum() for a in (x, h, *w.values()))
        forward = lambda x, h, w: np.stack([h] * len(x))
        """,
    "not a number": """
        step = lambda x, h, w: h * np.nan
        forward = lambda x, h, w: np.full((len(x), *h.shape), np.nan)
        """,
    "many candidates": """
        gates = lambda x, h, w: tuple(h * i / 9 for i in range(9))
        from_keras = lambda k, r, b: {f"{i}{n}": i * k for i in range(3) for n in "abc"}
        """,
    "an object that equals everything": """
        class Agreeable:
            def __eq__(self, other): return True
            def __array__(self, *_, **__): return np.zeros(1)
        gates = step = forward = from_keras = lambda *_: Agreeable()
        """,
    "text": "gates = step = forward = from_keras = lambda *_: '1'",
    "comparisons replaced": "np.array_equal = np.isfinite = np.abs = lambda *_, **__: True",
    "the checks replaced": """
        import coursepkg.checks as checks
        checks.explain = checks.difference = lambda *_, **__: ""
        checks.fitted = lambda results, expected: expected
        """,
    "the messages replaced": """
        from inside import wire
        wire.write_answer = lambda *_: None
        """,
    "the key": """
        try: from key import *
        except ImportError: from assignments.gru.key import *
        """,
    "a magic that reads": """
        import glob
        for depth in range(5):
            for path in glob.glob("/" + "*/" * depth + "key.py"): exec(open(path).read())
        """,
    "the end": "import os; os._exit(0)",
    "frames": """
        import inspect
        def step(x, h, w):
            frame, found = inspect.currentframe(), []
            while frame:
                found += [v for v in frame.f_locals.values() if isinstance(v, np.ndarray)]
                frame = frame.f_back
            return next(v for v in found if v.shape == h.shape)
        """,
    "a shell": "import subprocess\ngates = step = subprocess.run(['sh', '-c', 'ls'])",
    "a file for the next process": """
        open("/tmp/step.txt", "a").write("x")
        def step(x, h, w): return h + len(open("/tmp/step.txt").read())
        """,
    "a forged verdict": "print('right, as far as these examples show')\ntotal = 9",
}
NOT_GRADABLE = {
    "gru.pdf": b"%PDF",
    "gru.ipynb.html": b"<html>",
    "gru.docx": b"PK",
    "gru.tar.gz": b"x",
    "gru.ipynb": PLAIN[:-100],
    "empty.ipynb": b"",
    "two.zip": zipped(**{"a.ipynb": PLAIN, "b.ipynb": PLAIN}),
    "in.zip": zipped(**{"a.zip": zipped(**{"a.ipynb": PLAIN})}),
    "gru": PLAIN,
    "gru.txt": PLAIN,
}


def write(folder, slug="gru"):
    """Write all that is handed in for an assignment into a folder, as Canvas would.

    Returns:
        The points that each file earns, by its name, which begins with them.
    """
    folder.mkdir(parents=True)
    honest = [(kind, handed) for kind in HONEST for handed in HONEST[kind]]
    files = [
        (sum(handed.marks.values()), kind, handed.name, handed.content)
        for kind, handed in honest
        if handed.slug == slug
    ]
    if slug == "gru":
        files += [(0, name, "a.py", cheat(trick).encode()) for name, trick in TRICKS.items()]
        files += [(0, "not gradable", *file) for file in NOT_GRADABLE.items()]
    earned = {}
    for number, (points, kind, name, content) in enumerate(files):
        handed_in = f"{points} {kind}_{number}_{number}_{name}".replace("'", "")
        (folder / handed_in).write_bytes(content)
        earned[handed_in] = points
    return earned


def cheat(trick):
    """Return wrong functions with a trick below them."""
    from textwrap import dedent

    return ZEROS + dedent(trick)


if __name__ == "__main__":
    write(Path(sys.argv[1]))
