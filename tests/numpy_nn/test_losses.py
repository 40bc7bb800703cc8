import keras
import numpy as np
import pytest

from coursepkg.numpy_nn import loss_functions, losses
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
        loss_functions.binary_crossentropy_from_logits_forward,
        loss_functions.binary_crossentropy_from_logits_backward,
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
