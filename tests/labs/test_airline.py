import numpy as np
import pytest

from coursepkg import keras_nn, numpy_nn
from coursepkg.labs import airline


@pytest.fixture(scope="module")
def data():
    return airline.load_data()


def test_training_ends_where_the_lessons_did(data):
    assert data.x_train.shape == (107, 10, 1)
    assert data.x_test.shape == (27, 10, 1)
    assert data.train_months == 117
    assert data.months[data.train_months] == np.datetime64("1958-10")


def test_the_scaler_has_seen_training_months_only(data):
    seen = data.passengers[: data.train_months]
    assert data.scaler.data_min_ == seen.min()
    assert data.scaler.data_max_ == seen.max() < data.passengers.max()
    assert data.y_train.max() == pytest.approx(1)
    assert data.y_test.max() > 1


def test_targets_follow_their_windows(data):
    np.testing.assert_allclose(data.to_passengers(data.y_train), data.passengers[10:117])
    np.testing.assert_allclose(data.to_passengers(data.y_test), data.passengers[117:])
    # The first held-out month is predicted from the last months that training saw.
    np.testing.assert_allclose(data.to_passengers(data.x_test[0]), data.passengers[107:117])


@pytest.mark.parametrize("nn", [numpy_nn, keras_nn], ids=["numpy", "keras"])
def test_the_model_is_the_lessons(nn):
    model = airline.build_model(nn)
    counts = [layer.count_params() for layer in model.layers]
    assert counts == [7_950, 15_300, 51]
    assert model.count_params() == 23_301


def test_baselines(data):
    forecasts = airline.baselines(data)
    np.testing.assert_array_equal(forecasts["last month"], data.passengers[9:143])
    last_year = forecasts["same month last year"]
    assert np.isnan(last_year[:2]).all()
    np.testing.assert_array_equal(last_year[2:], data.passengers[:132])


def test_scores_by_hand(data):
    truth = data.passengers[10:]
    miss = np.where(np.arange(134) % 2, 30.0, -10.0)
    scores = airline.evaluate({"off": truth + miss}, data)["off"]
    errors = miss[107:]
    assert scores["mae"] == pytest.approx(np.abs(errors).mean())
    assert scores["rmse"] == pytest.approx(np.sqrt((errors**2).mean()))
    known = data.passengers[:117]
    assert scores["mase"] == pytest.approx(
        scores["mae"] / np.abs(known[12:] - known[:-12]).mean()
    )


def test_the_simple_rules_score_what_they_must(data):
    """Computed once by hand from the series: the bars that a model has to pass."""
    scores = airline.evaluate(airline.baselines(data), data)
    truth = data.passengers[117:]
    assert scores["last month"]["mae"] == pytest.approx(
        np.mean(np.abs(np.diff(data.passengers[116:])))
    )
    assert scores["same month last year"]["rmse"] == pytest.approx(
        np.sqrt(np.mean((truth - data.passengers[105:132]) ** 2))
    )


def test_the_plot_marks_where_training_ends(data):
    figure = airline.plot(airline.baselines(data), data)
    (axes,) = figure.axes
    assert "training ends" in [text.get_text().strip() for text in axes.texts]
    labels = [line.get_label() for line in axes.lines]
    assert labels[:3] == ["passengers", "last month", "same month last year"]
    np.testing.assert_array_equal(axes.lines[0].get_ydata(), data.passengers)
    assert len(axes.lines[1].get_xdata()) == 134


@pytest.mark.parametrize("window", [144, 200, 143, 0, -2])
def test_a_window_that_leaves_nothing_to_train_on(window):
    with pytest.raises(ValueError, match=rf"a window of {window} months leaves no training"):
        airline.load_data(window=window)


@pytest.mark.parametrize("fraction", [0, 1, 1.2, -0.1])
def test_a_fraction_out_of_range(fraction):
    with pytest.raises(ValueError, match="between 0 and 1"):
        airline.load_data(train_fraction=fraction)


def test_unknown_cell():
    with pytest.raises(ValueError, match="unknown cell 'transformer'; known are: gru"):
        airline.build_model(numpy_nn, cell="transformer")


def test_a_forecast_that_is_too_short(data):
    with pytest.raises(ValueError, match=r"forecast 'short' has 3 values; .* 27 held-out"):
        airline.evaluate({"short": np.ones(3)}, data)
