"""Loss functions, written out once more as loops, and what they do at the edges."""

import math

import numpy as np
import pytest

from coursepkg.numpy_nn import losses
from coursepkg.numpy_nn.gradcheck import check_vjp

NAMES = list(losses.LOSSES)
EDGE = 1e-7  # how far probabilities are kept from 0 and 1


def of_one_sample(name, truth, predictions):
    """Return the loss of one sample; `predictions` are probabilities that sum to one."""
    number = len(predictions)
    if name.startswith("mean"):
        power = 2 if "squared" in name else 1
        pairs = zip(truth, predictions, strict=True)
        return sum(abs(p - y) ** power for y, p in pairs) / number
    if name.startswith("binary"):
        pairs = zip(truth, predictions, strict=True)
        return -sum(y * math.log(p) + (1 - y) * math.log(1 - p) for y, p in pairs) / number
    if name.startswith("sparse"):
        return -math.log(predictions[int(truth)])
    return -sum(y * math.log(p) for y, p in zip(truth, predictions, strict=True))


def random_case(name, leading):
    """Return targets, logits and probabilities; no two axes are of the same length."""
    rng = np.random.default_rng(61)
    logits = rng.normal(size=(*leading, 4))
    exponentials = np.exp(logits)
    if name.startswith("binary"):
        return rng.uniform(size=logits.shape), logits, 1 / (1 + np.exp(-logits))
    probabilities = exponentials / exponentials.sum(axis=-1, keepdims=True)
    if name.startswith("sparse"):
        return rng.integers(4, size=leading).astype(float), logits, probabilities
    return rng.dirichlet(np.ones(4), size=leading), logits, probabilities


@pytest.mark.parametrize("from_logits", [False, True])
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("leading", [(2,), (2, 3)])
def test_values(name, from_logits, leading):
    loss = losses.get(name)
    if from_logits and loss.activation is None:
        return
    y_true, logits, probabilities = random_case(name, leading)
    values, _ = loss.functions(from_logits)[0](y_true, logits if from_logits else probabilities)
    assert values.shape == leading
    for place in np.ndindex(leading):
        expected = of_one_sample(name, y_true[place], probabilities[place])
        assert values[place] == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("name", NAMES)
def test_scaling_probabilities_as_keras_does(name):
    """Classes are brought to a sum of one; probabilities of yes or no stand for themselves."""
    if "categorical" not in name:
        return
    y_true, _, probabilities = random_case(name, (2, 3))
    forward, _ = losses.get(name).functions(False)
    np.testing.assert_allclose(
        forward(y_true, probabilities * 0.4)[0], forward(y_true, probabilities)[0], rtol=1e-12
    )


SURE = np.array([[1.0, 0.0]])


def truth_at(name, number):
    """Return the target of one row that says `number` is the true class of two."""
    return np.array([float(number)]) if name.startswith("sparse") else np.eye(2)[[number]]


@pytest.mark.parametrize("name", [n for n in NAMES if "crossentropy" in n])
def test_certain_and_right_costs_next_to_nothing(name):
    forward, backward = losses.get(name).functions(False)
    values, cache = forward(truth_at(name, 0), SURE)
    # The sparse loss normalises what it has kept off 0 and 1, so that its sum is one already.
    np.testing.assert_allclose(values, -math.log1p(-EDGE), rtol=1e-8)
    assert not backward(np.ones(1), cache).any()  # where it was cut there is no slope


@pytest.mark.parametrize("name", [n for n in NAMES if "crossentropy" in n])
def test_certain_and_wrong_costs_the_logarithm_of_the_edge(name):
    forward, backward = losses.get(name).functions(False)
    values, cache = forward(truth_at(name, 1), SURE)
    np.testing.assert_allclose(values, -math.log(EDGE), rtol=1e-8)
    assert not backward(np.ones(1), cache).any()


@pytest.mark.parametrize("name", ["mean_squared_error", "mean_absolute_error"])
def test_exact_predictions_cost_nothing_and_have_no_slope(name):
    forward, backward = losses.get(name).functions(False)
    y = np.array([[1.5, -2.0, 0.0]])
    with np.errstate(all="raise"):
        values, cache = forward(y, y.copy())
        gradient = backward(np.array([7.0]), cache)
    np.testing.assert_array_equal(values, [0])
    np.testing.assert_array_equal(gradient, np.zeros((1, 3)))


@pytest.mark.parametrize("from_logits", [False, True])
@pytest.mark.parametrize("name", NAMES)
def test_single_precision_stays_single(name, from_logits):
    loss = losses.get(name)
    if from_logits and loss.activation is None:
        return
    y_true, logits, probabilities = random_case(name, (2, 3))
    forward, backward = loss.functions(from_logits)
    y_pred = (logits if from_logits else probabilities).astype("float32")
    values, cache = forward(y_true.astype("float32"), y_pred)
    assert values.dtype == backward(values, cache).dtype == np.float32


@pytest.mark.parametrize("name", [n for n in NAMES if "crossentropy" in n])
def test_logits_a_thousand_apart(name):
    """Both forms of overflow: a large number among the logits, and nothing but small ones."""
    forward, backward = losses.get(name).functions(True)
    for shift in (1000.0, -1000.0):
        y_true = truth_at(name, 1)
        with np.errstate(over="raise", invalid="raise", divide="raise"):
            values, cache = forward(y_true, np.array([[shift, shift]]))
            gradient = backward(np.ones(1), cache)
        if name.startswith("binary"):
            assert values == 500
            np.testing.assert_allclose(gradient, [[0.5, 0] if shift > 0 else [0, -0.5]])
        else:
            np.testing.assert_allclose(values, math.log(2))
            np.testing.assert_allclose(gradient, [[0.5, -0.5]])


@pytest.mark.parametrize(
    "name", ["categorical_crossentropy", "sparse_categorical_crossentropy"]
)
def test_logits_of_rows_that_lie_far_apart(name):
    """Each row takes off its own maximum; with a common one the small row would be log 0."""
    forward, _ = losses.get(name).functions(True)
    y_true = np.concatenate([truth_at(name, 1), truth_at(name, 1)])
    with np.errstate(all="raise"):
        values, _ = forward(y_true, np.array([[1000.0, 1000.0], [-1000.0, -1001.0]]))
    np.testing.assert_allclose(values, [math.log(2), math.log1p(math.e)], rtol=1e-12)


@pytest.mark.parametrize("from_logits", [False, True])
def test_shares_of_classes_need_not_sum_to_one(from_logits):
    rng = np.random.default_rng(62)
    forward, backward = losses.get("categorical_crossentropy").functions(from_logits)
    y_true = rng.uniform(0.5, 2, size=(3, 4))
    y_pred = rng.normal(size=(3, 4)) if from_logits else rng.uniform(0.1, 0.3, size=(3, 4))
    check_vjp(lambda y_pred: forward(y_true, y_pred), backward, [y_pred], rng)
