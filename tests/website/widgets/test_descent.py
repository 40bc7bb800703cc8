"""The walk on a curve is that of `numpy_nn`'s optimiser."""

import numpy as np
import pytest
from browser_widgets import choose, slide, table

from coursepkg.numpy_nn.optimizers import SGD

SLUG = "descent"
SLOPES = {
    "parabola": (lambda w: w**2 / 2, lambda w: w),
    "steep": (lambda w: 2 * w**2, lambda w: 4 * w),
    "valleys": (lambda w: w**4 / 4 - w**2 - w / 4, lambda w: w**3 - 2 * w - 0.25),
}
SETTINGS = [(0.1, -1.8, 0.0), (0.3, 1.25, 0.9), (0.05, -0.4, 0.5)]


def walk(curve, rate, start, momentum, steps):
    cost, slope = SLOPES[curve]
    w, optimizer = np.array([start]), SGD(rate, momentum=momentum)
    places = [w[0]]
    for _ in range(steps):
        optimizer.apply([slope(w)], [w])
        places.append(w[0])
    places = np.array(places)
    return places, cost(places), slope(places)


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)


def dots(page):
    """Return the places that are drawn; the still picture below has some of its own."""
    return page.locator(".widget-stage circle")


@pytest.mark.parametrize("curve", SLOPES)
@pytest.mark.parametrize("setting", SETTINGS, ids=str)
def test_step_by_step(show, curve, setting):
    page = show(SLUG)
    choose(page, "Curve", curve)
    for label, value in zip(("Learning rate", "Start", "Momentum"), setting, strict=True):
        slide(page, label, value)
    for _ in range(7):
        button(page, "Step").click()
    shown = table(page)
    for name, values in zip(("w", "cost", "slope"), walk(curve, *setting, 7), strict=True):
        np.testing.assert_allclose(shown[name], values, atol=5.1e-4, err_msg=name)


def test_run_stop_and_reset(show):
    page = show(SLUG)
    button(page, "Run").click()
    dots(page).nth(3).wait_for(state="attached")
    button(page, "Stop").click()
    stopped = dots(page).count()
    page.wait_for_timeout(500)
    assert dots(page).count() == stopped < 41
    button(page, "Reset").click()
    assert dots(page).count() == 1


def test_who_wants_less_motion_gets_the_end_at_once(show):
    page = show(SLUG, reduced_motion="reduce")
    button(page, "Run").click()
    assert len(table(page)["w"]) == 41
    np.testing.assert_allclose(
        table(page)["w"], walk("parabola", 0.1, -1.8, 0, 40)[0], atol=5.1e-4
    )


def test_a_walk_that_flies_away_stops_and_says_so(show):
    page = show(SLUG, reduced_motion="reduce")
    choose(page, "Curve", "valleys")
    slide(page, "Learning rate", 2.2)
    button(page, "Run").click()
    assert "beyond all bounds" in page.locator(".widget-says").inner_text()
    assert dots(page).count() < 41
