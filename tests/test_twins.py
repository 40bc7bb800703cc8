"""The two twins are one model: the same outputs, the same gradients, the same training."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from coursepkg import keras_nn, numpy_nn
from coursepkg.labs import airline
from tests.double_precision import InDoublePrecision

BATCH, STEPS, FEATURES, UNITS, OUTPUTS = 3, 6, 4, 5, 2
NAMES = ["kernel", "recurrent kernel", "bias", "dense kernel", "dense bias"]


def build(nn, return_sequences):
    model = nn.Sequential(
        [
            nn.Input((STEPS, FEATURES)),
            nn.GRU(UNITS, return_sequences=return_sequences),
            nn.Dense(OUTPUTS, activation="tanh"),
        ]
    )
    model.compile(optimizer="adam", loss="mean_squared_error")
    return model


@pytest.fixture(params=[True, False], ids=["all states", "last state"])
def twins(request):
    """Both twins with the same random weights; biases too, which start at zero otherwise."""
    rng = np.random.default_rng(20)
    ours, theirs = (build(nn, request.param) for nn in (numpy_nn, keras_nn))
    weights = [rng.normal(size=weight.shape) for weight in ours.get_weights()]
    ours.set_weights(weights)
    theirs.set_weights(weights)
    x = rng.normal(size=(BATCH, STEPS, FEATURES)).astype("float32")
    y = rng.normal(size=ours.predict(x).shape).astype("float32")
    return ours, theirs, x, y


def assert_close(ours, theirs, name=""):
    """Agree to 1e-5 of the largest entry: single entries may cancel to nearly nothing."""
    theirs = np.asarray(theirs)
    scale = np.abs(theirs).max()
    assert scale > 0
    np.testing.assert_allclose(ours / scale, theirs / scale, rtol=0, atol=1e-5, err_msg=name)


@pytest.mark.usefixtures("eager")
def test_outputs(twins):
    ours, theirs, x, y = twins
    assert_close(ours.predict(x), theirs.predict(x, verbose=0))
    assert ours.evaluate(x, y) == pytest.approx(theirs.evaluate(x, y, verbose=0), rel=1e-5)


def test_every_gradient(twins):
    ours, theirs, x, y = twins
    _, gradients, d_inputs = ours.gradients(x, y)
    with tf.GradientTape() as tape:
        inputs = tf.convert_to_tensor(x)
        tape.watch(inputs)
        loss = keras.losses.MeanSquaredError()(y, theirs(inputs))
    expected = tape.gradient(loss, [*theirs.trainable_weights, inputs])
    for name, mine, yours in zip(
        [*NAMES, "inputs"], [*gradients, d_inputs], expected, strict=True
    ):
        assert_close(mine, yours, name)


@pytest.mark.usefixtures("eager")
def test_weights_go_both_ways(twins):
    ours, theirs, x, _ = twins
    back = build(keras_nn, theirs.layers[0].return_sequences)
    back.set_weights(ours.get_weights())
    np.testing.assert_array_equal(back.predict(x, verbose=0), theirs.predict(x, verbose=0))


@pytest.mark.usefixtures("eager")
@pytest.mark.parametrize("optimizer", ["sgd", "rmsprop", "adam"])
def test_training(twins, optimizer):
    ours, theirs, x, y = twins
    histories = []
    for model in (ours, theirs):
        model.compile(optimizer=optimizer, loss="mean_squared_error")
        # Batches of two from three rows: the last batch is smaller, and its mean weighs less.
        histories.append(
            model.fit(x, y, epochs=4, batch_size=2, shuffle=False, verbose=0).history["loss"]
        )
    np.testing.assert_allclose(*histories, rtol=1e-5)
    for name, mine, yours in zip(NAMES, ours.get_weights(), theirs.get_weights(), strict=True):
        assert_close(mine, yours, name)


@pytest.fixture
def double_precision():
    """Let Keras keep its data in double precision too, as long as the test runs."""
    before = keras.config.floatx()
    keras.config.set_floatx("float64")
    yield
    keras.config.set_floatx(before)


def test_fifty_epochs_of_the_airline_lab_end_in_the_same_place(double_precision):
    """Rounding differs at every step; after 200 steps of Adam it must not have grown large.

    Measured: 2e-10 passengers, and 0.12 in single precision. A forecast misses by some 60,000.
    """
    data = airline.load_data()
    keras_nn.set_random_seed(0)
    theirs, ours = (airline.build_model(InDoublePrecision(nn)) for nn in (keras_nn, numpy_nn))
    ours.set_weights(theirs.get_weights())
    start = airline.forecast(ours, data)
    for model in (ours, theirs):
        model.fit(data.x_train, data.y_train, epochs=50, shuffle=False, verbose=0)
    mine, yours = (airline.forecast(model, data) for model in (ours, theirs))
    assert np.abs(mine - start).mean() > 50  # thousands: training did something
    gap = 1000 * np.abs(mine - yours).max()
    assert gap < 1e-5, f"forecasts differ by {gap} passengers"
