"""The switcher's numbers: counts as Keras has them, states as the equations give them."""

import re

import numpy as np
import pytest
from browser_widgets import choose, number, slide

from coursepkg import numpy_nn
from coursepkg.numpy_nn import gru
from coursepkg.numpy_nn.activations import sigmoid

SLUG = "conventions"
# What the page says of the arrays copied as they are, and of those put into order.
VERDICTS = {
    "keras": ("the same", "the same"),
    "pytorch": ("another number", "the same"),
    "kerasBefore": ("another number", "another number"),
    "cho": ("another number", "another number"),
    "chung": ("another number", "another number"),
}
BIASES = {"keras": 2, "pytorch": 2, "kerasBefore": 1, "cho": 0, "chung": 0}


@pytest.fixture
def cell(call):
    given = call(f"figures/{SLUG}", "return { cell: m.CELL, inputs: m.INPUTS }")
    blocks = [given["cell"][name] for name in ("z", "r", "candidate")]
    params = gru.GRUParams(
        np.hstack([np.array([b["W"]], float) for b in blocks]),
        np.hstack([np.array(b["U"], float) for b in blocks]),
        np.zeros((2, 6)),
    )
    return params, np.array(given["inputs"], float)


def course(params, inputs):
    _, last, _ = gru.gru_forward(inputs[None, :, None], np.zeros((1, 2)), params)
    return last[0]


def paper(params, inputs, writes=False):
    """Return the last state where the reset stands before the product; by the equations."""
    w_z, w_r, w_h = np.hsplit(params.kernel, 3)
    u_z, u_r, u_h = np.hsplit(params.recurrent_kernel, 3)
    h = np.zeros((1, 2))
    for x in inputs:
        z, r = sigmoid(x * w_z + h @ u_z), sigmoid(x * w_r + h @ u_r)
        candidate = np.tanh(x * w_h + (r * h) @ u_h)
        h = (1 - z) * h + z * candidate if writes else z * h + (1 - z) * candidate
    return h[0]


def swapped(params):
    """Return the cell with the blocks of the gates exchanged."""
    order = [2, 3, 0, 1, 4, 5]
    return gru.GRUParams(*(weight[:, order] for weight in params))


def states(page):
    said = page.locator(".widget-says").inner_text()
    pairs = re.findall(r"([−\d.]+) and ([−\d.]+\d)", said)
    return said, [np.array([number(a), number(b)]) for a, b in pairs]


@pytest.mark.parametrize("convention", VERDICTS)
def test_the_worked_number(show, cell, convention):
    page = show(SLUG)
    choose(page, "As written by", convention)
    said, (ours, copied, arranged) = states(page)
    expected = {
        "keras": (course(*cell), course(*cell)),
        "pytorch": (course(swapped(cell[0]), cell[1]), course(*cell)),
        "kerasBefore": (paper(*cell), paper(*cell)),
        "cho": (paper(*cell), paper(*cell)),
        "chung": (paper(*cell, writes=True), paper(*cell)),
    }[convention]
    np.testing.assert_allclose(ours, course(*cell), atol=5.1e-4)
    np.testing.assert_allclose(copied, expected[0], atol=5.1e-4)
    np.testing.assert_allclose(arranged, expected[1], atol=5.1e-4)
    assert re.findall("the same|another number", said)[:2] == list(VERDICTS[convention])
    assert ("No rearrangement" in said) == (BIASES[convention] < 2)


@pytest.mark.parametrize("convention", VERDICTS)
@pytest.mark.parametrize(("inputs", "units"), [(4, 5), (100, 128), (1, 1)])
def test_counts(show, convention, inputs, units):
    page = show(SLUG)
    choose(page, "As written by", convention)
    slide(page, "Inputs m", inputs)
    slide(page, "Units n", units)
    facts = page.locator(".widget-facts").inner_text()
    layer = numpy_nn.GRU(units)
    layer.build((None, inputs))
    spared = (2 - BIASES[convention]) * 3 * units
    assert f"{layer.count_params() - spared} = 3 (n m" in facts


def test_equations_and_order_change_together(show):
    page = show(SLUG)

    def written(convention):
        choose(page, "As written by", convention)
        return page.locator(".widget").inner_text()

    keras, torch = written("keras"), written("pytorch")
    before, chung = written("kerasBefore"), written("chung")
    assert "z, r, candidate" in keras
    assert "r, z, candidate" in torch
    assert "two rows" in keras
    assert "one row" in before
    choose(page, "As written by", "keras")
    lines = page.locator(".widget-equation").all_inner_texts()
    choose(page, "As written by", "chung")
    others = page.locator(".widget-equation").all_inner_texts()
    assert len(lines) == len(others) == 4
    assert all(a != b for a, b in zip(lines, others, strict=True))
    assert "write the candidate" in chung
