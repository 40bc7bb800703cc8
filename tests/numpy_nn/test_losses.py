"""Losses: beside Keras, written out once more as loops, and at the edges."""

import math
import warnings

import keras
import numpy as np
import pytest
from keras_models import twins

from coursepkg import numpy_nn
from coursepkg.numpy_nn import losses
from coursepkg.numpy_nn.gradcheck import check_vjp

BATCH, STEPS, CLASSES = 4, 3, 5


def targets_and_predictions(name, from_logits, rng, leading=(BATCH, STEPS)):
    """Return random targets and predictions of the kind that a loss is made for."""
    logits = rng.normal(scale=0.5, size=(*leading, CLASSES))
    shares = np.exp(logits) / np.exp(logits).sum(axis=-1, keepdims=True)
    if name.startswith("mean"):
        return rng.normal(size=logits.shape), logits
    if name.startswith("binary"):
        y_true = rng.uniform(size=logits.shape).round()
        return y_true, logits if from_logits else 1 / (1 + np.exp(-logits))
    if name.startswith("sparse"):
        y_true = rng.integers(CLASSES, size=leading).astype(float)
    else:
        y_true = np.eye(CLASSES)[rng.integers(CLASSES, size=leading)] * 0.8 + 0.04
    # Not normalised on purpose: Keras does that by itself.
    return y_true, logits if from_logits else shares * rng.uniform(0.5, 0.9)


FORMS = [
    (name, from_logits)
    for name, loss in losses.LOSSES.items()
    for from_logits in ([False, True] if loss.activation else [False])
]


@pytest.mark.parametrize(("name", "from_logits"), FORMS)
def test_gradient(name, from_logits):
    rng = np.random.default_rng(6)
    forward, backward = losses.get(name).functions(from_logits)
    y_true, y_pred = targets_and_predictions(name, from_logits, rng)
    check_vjp(lambda y_pred: forward(y_true, y_pred), backward, [y_pred], rng)


@pytest.mark.parametrize(("name", "from_logits"), FORMS)
@pytest.mark.parametrize("leading", [(BATCH,), (BATCH, STEPS)])
@pytest.mark.parametrize(("dtype", "tolerance"), [("float32", 1e-5), ("float64", 1e-9)])
def test_values_equal_keras(name, from_logits, leading, dtype, tolerance):
    rng = np.random.default_rng(7)
    y_true, y_pred = targets_and_predictions(name, from_logits, rng, leading)
    y_true, y_pred = y_true.astype(dtype), y_pred.astype(dtype)
    values, _ = losses.get(name).functions(from_logits)[0](y_true, y_pred)
    arguments = {"from_logits": True} if from_logits else {}
    theirs = getattr(keras.losses, name)(y_true, y_pred, **arguments)
    assert values.dtype == dtype
    np.testing.assert_allclose(values, np.asarray(theirs), rtol=tolerance)


@pytest.mark.parametrize("name", ["binary", "categorical", "sparse_categorical"])
def test_certain_and_wrong_is_large_but_finite(name):
    """Probabilities of exactly 0 and 1 are kept 1e-7 away; Keras' number is log(1e-7)."""
    forward, backward = losses.get(f"{name}_crossentropy").functions(False)
    y_pred = np.array([[1.0, 0.0]])
    y_true = np.array([1.0]) if name.startswith("sparse") else np.array([[0.0, 1.0]])
    values, cache = forward(y_true, y_pred)
    np.testing.assert_allclose(values, -np.log(1e-7), rtol=1e-6)
    assert np.isfinite(backward(np.ones(1), cache)).all()


@pytest.mark.parametrize("name", ["binary", "categorical", "sparse_categorical"])
def test_logits_of_a_thousand_do_not_overflow(name):
    forward, backward = losses.get(f"{name}_crossentropy").functions(True)
    logits = np.array([[1000.0, -1000.0]])
    y_true = np.array([1.0]) if name.startswith("sparse") else np.array([[0.0, 1.0]])
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        values, cache = forward(y_true, logits)
        gradient = backward(np.ones(1), cache)
    assert values[0] == (1000 if name == "binary" else 2000)
    np.testing.assert_allclose(gradient, [[1, -1]] * np.array(0.5 if name == "binary" else 1))


@pytest.mark.parametrize("case", ["mask", "weights", "weights by step", "both", "all masked"])
def test_weights_and_masks_reduce_as_in_keras(case):
    rng = np.random.default_rng(12)
    values = rng.uniform(size=(BATCH, STEPS)).astype("float32")
    mask = rng.uniform(size=(BATCH, STEPS)) > 0.4
    weight = rng.uniform(size=BATCH).astype("float32")
    arguments = {
        "mask": {"mask": mask},
        "weights": {"sample_weight": weight},
        "weights by step": {"sample_weight": rng.uniform(size=(BATCH, STEPS))},
        "both": {"mask": mask, "sample_weight": weight},
        "all masked": {"mask": np.zeros_like(mask)},
    }[case]
    from keras.src.losses.loss import reduce_weighted_values

    keras_arguments = dict(arguments)
    if keras_arguments.get("sample_weight") is not None and "weights by" not in case:
        keras_arguments["sample_weight"] = weight[:, None]
    theirs = float(reduce_weighted_values(values, **keras_arguments))
    weights = losses.sample_weights(values, **arguments)
    assert float((values * weights).mean()) == pytest.approx(theirs, rel=1e-6)


def test_no_weights_is_none():
    assert losses.sample_weights(np.ones((2, 3))) is None
    # A mask over steps means nothing to losses that have one value a row.
    assert losses.sample_weights(np.ones(2), mask=np.ones((2, 3), bool)) is None


def test_short_names():
    assert losses.get("mse").name == "mean_squared_error"
    assert losses.get("mae").name == "mean_absolute_error"
    loss = losses.BinaryCrossentropy(from_logits=True)
    assert losses.get(loss) is loss
    assert loss.functions(loss.from_logits) == (
        losses.binary_crossentropy_from_logits_forward,
        losses.binary_crossentropy_from_logits_backward,
    )


def test_unknown_loss_lists_the_known_ones():
    with pytest.raises(ValueError, match=r"unknown loss 'hinge'; known are: .*mse"):
        losses.get("hinge")


def test_a_loss_without_logits():
    with pytest.raises(ValueError, match="MeanSquaredError has no form for logits"):
        losses.MeanSquaredError(from_logits=True)


@pytest.mark.parametrize(
    ("y", "message"),
    [
        (np.array([0, 5]), "y holds 5 at index .1,.; expected whole numbers from 0 to 4"),
        (np.array([-1, 2]), "y holds -1 at index .0,."),
        (np.array([0, 1.5]), "y holds 1.5 at index .1,."),
        (np.zeros((2, 5)), r"y has shape \(2, 5\).*expected \(2,\)"),
    ],
)
def test_class_numbers_are_looked_at(y, message):
    with pytest.raises(ValueError, match=message):
        losses.SparseCategoricalCrossentropy().targets(y, (2, 5))


def test_class_numbers_may_come_in_a_column():
    assert losses.SparseCategoricalCrossentropy().targets(np.zeros((2, 1)), (2, 5)).shape == (
        2,
    )


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


CROSSENTROPIES = [loss.__name__ for loss in losses.LOSSES.values() if loss.activation]
ACTIVATIONS = ["linear", "relu", "sigmoid", "softmax", "tanh"]


@pytest.mark.usefixtures("eager")
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("from_logits", [False, True])
@pytest.mark.parametrize("units", [1, 3])
@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("name", CROSSENTROPIES)
def test_any_activation_before_any_crossentropy_equals_keras(
    name, activation, units, from_logits
):
    """Keras takes the logits of a sigmoid for a softmax's, and the other way round."""
    rng = np.random.default_rng(31)
    x = rng.normal(size=(6, 4)).astype("float32")
    y = np.eye(units, dtype="float32")[rng.integers(units, size=6)]
    y = y.argmax(axis=-1) if name.startswith("Sparse") else y

    def build(nn, dtype):
        model = nn.Sequential([nn.Input((4,)), nn.Dense(units, activation=activation)])
        loss = getattr(nn.losses, name)(from_logits=from_logits)
        model.compile(nn.SGD(0.1), loss, metrics=["accuracy"])
        return model

    ours, theirs = twins(build, rng)
    mine, yours = ours.evaluate(x, y), theirs.evaluate(x, y, verbose=0)
    assert mine == pytest.approx(yours, rel=1e-5, abs=1e-6, nan_ok=True)
    if np.isnan(yours[0]):  # shares of nothing: no step is taken here
        return
    ours.train_on_batch(x, y)
    theirs.train_on_batch(x, y)
    for one, other in zip(ours.get_weights(), theirs.get_weights(), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("from_logits", [False, True])
@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("name", CROSSENTROPIES)
def test_a_crossentropy_that_does_not_fit_the_activation_is_remarked_upon(
    name, activation, from_logits
):
    fitting = "sigmoid" if name.startswith("Binary") else "softmax"
    fitting = "linear" if from_logits else fitting
    model = numpy_nn.Sequential([numpy_nn.Dense(3, activation)])
    loss = getattr(losses, name)(from_logits=from_logits)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        model.compile(loss=loss)
    sentences = [str(one.message) for one in caught]
    assert len(sentences) == (activation != fitting)
    assert all(f"activation='{fitting}', not '{activation}'" in one for one in sentences)
    assert all(one.filename == __file__ for one in caught)
