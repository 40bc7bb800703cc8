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
    assert data.changes.scaler.data_min_ == seen.min()
    assert data.changes.scaler.data_max_ == seen.max() < data.passengers.max()
    assert data.y_train.max() == pytest.approx(1)
    assert data.y_test.max() > 1


def test_the_leak_is_there_when_asked_for():
    leaky = airline.load_data(leak=True)
    assert leaky.changes.scaler.data_max_ == leaky.passengers.max()
    assert leaky.y_test.max() == pytest.approx(1)


def test_targets_follow_their_windows(data):
    x = np.concatenate([data.x_train, data.x_test])[:, -1]
    y = np.concatenate([data.y_train, data.y_test])
    now = data.changes.scaler.inverse_transform(x)[:, 0]
    np.testing.assert_allclose(now, data.passengers[data.origins])
    np.testing.assert_allclose(data.changes.back(y, data.origins)[:, 0], data.passengers[10:])
    # The first held-out month is predicted from the last months that training saw.
    assert data.origins[len(data.x_train)] == data.train_months - 1 == 116


@pytest.mark.parametrize(("lags", "window"), [((), 13), ((12,), 13), ((12, 1), 24)])
def test_held_out_months_are_the_same_for_all(data, lags, window):
    other = airline.load_data(window, lags)
    assert other.x_test.shape == (27, window, 1)
    assert other.train_months == 117
    np.testing.assert_allclose(
        other.changes.back(other.y_test, other.origins[-27:])[:, 0], data.passengers[117:]
    )


def test_fewer_months():
    early = airline.load_data(held_out=24, months=117)
    assert early.months[-1] == np.datetime64("1958-09")
    assert early.passengers.shape == (117,)
    assert early.x_test.shape == (24, 10, 1)


@pytest.mark.parametrize("nn", [numpy_nn, keras_nn], ids=["numpy", "keras"])
def test_the_model_is_the_lessons(nn):
    model = airline.build_model(nn)
    counts = [layer.count_params() for layer in model.layers]
    assert counts == [7_950, 15_300, 51]
    assert model.count_params() == 23_301


@pytest.mark.parametrize("nn", [numpy_nn, keras_nn], ids=["numpy", "keras"])
@pytest.mark.parametrize(("cell", "count"), [("lstm", 30_651), ("rnn", 7_701)])
def test_other_cells(nn, cell, count):
    n = 50
    of_layers = {"lstm": 4 * (n + n * n + n + n * n + n * n + n), "rnn": 3 * n * n + 3 * n}
    assert count == of_layers[cell] + n + 1
    assert airline.build_model(nn, cell).count_params() == count


class Echo:
    """A model that says the last step of the window, plus a tenth."""

    def predict(self, windows, batch_size, verbose):
        assert batch_size == len(windows)
        return windows[:, -1] + 0.1


def test_a_forecast_is_fed_back(data):
    paths = airline.forecast(Echo(), data, horizon=3)
    assert paths.shape == (134, 3)
    tenth = 0.1 * np.ptp(data.passengers[:117])
    expected = data.passengers[9:143, None] + tenth * np.array([1, 2, 3])
    np.testing.assert_allclose(paths, expected)


def test_a_forecast_of_growth_uses_nothing_after_its_origin():
    known = airline.load_data(13, (12, 1))
    shorter = airline.load_data(13, (12, 1), held_out=7, months=124)
    assert shorter.train_months == known.train_months
    paths, before = (airline.forecast(Echo(), d, horizon=12) for d in (known, shorter))
    np.testing.assert_allclose(before, paths[: len(before)])


def test_baselines(data):
    forecasts = airline.baselines(data, horizon=12)
    assert all(paths.shape == (134, 12) for paths in forecasts.values())
    last = forecasts["last month"]
    np.testing.assert_array_equal(last[:, 0], data.passengers[9:143])
    np.testing.assert_array_equal(last[:, 11], last[:, 0])
    year = forecasts["same month last year"]
    assert np.isnan(year[0, :2]).all()
    np.testing.assert_array_equal(year[2:, 0], data.passengers[:132])
    np.testing.assert_array_equal(year[:, 11], data.passengers[9:143])


def test_errors_far_ahead_are_of_months_that_far_ahead(data):
    for horizon in (1, 12):
        paths = airline.baselines(data, 12)["same month last year"]
        forecasts, truth = airline.pairs(paths, data, horizon)
        np.testing.assert_array_equal(truth, data.passengers[116 + horizon :])
        np.testing.assert_array_equal(forecasts, data.passengers[104 + horizon : 132])


def test_scores_by_hand(data):
    truth = data.passengers[10:]
    miss = np.where(np.arange(134) % 2, 30.0, -10.0)
    scores = airline.evaluate({"off": (truth + miss)[:, None]}, data)["off"]
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
    rules = [*airline.baselines(data)]
    assert labels[: 1 + len(rules)] == ["passengers", *rules]
    np.testing.assert_array_equal(axes.lines[0].get_ydata(), data.passengers)
    assert len(axes.lines[1].get_xdata()) == 134


@pytest.mark.parametrize("window", [144, 117, 0, -2])
def test_a_window_that_leaves_nothing_to_train_on(window):
    with pytest.raises(ValueError, match=rf"a window of {window}, lags .* no training windows"):
        airline.load_data(window=window)


@pytest.mark.parametrize("which", [{"held_out": 0}, {"held_out": 134}, {"months": 30}])
def test_months_that_leave_nothing_to_train_on(which):
    with pytest.raises(ValueError, match=r"leave no training windows in .* months"):
        airline.load_data(**which)


def test_unknown_cell():
    with pytest.raises(
        ValueError, match="unknown cell 'transformer'; known are: rnn, gru, lstm"
    ):
        airline.build_model(numpy_nn, cell="transformer")


def test_a_forecast_that_is_too_short(data):
    with pytest.raises(ValueError, match=r"each of the 27 held-out months.*was given 3"):
        airline.evaluate({"short": np.ones((3, 1))}, data)
    with pytest.raises(ValueError, match="reach 1 to 1 steps ahead, not 12"):
        airline.evaluate({"near": np.ones((134, 1))}, data, horizon=12)
