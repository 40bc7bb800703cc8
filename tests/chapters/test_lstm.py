"""The derivation of the LSTM's gradients: each equation, each line of code, each symbol.

The chapter's table has an equation in one column and a line of the package in the other. Both
are computed here, and held against what is measured by moving that one symbol a little.
"""

import ast
import re

import numpy as np
import pytest

from coursepkg.numpy_nn.activations import sigmoid, sigmoid_backward, tanh_backward
from tools.notebooks.__main__ import REPOSITORY
from website.page.source_of import source_of

CHAPTER = (REPOSITORY / "chapters/lstm.md").read_text("utf-8")
ROW = re.compile(r"^\| \$(?P<equation>.+)\$ \| `(?P<code>[^`]+)` \|$", re.MULTILINE)
TABLE = [(row["equation"], row["code"]) for row in ROW.finditer(CHAPTER)]
EQUATIONS, LINES = zip(*TABLE, strict=True)

# From the notation of the chapter to names in Python, in this order.
SPELLING = [
    (r"a_{\tilde c}", "a_candidate"),
    (r"\tilde c_t", "candidate_t"),
    (r"_t^{\text{next}}", "_next"),
    ("c_{t-1}", "c_prev"),
    ("h_{t-1}", "h_prev"),
    (r"\tanh^2(c_t)", "tanh_c**2"),
    (r"\tanh(c_t)", "tanh_c"),
    ("_t", ""),
    ("^2", "**2"),
    (r"^\top", ".T"),
    ("W", "kernel"),
    ("U", "recurrent_kernel"),
    ("db", "dbias"),
    (r"\odot", "*"),
    (r"\sum_n da", "da.sum(axis=0)"),
]
PRODUCT = re.compile(r"(?<=[\w])(\.T)? (?=[a-z])")  # two matrices side by side
ASSIGNMENT = re.compile(r"(?:(\w+) ?= ?)?(.+)")
GATES = "i", "f", "candidate", "o"
ROWS, FEATURES, UNITS = 3, 2, 4


def as_python(equation):
    """Return name and expression of an equation of the table."""
    for latex, python in SPELLING:
        equation = equation.replace(latex, python)
    name, expression = equation.split(" = ")
    if expression.startswith("["):
        return name, f"np.concatenate({expression}, axis=1)"
    return name, PRODUCT.sub(r"\1 @ ", expression)


def parts(code):
    """Return every assignment and every argument of a call, in a uniform spelling."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Assign):
            yield ast.unparse(node)
        elif isinstance(node, ast.keyword):
            yield f"{node.arg}={ast.unparse(node.value)}"
        elif isinstance(node, ast.Call):
            yield from map(ast.unparse, node.args)


@pytest.fixture
def symbols():
    """Arrays of the forward step, by name, and the gradients that arrive from later."""
    rng = np.random.default_rng(0)
    shapes = {
        "x": (ROWS, FEATURES),
        "h_prev": (ROWS, UNITS),
        "c_prev": (ROWS, UNITS),
        "kernel": (FEATURES, 4 * UNITS),
        "recurrent_kernel": (UNITS, 4 * UNITS),
        "bias": (4 * UNITS,),
        "dh": (ROWS, UNITS),
        "dc_next": (ROWS, UNITS),
    }
    return {name: rng.normal(size=shape) for name, shape in shapes.items()}


def forward(symbols, moved=None, by=0):
    """Take the step as the chapter writes it, with one symbol moved; return all symbols."""
    found = dict(symbols)

    def put(name, value):
        found[name] = value + by if name == moved else value

    for name, value in symbols.items():
        put(name, value)
    products = found["x"] @ found["kernel"] + found["h_prev"] @ found["recurrent_kernel"]
    put("a", products + found["bias"])
    for name, block in zip(GATES, np.split(found["a"], 4, axis=1), strict=True):
        put(f"a_{name}", block)
        activation = np.tanh if name == "candidate" else sigmoid
        put(name, activation(found[f"a_{name}"]))
    put("c", found["f"] * found["c_prev"] + found["i"] * found["candidate"])
    put("tanh_c", np.tanh(found["c"]))
    put("h", found["o"] * found["tanh_c"])
    return found


def measured(symbols, name):
    """Return the gradient of the loss with respect to one symbol, by central differences."""
    value = forward(symbols)[name]
    gradient = np.empty_like(value)
    for place in np.ndindex(value.shape):
        step = np.zeros_like(value)
        step[place] = 1e-5
        losses = []
        for by in (step, -step):
            found = forward(symbols, name, by)
            losses.append(
                np.sum(symbols["dh"] * found["h"]) + np.sum(symbols["dc_next"] * found["c"])
            )
        gradient[place] = (losses[0] - losses[1]) / 2e-5
    return gradient


def by_equations(symbols, equations):
    """Compute rows of the table by their equations; return name and value of the last."""
    known = {**forward(symbols), "np": np}
    for equation in equations:
        name, expression = as_python(equation)
        known[name] = eval(expression, known)
    return name, known[name]


def by_code(symbols, lines):
    """Compute rows of the table by their lines of code; return the value of the last."""
    known = {**forward(symbols), "dc": symbols["dc_next"], "np": np}
    known |= {"sigmoid_backward": sigmoid_backward, "tanh_backward": tanh_backward}
    for line in lines:
        name, expression = ASSIGNMENT.fullmatch(line.replace("params.", "")).groups()
        value = eval(expression, known)
        if f"{name} = " in line:  # and not an argument, such as kernel=...
            known[name] = value
    return value


def test_the_table_is_whole():
    names = [as_python(equation)[0] for equation in EQUATIONS]
    gates = [f"da_{gate}" for gate in GATES]
    weights = ["dkernel", "drecurrent_kernel", "dbias"]
    assert names == ["dc", *gates, "da", "dx", "dh_prev", "dc_prev", *weights]


@pytest.mark.parametrize("row", range(12))
def test_equation_and_line_of_code_are_what_is_measured(symbols, row):
    name, equation = by_equations(symbols, EQUATIONS[: row + 1])
    truth = measured(symbols, name[1:])
    np.testing.assert_allclose(equation, truth, atol=1e-8, strict=True)
    code = by_code(symbols, LINES[: row + 1])
    np.testing.assert_allclose(code, truth, atol=1e-8, strict=True)


def test_the_lines_of_code_are_the_package():
    written = set(parts(source_of("coursepkg.numpy_nn.lstm.lstm_step_backward")))
    assert [line for line in LINES if line not in written] == []
    assert "dc * i" in written
    assert "dc * o" not in written


@pytest.mark.parametrize(
    ("row", "right", "wrong"),
    [
        (0, "+ dh_t", "- dh_t"),
        (0, r"(1 - \tanh^2(c_t))", r"\tanh^2(c_t)"),
        (1, r"\tilde c_t \odot", r"f_t \odot"),
        (2, "c_{t-1}", "c_t"),
        (3, "c_t^2", "c_t"),
        (4, r"\tanh(c_t)", "c_t"),
        (5, "[da_i, da_f", "[da_f, da_i"),
        (8, r"dc_t \odot f_t", "dc_t"),
    ],
)
def test_a_wrong_equation_is_found(symbols, row, right, wrong):
    broken = EQUATIONS[row].replace(right, wrong)
    assert broken != EQUATIONS[row]
    name, equation = by_equations(symbols, [*EQUATIONS[:row], broken])
    assert np.abs(equation - measured(symbols, name[1:])).max() > 1e-2
