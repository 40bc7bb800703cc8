"""Every number of the stepper is that of `numpy_nn`, and none is shown before its time."""

import numpy as np
from browser_widgets import slide, table

from coursepkg.numpy_nn import rnn, state_gradients

SLUG = "bptt-stepper"
INPUTS = np.array([1, -0.5, 0.8, 0.3])
SETTING = {
    "Weight w of the input": 0.85,
    "Weight u of the state": -1.2,
    "Bias b": 0.3,
    "Target y": -0.75,
}


def expected(w, u, b, target):
    params = rnn.RNNParams(np.array([[w]]), np.array([[u]]), np.array([b]))
    h, _, cache = rnn.rnn_forward(INPUTS[None, :, None], np.zeros((1, 1)), params)
    arguments = np.zeros_like(h), h[:, -1] - target, cache
    _, _, grads = rnn.rnn_backward(*arguments)
    reaching = state_gradients(rnn.rnn_step_backward, *arguments)
    return h[0, :, 0], reaching[0, :, 0], grads, (h[0, -1, 0] - target) ** 2 / 2


def button(page, name):
    return page.get_by_role("button", name=name)


def dots(page):
    """Return how many numbers the table still keeps back."""
    return page.locator(".widget table td", has_text="…").count()


def test_all_numbers_at_the_end(show):
    page = show(SLUG)
    for label, value in SETTING.items():
        slide(page, label, value)
    button(page, "To the end").click()
    h, dh, grads, _ = expected(*SETTING.values())
    shown = table(page)
    np.testing.assert_allclose(shown["h"], h, atol=5.1e-4)
    np.testing.assert_allclose(shown["dh"], dh, atol=5.1e-4)
    np.testing.assert_allclose(shown["da"], dh * (1 - h**2), atol=5.1e-4)
    np.testing.assert_allclose(shown["x · da"].sum(), grads.kernel[0, 0], atol=2e-3)
    before = shown["h before · da"].sum()
    np.testing.assert_allclose(before, grads.recurrent_kernel[0, 0], atol=2e-3)
    said = page.locator(".widget-says").inner_text().replace("−", "-")
    sums = {"dw": grads.kernel, "du": grads.recurrent_kernel, "db": grads.bias}
    for name, grad in sums.items():
        assert f"{name} = {grad.item():.3f}" in said


def test_one_step_at_a_time(show):
    page = show(SLUG)
    h, dh, _, loss = expected(0.9, 0.7, 0.1, 0.5)
    assert button(page, "One step back").is_disabled()
    left = [dots(page)]
    for t in range(4):
        button(page, "One step on").click()
        assert f"{h[t]:.3f}".replace("-", "−") in page.locator(".widget-says").inner_text()
        left.append(dots(page))
    assert left == [20, 19, 18, 17, 16]
    button(page, "One step on").click()
    said = page.locator(".widget-says").inner_text()
    assert f"{loss:.3f}" in said
    assert f"{dh[-1]:.3f}".replace("-", "−") in said
    left = [dots(page)]
    for _ in range(4):
        button(page, "One step on").click()
        left.append(dots(page))
    assert left == [15, 11, 7, 3, 0]
    assert button(page, "One step on").is_disabled()
    button(page, "One step back").click()
    assert dots(page) == 3
    button(page, "To the start").click()
    assert dots(page) == 20
