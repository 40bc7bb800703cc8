"""The derivation of backpropagation through time, held against the package."""

import re
from itertools import product

import numpy as np
import pytest

from coursepkg.numpy_nn import rnn
from tests.chapters.quoted_code import written_in
from tools.notebooks.__main__ import REPOSITORY

CHAPTER = (REPOSITORY / "chapters/bptt.md").read_text("utf-8")
ROW = re.compile(
    r"^\| \$(?P<equation>.+)\$ \| `(?P<code>[^`]+)` \| \$(?P<shape>.+)\$ \|$", re.MULTILINE
)


def test_the_table_quotes_the_package():
    quoted = [row["code"] for row in ROW.finditer(CHAPTER)]
    assert len(quoted) == 6
    written = written_in("coursepkg.numpy_nn.rnn.rnn_step_backward")
    assert [line for line in quoted if line not in written] == []


def test_the_table_states_the_shapes():
    rng = np.random.default_rng(5)
    sizes = {"N": 3, "D": 2, "H": 4}
    params = rnn.RNNParams(*(rng.normal(size=shape) for shape in ((2, 4), (4, 4), (4,))))
    x, h_prev, dh = (rng.normal(size=shape) for shape in ((3, 2), (3, 4), (3, 4)))
    _, cache = rnn.rnn_step_forward(x, h_prev, params)
    dx, dh_prev, grads = rnn.rnn_step_backward(dh, cache)
    stated = [row["shape"].split(r" \times ") for row in ROW.finditer(CHAPTER)]
    assert [tuple(sizes[letter] for letter in letters) for letters in stated] == [
        gradient.shape for gradient in (dh, dx, dh_prev, *grads)
    ]


def test_a_line_that_the_package_does_not_have_is_found():
    written = written_in("coursepkg.numpy_nn.rnn.rnn_step_backward")
    assert "dx = da @ params.kernel" not in written


@pytest.fixture
def gradient_of_recurrent_kernel():
    """Return it as a function of the factors at the four edges between five steps."""
    rng = np.random.default_rng(21)
    shapes = (2, 4), (4, 4), (4,)  # small weights: no state near 1
    params = rnn.RNNParams(*(0.4 * rng.normal(size=shape) for shape in shapes))
    inputs, d_losses = rng.normal(size=(3, 5, 2)), rng.normal(size=(3, 5, 4))
    _, _, cache = rnn.rnn_forward(inputs, rng.normal(size=(3, 4)), params)

    def gradient(factors):
        d_state, total = np.zeros((3, 4)), 0
        for step in (4, 3, 2, 1, 0):
            factor = factors[step] if step < 4 else 0
            dh = d_losses[:, step] + factor * d_state
            _, d_state, grads = rnn.rnn_step_backward(dh, cache.steps[step])
            total = total + grads.recurrent_kernel
        return total

    return gradient


def test_random_cuts_give_the_full_gradient_on_average(gradient_of_recurrent_kernel):
    """Over all outcomes of a coin at every edge; without its weights there is a bias."""
    full = gradient_of_recurrent_kernel((1, 1, 1, 1))
    cut = 0.3
    weighted, unweighted = np.zeros((2, 4, 4))
    for passes in product((0, 1), repeat=4):
        probability = np.prod([1 - cut if passed else cut for passed in passes])
        factors = [passed / (1 - cut) for passed in passes]
        weighted += probability * gradient_of_recurrent_kernel(factors)
        unweighted += probability * gradient_of_recurrent_kernel(passes)
    np.testing.assert_allclose(weighted, full, rtol=1e-12)
    assert np.linalg.norm(unweighted - full) > 0.1 * np.linalg.norm(full)


def test_a_fixed_cut_leaves_something_out(gradient_of_recurrent_kernel):
    full = gradient_of_recurrent_kernel((1, 1, 1, 1))
    cut = gradient_of_recurrent_kernel((1, 1, 0, 1))
    assert np.linalg.norm(cut - full) > 0.1 * np.linalg.norm(full)
