"""The playground's numbers are those of `numpy_nn`, wherever its sliders stand."""

import numpy as np
import pytest
from browser_widgets import choose, slide, table, value_of, values_in

from coursepkg.numpy_nn import gru

SLUG = "cell-playground"
GATES = ("Update gate z", "Reset gate r", "Candidate")


def open_all(page):
    page.evaluate("document.querySelectorAll('details').forEach((d) => (d.open = true))")


def sliders_in(page, gate):
    """Return labels of the visible sliders of a gate."""
    box = page.locator("details", has=page.locator("summary", has_text=gate))
    return [text for text in box.locator("label:visible").all_inner_texts() if text]


def read_params(page, units):
    """Return the weights that the sliders of a gate show, put together by their labels."""
    columns = []
    for gate in GATES:
        box = page.locator("details", has=page.locator("summary", has_text=gate))
        value = values_in(box)
        columns.append(
            {
                "W": [value[f"W: input to unit {j + 1}"] for j in range(units)],
                "U": [
                    [value[f"U: h{i + 1} to unit {j + 1}"] for j in range(units)]
                    for i in range(units)
                ],
                "b": [value[f"b of unit {j + 1}"] for j in range(units)],
                "c": [
                    value[f"c of unit {j + 1}, inside the reset"] if gate == GATES[2] else 0
                    for j in range(units)
                ],
            }
        )
    return gru.GRUParams(
        np.array([np.concatenate([c["W"] for c in columns])], float),
        np.hstack([np.array(c["U"], float) for c in columns]),
        np.array([np.concatenate([c[bias] for c in columns]) for bias in "bc"], float),
    )


def expected(page, units):
    x = np.array([[[value_of(page, f"Input {t}")] for t in range(1, 9)]])
    h0 = np.array([[value_of(page, f"Start of h{i + 1}") for i in range(units)]])
    _, _, cache = gru.gru_forward(x, h0, read_params(page, units))
    return gru.gru_trace(cache), x


def compare(page, units):
    trace, x = expected(page, units)
    shown = table(page)
    np.testing.assert_allclose(shown["input"], x[0, :, 0], atol=0.0051)
    for name, steps in trace._asdict().items():
        for i in range(units):
            column = f"{name} {i + 1}" if units > 1 else name
            np.testing.assert_allclose(shown[column], steps[0, :, i], atol=5.1e-4)
    return shown


def test_as_it_opens_and_after_moving_every_slider(show):
    page = show(SLUG)
    choose(page, "Units", "2")
    open_all(page)
    compare(page, 2)
    rng = np.random.default_rng(3)
    page.evaluate(
        """(values) => document.querySelectorAll('.widget input[type=range]').forEach(
             (input, i) => { input.value = Number(input.min)
               + values[i] * (input.max - input.min);
               input.dispatchEvent(new Event('input')); })""",
        rng.uniform(0.2, 0.8, size=60).tolist(),
    )
    before = compare(page, 2)
    open_all(page)
    slide(page, "Input 3", -2.5)
    assert compare(page, 2)["h 1"][2] != before["h 1"][2]


def test_one_unit_hides_the_controls_of_the_second(show):
    page = show(SLUG)
    open_all(page)
    compare(page, 1)
    assert all(sliders_in(page, gate) for gate in GATES)
    assert not any(
        "h2" in label or "unit 2" in label for gate in GATES for label in sliders_in(page, gate)
    )
    choose(page, "Units", "2")
    assert "U: h2 to unit 1" in sliders_in(page, "Candidate")


@pytest.mark.parametrize(
    ("button", "holds"),
    {
        "Keep everything: z → 1": lambda c: np.ptp(c["h"]) < 0.01 and c["h"][0] > 0.79,
        "Keep nothing: z → 0": lambda c: np.abs(c["h"] - c["candidate"]).max() < 0.002,
        "Plain cell: z → 0, r → 1": lambda c: c["r"].min() > 0.99 and c["z"].max() < 0.01,
        "Hide the past: r → 0": lambda c: c["candidate"][2] == 0 != c["h"][2],
        "Half-life of seven steps: z = 0.9": lambda c: np.allclose(c["z"], 0.9, atol=0.001),
    }.items(),
)
def test_limits(show, button, holds):
    page = show(SLUG)
    open_all(page)
    opened = table(page)
    page.get_by_role("button", name=button).click()
    assert holds(compare(page, 1))
    page.get_by_role("button", name="Start again").click()
    assert all(np.array_equal(opened[name], column) for name, column in table(page).items())


def test_the_keyboard_moves_it_and_the_change_is_announced(show):
    page = show(SLUG)
    said = page.locator(".widget-says").inner_text()
    slider = page.get_by_label("Input 8")
    slider.focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    assert slider.evaluate("input => input.valueAsNumber") == pytest.approx(0.5)
    assert slider.get_attribute("aria-valuetext") == "0.50"
    assert page.locator(".widget-says").inner_text() != said
