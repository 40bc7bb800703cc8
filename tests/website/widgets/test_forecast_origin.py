"""The forecasts shown are those of the trained networks from that month on."""

import numpy as np
import pytest
from browser_widgets import choose, slide, table

from coursepkg import numpy_nn
from coursepkg.labs import airline
from website.widgets.widget_models import STUDIES, saved_run, write_model

SLUG = "forecast-origin"


@pytest.mark.parametrize("name", ["improved", "lesson"])
@pytest.mark.parametrize("place", [0, 9, 26])
def test_a_year_from_an_origin(show, models, name, place):
    write_model("airline", models)
    page = show(SLUG, "airline")
    choose(page, "Model", name)
    slide(page, "Origin of the forecast", place)
    run = saved_run("airline", name)
    config = run["config"]
    data = airline.load_data(config["window"], config["lags"])
    model = airline.build_model(numpy_nn, window=config["window"], units=config["units"])
    model.set_weights(numpy_nn.read_weights(STUDIES / run["weights"]))
    path = airline.forecast(model, data, 12)[place - 27]
    at = data.train_months - 1 + place
    truth = data.passengers[at + 1 : at + 13]
    shown = table(page)
    np.testing.assert_allclose(shown["came"], truth)
    np.testing.assert_allclose(shown["network"], path[: len(truth)], atol=0.056)
    np.testing.assert_allclose(
        shown["last year"], data.passengers[at - 11 : at + 1][: len(truth)]
    )
    said = page.locator(".widget-says").inner_text()
    missed = np.sqrt(np.mean((path[: len(truth)] - truth) ** 2))
    assert f"From {str(data.months[at])[:7]}, over {len(truth)} months" in said
    assert f"misses by {missed:.1f} thousand" in said


def test_the_path_is_that_of_the_study(models):
    write_model("airline", models)
    import json

    header = json.loads((models / "airline.json").read_text("utf-8"))
    for name, paths in header["models"].items():
        rows = saved_run("airline", name)["rows"]["horizon 1"]
        np.testing.assert_allclose([path[0] for path in paths], rows, atol=0.02)
