import numpy as np
import pytest

from coursepkg.labs import text

NAMES = ("bad", "good")
# Rows: right, right, wrong, wrong, right.
SHARES = np.array([[0.9, 0.1], [0.2, 0.8], [0.25, 0.75], [0.95, 0.05], [0.6, 0.4]])
LABELS = np.array([0, 1, 0, 1, 0])


def test_scores_by_hand():
    found = text.scores(SHARES, LABELS, NAMES)
    assert found["accuracy"] == pytest.approx(3 / 5)
    # "bad": 2 right of 3 named and of 3 there; "good": 1 of 2 named and of 2 there.
    assert found["f1"] == pytest.approx({"bad": 2 / 3, "good": 1 / 2})
    assert found["macro f1"] == pytest.approx((2 / 3 + 1 / 2) / 2)
    assert found["loss"] == pytest.approx(-np.log([0.9, 0.8, 0.25, 0.05, 0.6]).mean())


def test_calibration_error_by_hand():
    # Groups by how sure: 0.6 | 0.75 | 0.8 | 0.9 and 0.95 together (one of the two is right).
    gaps = [abs(0.6 - 1), abs(0.75 - 0), abs(0.8 - 1), abs(0.9 + 0.95 - 1)]
    found = text.scores(SHARES, LABELS, NAMES)["calibration error"]
    assert found == pytest.approx(sum(gaps) / 5)


def test_a_model_that_knows_how_sure_to_be_has_no_calibration_error():
    shares, labels = np.array([[0.25, 0.75]] * 4), np.array([1, 1, 1, 0])
    assert text.scores(shares, labels, NAMES)["calibration error"] == pytest.approx(0)


def test_a_class_that_is_never_named_scores_zero():
    found = text.scores(np.array([[0.9, 0.1]] * 2), np.array([0, 1]), NAMES)
    assert found["f1"]["good"] == 0


@pytest.mark.parametrize("shape", [(5, 3), (4, 2), (5, 1), (5,)])
def test_shapes_that_do_not_fit(shape):
    with pytest.raises(ValueError, match=r"expected probabilities of shape \(5, 2\)"):
        text.scores(np.ones(shape), LABELS, NAMES)


def test_no_rows():
    with pytest.raises(ValueError, match="expected probabilities of shape"):
        text.scores(np.ones((0, 2)), np.array([], int), NAMES)


def test_the_worst_errors_come_first_and_right_answers_never():
    assert text.worst_errors(SHARES, LABELS) == [3, 2]
    assert text.worst_errors(SHARES, LABELS, count=1) == [3]
    assert text.worst_errors(SHARES[:2], LABELS[:2]) == []


def test_evaluate_takes_what_predict_gives():
    class Inputs:
        y_test, class_names = LABELS, NAMES

    one_column = SHARES[:, 1:].astype(np.float32)
    found = text.evaluate({"a": one_column, "b": SHARES}, Inputs)
    assert set(found) == {"a", "b"}
    assert found["a"]["loss"] == pytest.approx(found["b"]["loss"], rel=1e-5)
