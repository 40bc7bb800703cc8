"""The derivation of the GRU's gradients, symbol by symbol, against central differences.

What is tested is the code of the chapter itself: its cells are run as they stand there.
"""

import re
from typing import NamedTuple

import numpy as np
import pytest

from coursepkg.numpy_nn.gradcheck import check_vjp
from coursepkg.numpy_nn.gru import GRUParams, gru_step_backward, gru_step_forward
from tests.chapters.quoted_code import cells_between, written_in
from tools.notebooks.__main__ import REPOSITORY

CHAPTER = (REPOSITORY / "chapters/gru_backward.md").read_text("utf-8")
DERIVATION = cells_between(CHAPTER, "(gru-backward-lines)=\n", "\n## ")
QUOTED = re.compile(r"^\| \$.+\$ \{eq\}`[\w-]+` \| `([^`]+)` \|$", re.MULTILINE)
SYMBOL = re.compile(r"^\| \$.+\$ \| `(\w+)` \| \$\((.+)\)\$ \|$", re.MULTILINE)
SIZES = {"N": 3, "D": 2, "H": 4, "3H": 12}


class Nudges(NamedTuple):
    """What is added to each quantity, in the order in which the chapter comes to it."""

    z: np.ndarray
    candidate: np.ndarray
    a_z: np.ndarray
    a_candidate: np.ndarray
    r: np.ndarray
    a_r: np.ndarray
    x_product: np.ndarray
    h_product: np.ndarray
    kernel: np.ndarray
    recurrent_kernel: np.ndarray
    b: np.ndarray
    c: np.ndarray
    x: np.ndarray
    h_prev: np.ndarray


INSIDE, PRODUCTS = ["N, H"] * 6, ["N, 3H"] * 2
SHAPES = Nudges(*INSIDE, *PRODUCTS, "D, 3H", "H, 3H", "3H", "3H", "N, D", "N, H")
RNG = np.random.default_rng(0)


def sizes(shape):
    """Return "N, 3H" as numbers."""
    return tuple(SIZES[letters] for letters in re.findall(r"\w+", shape))


def drawn(shape):
    return RNG.normal(size=sizes(shape))


PARAMS = GRUParams(drawn("D, 3H"), drawn("H, 3H"), RNG.normal(size=(2, 12)))
X, H_PREV = drawn("N, D"), np.tanh(drawn("N, H"))
STILL = Nudges(*(np.zeros(sizes(shape)) for shape in SHAPES))


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def step(nudges):
    """Take a step from the plain equations, nudged everywhere."""
    x, h_prev = X + nudges.x, H_PREV + nudges.h_prev
    b, c = PARAMS.bias[0] + nudges.b, PARAMS.bias[1] + nudges.c
    of_x = x @ (PARAMS.kernel + nudges.kernel) + b + nudges.x_product
    of_h = h_prev @ (PARAMS.recurrent_kernel + nudges.recurrent_kernel) + c + nudges.h_product
    z = sigmoid(of_x[:, :4] + of_h[:, :4] + nudges.a_z) + nudges.z
    r = sigmoid(of_x[:, 4:8] + of_h[:, 4:8] + nudges.a_r) + nudges.r
    candidate = np.tanh(of_x[:, 8:] + r * of_h[:, 8:] + nudges.a_candidate) + nudges.candidate
    return z * h_prev + (1 - z) * candidate, None


def run(derivation, dh):
    """Run cells of the chapter; return its variables, and what it asks the judge about.

    Of two claims about a symbol the first counts. The second is the page's wrong one.
    """
    _, (_, _, z, r, candidate, h_candidate, _) = gru_step_forward(X, H_PREV, PARAMS)
    claimed = {}

    def judge(**claims):
        claimed.update(claims | claimed)

    variables = {
        **{"np": np, "x": X, "h_prev": H_PREV, "params": PARAMS, "dh": dh},
        **{"z": z, "r": r, "candidate": candidate, "h_candidate": h_candidate},
        "judge": judge,
    }
    exec(derivation, variables)
    return variables, claimed


def errors(derivation, tolerance):
    """Return the relative error of every gradient that the chapter derives."""

    def claims(dh, cache):
        return Nudges(**run(derivation, dh)[1])

    return check_vjp(step, claims, [STILL], np.random.default_rng(1), tolerance=tolerance)


@pytest.fixture(scope="module")
def found():
    return errors(DERIVATION, tolerance=np.inf)


def test_without_nudges_the_step_is_the_package():
    np.testing.assert_allclose(
        step(STILL)[0], gru_step_forward(X, H_PREV, PARAMS)[0], rtol=1e-14
    )


@pytest.mark.parametrize("symbol", Nudges._fields)
def test_the_gradient_as_the_chapter_writes_it(symbol, found):
    assert found[f"nudges.{symbol}"] < 1e-8


WRONG = {
    "z": ("dh * (h_prev - candidate)", "dh * (candidate - h_prev)"),
    "candidate": ("d_candidate = dh * (1 - z)", "d_candidate = dh * z"),
    "a_z": ("dz * z * (1 - z)", "dz * z"),
    "a_candidate": ("(1 - candidate * candidate)", "(1 - candidate)"),
    "r": ("da_candidate * h_candidate", "da_candidate * h_prev"),
    "a_r": ("dr * r * (1 - r)", "dr * (1 - r)"),
    "x_product": ("[da_z, da_r, da_candidate]", "[da_r, da_z, da_candidate]"),
    "h_product": ("da_candidate * r]", "da_candidate]"),
    "kernel": ("x.T @ dx_product", "x.T @ dh_product"),
    "recurrent_kernel": ("h_prev.T @ dh_product", "h_prev.T @ dx_product"),
    "b": ("dx_product.sum(axis=0)", "dx_product.mean(axis=0)"),
    "c": ("dh_product.sum(axis=0)", "dx_product.sum(axis=0)"),
    "x": ("dx = dx_product @", "dx = dh_product @"),
    "h_prev": ("dh * z + dh_product @", "dh_product @"),
}


@pytest.mark.parametrize("symbol", Nudges._fields)
def test_a_wrong_line_is_found_at_its_symbol(symbol):
    right, wrong = WRONG[symbol]
    assert DERIVATION.count(right) == 1
    with pytest.raises(AssertionError) as caught:
        errors(DERIVATION.replace(right, wrong), tolerance=1e-7)
    first, *_ = re.findall(r"nudges\.(\w+) \(relative", str(caught.value))
    assert first == symbol


def test_the_page_shows_the_judge_one_wrong_sign():
    right, shown_wrong = WRONG["z"]
    assert DERIVATION.index(right) < DERIVATION.index(f"judge(z={shown_wrong})")


def test_every_symbol_has_the_shape_that_the_table_says():
    variables, _ = run(DERIVATION, drawn("N, H"))
    listed = SYMBOL.findall(CHAPTER)
    assert len(listed) == 15
    for name, shape in listed:
        assert variables[name].shape == sizes(shape), name


def test_the_table_quotes_the_package():
    quoted = QUOTED.findall(CHAPTER)
    assert len(quoted) == 10
    written = written_in("coursepkg.numpy_nn.gru.gru_step_backward")
    assert [line for line in quoted if line not in written] == []
    assert "dx = dh_product @ params.kernel.T" not in written


def test_the_chapter_and_the_package_compute_the_same():
    dh = drawn("N, H")
    ours, _ = run(DERIVATION, dh)
    dx, dh_prev, grads = gru_step_backward(dh, gru_step_forward(X, H_PREV, PARAMS)[1])
    names = "dx", "dh_prev", "d_kernel", "d_recurrent_kernel", "db", "dc"
    theirs = dx, dh_prev, *grads[:2], *grads.bias
    for name, gradient in zip(names, theirs, strict=True):
        np.testing.assert_allclose(ours[name], gradient, rtol=1e-12, err_msg=name)
