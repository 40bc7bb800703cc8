"""Measured gradients are those of `numpy_nn` for the same weights and inputs."""

import numpy as np
import pytest
from browser_widgets import choose, slide, table

from coursepkg.numpy_nn import gru, lstm, rnn, state_gradients

SLUG = "gradient-lag"
SETTINGS = {
    "plain": {"cell": "rnn", "stretch": 1.2, "length": 30, "strength": 0.5, "bias": 0},
    "GRU": {"cell": "gru", "stretch": 0.7, "length": 40, "strength": 1.5, "bias": 2.5},
    "LSTM": {"cell": "lstm", "stretch": 0.8, "length": 40, "strength": 1.2, "bias": 2},
    "short": {"cell": "gru", "stretch": 1.5, "length": 5, "strength": 0, "bias": -1},
}
CELLS = {
    "rnn": (rnn, rnn.RNNParams),
    "gru": (gru, gru.GRUParams),
    "lstm": (lstm, lstm.LSTMParams),
}
GATES = {"gru": "Bias of the update gate", "lstm": "Bias of the forget gate"}
ARRANGE = """
const { params, x, dLast } = m.arrange(given);
return { params: Object.values(params).map(({ rows, columns, values }) =>
           [rows, columns, [...values]]),
         x: x.map((row) => row.map((step) => [...step])), dLast: dLast.map((d) => [...d]),
         measured: [...m.measure(given)] };
"""


def arranged(call, setting):
    found = call(f"figures/{SLUG}", ARRANGE, setting)
    weights = [np.reshape(values, (rows, columns)) for rows, columns, values in found["params"]]
    return weights, np.array(found["x"]), np.array(found["dLast"]), found["measured"]


def norms_in_numpy(weights, x, d_last, cell):
    module, kind = CELLS[cell]
    if cell != "gru":
        weights = [*weights[:2], weights[2][0]]
    forward, step_backward = (
        getattr(module, f"{cell}_{name}") for name in ("forward", "step_backward")
    )
    nothing = np.zeros_like(d_last)
    pair = cell == "lstm"
    h, _, cache = forward(x, (nothing, nothing) if pair else nothing, kind(*weights))
    last = (d_last, nothing) if pair else d_last
    reaching = state_gradients(step_backward, np.zeros_like(h), last, cache)
    if pair:
        reaching = np.concatenate(reaching, -1)
    norms = np.linalg.norm(reaching, axis=-1).mean(axis=0)[::-1]
    return norms / norms[0]


@pytest.mark.parametrize("setting", SETTINGS.values(), ids=SETTINGS.keys())
def test_measured_as_in_numpy(call, setting):
    weights, x, d_last, measured = arranged(call, setting)
    expected = norms_in_numpy(weights, x, d_last, setting["cell"])
    np.testing.assert_allclose(measured, expected, rtol=1e-5)
    for block in np.hsplit(weights[1], weights[1].shape[1] // 8):
        stretches = np.linalg.svd(block, compute_uv=False)
        np.testing.assert_allclose(stretches, setting["stretch"], rtol=1e-9)


@pytest.mark.parametrize("setting", SETTINGS.values(), ids=SETTINGS.keys())
def test_the_sliders_and_the_table(show, call, setting):
    page = show(SLUG)
    choose(page, "Cell", setting["cell"])
    labels = {
        "stretch": "Singular values of U",
        "length": "Steps",
        "strength": "Size of the inputs",
    }
    for name, label in labels.items():
        slide(page, label, setting[name])
    for cell, label in GATES.items():
        assert page.get_by_label(label).is_visible() == (setting["cell"] == cell)
        slide(page, label, setting["bias"] if setting["cell"] == cell else 3.3)
    shown = table(page)
    *_, measured = arranged(call, setting)
    factor = 1 / (1 + np.exp(-setting["bias"]))
    if setting["cell"] == "rnn":
        factor = setting["stretch"]
    predicted = factor ** np.arange(setting["length"])
    np.testing.assert_allclose(shown["measured"], measured, rtol=0.0051, atol=5.1e-4)
    np.testing.assert_allclose(shown["predicted"], predicted, rtol=0.0051, atol=5.1e-4)


def test_below_one_a_plain_cell_stays_below_its_bound(call):
    for strength in (0, 0.5, 3):
        setting = {**SETTINGS["plain"], "stretch": 0.9, "strength": strength}
        *_, measured = arranged(call, setting)
        assert (np.array(measured) <= 0.9 ** np.arange(30) * (1 + 1e-9)).all()
