"""Metrics: counted by hand, and Keras' own."""

import numpy as np
import pytest

from coursepkg.numpy_nn import metrics


def test_binary_accuracy_splits_at_one_half():
    y_true = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 0.0]])
    y_pred = np.array([[0.9, 0.5], [0.6, 0.5], [0.51, 0.49]])
    hits = metrics.binary_accuracy(y_true, y_pred)
    np.testing.assert_array_equal(hits, [1, 0, 1])
    hits = metrics.binary_accuracy(y_true, y_pred + np.array([0, 0.01]))
    np.testing.assert_array_equal(hits, [0.5, 0.5, 1])
    hits = metrics.binary_accuracy(y_true[:, None], y_pred[:, None])
    np.testing.assert_array_equal(hits, [[1], [0], [1]])
    assert hits.dtype == float


def test_accuracy_of_classes():
    y_pred = np.array([[0.2, 0.5, 0.3], [0.6, 0.3, 0.1], [0.1, 0.2, 0.7]])
    hits = metrics.sparse_categorical_accuracy(np.array([1.0, 2.0, 2.0]), y_pred)
    np.testing.assert_array_equal(hits, [1, 0, 1])
    shares = np.array([[0.1, 0.8, 0.1], [0.0, 0.4, 0.6], [0.3, 0.3, 0.4]])
    also = metrics.categorical_accuracy(shares, y_pred)
    np.testing.assert_array_equal(also, [1, 0, 1])
    assert hits.dtype == also.dtype == float


def test_accuracy_of_classes_at_every_step():
    """More rows than classes, and more classes than steps: no axis can stand for another."""
    rng = np.random.default_rng(51)
    y_pred, y_true = rng.normal(size=(5, 2, 3)), rng.integers(3, size=(5, 2))
    hits = metrics.sparse_categorical_accuracy(y_true, y_pred)
    one_hot = metrics.categorical_accuracy(np.eye(3)[y_true], y_pred)
    for place in np.ndindex(5, 2):
        right = list(y_pred[place]).index(max(y_pred[place])) == y_true[place]
        assert hits[place] == one_hot[place] == right


def test_errors_of_every_sample():
    y_true, y_pred = np.array([[1.0, 2.0], [0.0, 0.0]]), np.array([[4.0, 6.0], [-1.0, 3.0]])
    np.testing.assert_allclose(metrics.mean_squared_error(y_true, y_pred), [12.5, 5])
    np.testing.assert_allclose(metrics.mean_absolute_error(y_true, y_pred), [3.5, 2])


def test_errors_keep_every_axis_but_the_last():
    y_true, y_pred = np.random.default_rng(52).normal(size=(2, 4, 3, 5))
    for metric, power in ((metrics.mean_squared_error, 2), (metrics.mean_absolute_error, 1)):
        expected = sum(np.abs(y_true[..., d] - y_pred[..., d]) ** power for d in range(5)) / 5
        np.testing.assert_allclose(metric(y_true, y_pred), expected, rtol=1e-13)


@pytest.mark.parametrize(
    ("true_shape", "output_shape", "kind"),
    [
        ((6, 1), (6, 1), "binary_accuracy"),
        ((6, 4, 1), (6, 4, 1), "binary_accuracy"),
        ((9, 1, 3), (9, 1, 3), "categorical_accuracy"),
        ((6, 3), (6, 3), "categorical_accuracy"),
        ((6, 4, 3), (6, 4, 3), "categorical_accuracy"),
        ((6,), (6, 3), "sparse_categorical_accuracy"),
        ((6, 4), (6, 4, 3), "sparse_categorical_accuracy"),
    ],
)
def test_accuracy_chooses_by_shape(true_shape, output_shape, kind):
    rng = np.random.default_rng(53)
    y_pred = rng.uniform(size=output_shape)
    y_true = rng.integers(2, size=true_shape).astype(float)
    found, expected = (
        metric(y_true, y_pred) for metric in (metrics.accuracy, metrics.get(kind))
    )
    np.testing.assert_array_equal(found, expected)
    assert 0 < expected.mean() < 1


@pytest.mark.parametrize("name", metrics.METRICS)
def test_equals_keras(name):
    import keras

    rng = np.random.default_rng(54)
    classes = 1 if name == "binary_accuracy" else 3
    y_pred = rng.uniform(size=(8, classes))
    y_true = rng.integers(classes + 1, size=(8, classes)).astype(float) % 2
    if name.startswith("sparse"):
        y_true = rng.integers(3, size=8).astype(float)
    keras_name = {"acc": "categorical_accuracy", "accuracy": "categorical_accuracy"}
    theirs = keras.metrics.get(keras_name.get(name, name))(y_true, y_pred)
    assert metrics.get(name)(y_true, y_pred).mean() == pytest.approx(
        float(np.mean(theirs)), rel=1e-6
    )


def test_names_and_short_names():
    assert metrics.get("acc") is metrics.get("accuracy") is metrics.accuracy
    assert metrics.get("mse") is metrics.get("mean_squared_error") is metrics.mean_squared_error
    absolute = metrics.mean_absolute_error
    assert metrics.get("mae") is metrics.get("mean_absolute_error") is absolute
    for name in ("binary", "categorical", "sparse_categorical"):
        assert metrics.get(f"{name}_accuracy") is getattr(metrics, f"{name}_accuracy")


def test_unknown_metric_lists_the_known_ones():
    with pytest.raises(ValueError, match=r"unknown metric 'f1'; known are: acc, accuracy, bin"):
        metrics.get("f1")


def test_what_is_added_up():
    values = np.array([[1.0, 1, 0, 1], [1, 0, 0, 0]])
    mask = np.array([[True, True, True, False], [False, False, False, False]])
    assert metrics.total_and_count(values) == (1.0, 2)
    assert metrics.total_and_count(values, mask) == (0.5, 0.75)
    # A mask of steps says nothing of values that are one a row.
    assert metrics.total_and_count(values[:, 0], mask) == (2.0, 2)
