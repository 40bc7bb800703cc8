from types import SimpleNamespace

import numpy as np
import pytest

from coursepkg import numpy_nn, plots
from coursepkg.labs import classification
from coursepkg.plots import INK, PAPER, plot_calibration, plot_confusion, plot_gates
from coursepkg.results import Comparison, paired_difference

NAMES = ("bad", "good", "odd")


def test_the_confusion_matrix_has_the_truth_in_its_rows():
    labels, named = np.array([0, 0, 0, 1, 2, 2]), np.array([0, 0, 1, 1, 0, 2])
    (axes,) = plot_confusion(np.eye(3)[named], labels, NAMES).axes
    counts = [int(item.get_text()) for item in axes.texts]
    assert counts == [2, 1, 0, 0, 1, 0, 1, 0, 1]
    assert [tick.get_text() for tick in axes.get_yticklabels()] == list(NAMES)
    assert axes.get_ylabel() == "the truth"


def test_numbers_stand_out_from_what_is_behind_them():
    labels = np.array([0] * 9 + [1])
    (axes,) = plot_confusion(np.eye(2)[labels], labels, NAMES[:2]).axes
    inks = {item.get_text(): item.get_color() for item in axes.texts}
    assert inks["9"] != inks["0"]
    assert not {INK, PAPER} & set(inks.values())  # these two follow the theme


def test_calibration_draws_the_share_of_right_answers():
    sure = np.array([0.65] * 20 + [0.95] * 10 + [0.85] * 9)
    shares = np.stack([1 - sure, sure], axis=1)
    labels = np.array([1, 0] * 10 + [1] * 10 + [1] * 9)
    (axes,) = plot_calibration({"model": shares}, labels).axes
    # Half of the first group is right, all of the last; nine rows are too few for a point.
    np.testing.assert_allclose(axes.lines[0].get_xydata(), [[0.65, 0.5], [0.95, 1]])
    np.testing.assert_allclose(axes.lines[1].get_xydata(), [[0.5, 0.5], [1, 1]])


def test_plot_names_every_model():
    inputs = SimpleNamespace(test=SimpleNamespace(labels=np.tile([0, 1], 20)))
    outputs = np.tile([[0.3], [0.8]], (20, 1))
    (axes,) = classification.plot({"a": outputs, "b": outputs}, inputs).axes
    assert [item.get_text() for item in axes.get_legend().get_texts()] == ["a", "b"]


@pytest.fixture
def gates():
    numpy_nn.set_random_seed(0)
    model = numpy_nn.Sequential(
        classification.reading_layers(numpy_nn, vocabulary_size=9, embedding=2, units=6)
    )
    traced = numpy_nn.trace(model, np.array([[3, 4, 5, 0, 0]]))
    return type(traced)(*(array[0] for array in traced))


def test_gates_are_drawn_word_by_word_in_one_order_of_units(gates):
    figure = plot_gates(["a", "b", "c"], gates)
    panels = [axes for axes in figure.axes if axes.get_title()]
    order = np.argsort(-gates.z[:3].mean(axis=0))
    for axes, name in zip(panels, ("z", "r", "candidate", "h"), strict=True):
        drawn = axes.images[0].get_array()
        np.testing.assert_array_equal(drawn, getattr(gates, name)[:3, order].T)
    assert [tick.get_text() for tick in panels[-1].get_xticklabels()] == ["a", "b", "c"]


def test_one_scale_for_both_gates_and_one_for_what_they_blend(gates):
    figure = plot_gates(["a", "b", "c"], gates)
    z, r, candidate, h = (axes.images[0].get_clim() for axes in figure.axes if axes.get_title())
    assert z == r
    assert candidate == h
    furthest = max(np.abs(gates.z[:3] - 0.5).max(), np.abs(gates.r[:3] - 0.5).max())
    np.testing.assert_allclose(z, [0.5 - furthest, 0.5 + furthest])
    assert h[0] == -h[1]
    assert h[1] == pytest.approx(np.abs(gates.candidate[:3]).max())


def test_differences_show_intervals_and_what_survives():
    clear = compared(first=[0.9, 0.91, 0.92], second=[0.8, 0.812, 0.815])
    level = compared(first=[0.9, 0.8], second=[0.8, 0.91])._replace(by_row=None)
    lines = {"HEADING": None, "clear": clear, "level": level}
    errors = plots.Panel({"error": level}, "passengers", scale=1, less_is_better=True)
    figure = plots.plot_differences(plots.Panel(lines), errors, survivors=[clear])
    upper, lower = figure.axes
    assert [label.get_text() for label in upper.get_yticklabels()] == list(lines)
    bars = [line for line in upper.lines if line.get_color() != plots.INK]
    bars = [bar for bar in bars if len(bar.get_xdata()) == 2]
    ends = [100 * np.array([one.low, one.high]) for one in (*clear.differences, level.by_seed)]
    np.testing.assert_allclose([bar.get_xdata() for bar in bars], ends)
    assert [bar.get_ydata()[0] for bar in bars] == [1, 1.3, 2]
    marks = [
        line for line in upper.lines if line.get_marker() in "oD" and len(line.get_xdata())
    ]
    assert [mark.get_marker() for mark in marks] == ["D", "o"]
    assert [mark.get_markerfacecolor() for mark in marks] == [plots.BLUE, plots.PAPER]
    assert [mark.get_xdata()[0] for mark in marks] == [
        pytest.approx(100 * one.by_seed.mean) for one in (clear, level)
    ]
    assert lower.xaxis_inverted()
    assert not upper.xaxis_inverted()
    assert lower.get_xlabel() == "passengers"


def test_one_label_may_name_two_differences():
    one = compared(first=[0.9, 0.91, 0.92], second=[0.8, 0.812, 0.815])
    pairs = [("HERE", None), ("cells", one), ("THERE", None), ("cells", one)]
    (axes,) = plots.plot_differences(plots.Panel(pairs)).axes
    assert [label.get_text() for label in axes.get_yticklabels()] == [name for name, _ in pairs]
    marks = [line for line in axes.lines if line.get_marker() == "o" and len(line.get_xdata())]
    assert [mark.get_ydata()[0] for mark in marks] == [1, 3]


def test_runs_stand_below_the_rules_whose_lines_they_may_cross():
    runs, rules = {"a": [0.5, 0.6], "b": [0.7]}, {"rule": 0.65, "other": 0.8}
    (axes,) = plots.plot_runs(runs, rules).axes
    assert [label.get_text() for label in axes.get_yticklabels()] == [*rules, *runs]
    lines = [bundle.get_segments()[0] for bundle in axes.collections]
    np.testing.assert_allclose([line[0] for line in lines], [[0.65, 0], [0.8, 1]])
    assert {line[1][1] for line in lines} == {4}
    dots = [line.get_xydata() for line in axes.lines if line.get_marker() == "o"]
    np.testing.assert_allclose(dots[0], [[0.5, 2], [0.6, 2]])
    np.testing.assert_allclose(dots[1], [[0.7, 3]])
    assert axes.yaxis_inverted()


def compared(first, second):
    difference = paired_difference(np.array(first), np.array(second))
    return Comparison("one − other", difference, difference, "rows")
