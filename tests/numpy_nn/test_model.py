import importlib

import numpy as np
import pytest

from coursepkg import keras_nn
from coursepkg import numpy_nn as nn


@pytest.fixture
def rng():
    return np.random.default_rng(10)


def build(optimizer="adam", dtype="float32"):
    nn.set_random_seed(1)
    model = nn.Sequential(
        [nn.Input((6, 2)), nn.GRU(4, dtype=dtype), nn.Dense(3, activation="tanh", dtype=dtype)]
    )
    model.compile(optimizer=optimizer, loss="mean_squared_error")
    return model


@pytest.fixture
def data(rng):
    x = rng.normal(size=(10, 6, 2))
    return x, np.tanh(x.sum(axis=1) @ rng.normal(size=(2, 3)))


def test_training_learns(data):
    model = build(optimizer=nn.Adam(learning_rate=0.03))
    history = model.fit(*data, epochs=40, batch_size=4, verbose=0)
    assert history.history["loss"][-1] < history.history["loss"][0] / 3


def test_epoch_loss_is_the_mean_over_rows(data):
    """Ten rows in batches of four: the last batch, of two, must weigh half as much."""
    model = build(optimizer=nn.SGD(learning_rate=0.0))
    history = model.fit(*data, batch_size=4, verbose=0, validation_data=data)
    expected = np.mean((model.predict(data[0]) - data[1]) ** 2)
    assert history.history["loss"] == pytest.approx([expected])
    assert history.history["val_loss"] == pytest.approx([expected])
    assert model.evaluate(*data, batch_size=3) == pytest.approx(expected)


def test_train_on_batch_returns_the_loss_before_the_step(data):
    model = build(optimizer=nn.SGD(learning_rate=0.1))
    before = model.evaluate(*data)
    assert model.train_on_batch(*data) == pytest.approx(before)
    assert model.evaluate(*data) < before


def test_second_training_goes_on_from_the_first(data):
    whole, halves = build(), build()
    whole.fit(*data, epochs=4, shuffle=False, verbose=0)
    for _ in range(2):
        halves.fit(*data, epochs=2, shuffle=False, verbose=0)
    for ours, theirs in zip(whole.get_weights(), halves.get_weights(), strict=True):
        np.testing.assert_array_equal(ours, theirs)


def test_shuffling_follows_the_seed(data):
    results = []
    for seed in (7, 7, 8):
        model = build()
        nn.set_random_seed(seed)
        model.fit(*data, epochs=2, batch_size=3, verbose=0)
        results.append(model.get_weights()[0])
    np.testing.assert_array_equal(results[0], results[1])
    assert (results[0] != results[2]).any()


def test_predict_does_not_depend_on_the_batch_size(data):
    model = build()
    np.testing.assert_allclose(
        model.predict(data[0], batch_size=3), model.predict(data[0]), rtol=1e-5, atol=1e-6
    )
    np.testing.assert_allclose(model(data[0]), model.predict(data[0]), rtol=1e-5, atol=1e-6)


def test_gradients_by_central_differences(data):
    """The chain through a whole model, loss included, in float64."""
    model = build(dtype="float64")
    x, y = data
    _, gradients, d_inputs = model.gradients(x, y)
    rng = np.random.default_rng(11)
    for target, gradient in [*zip(model.weights, gradients, strict=True), (x, d_inputs)]:
        direction = rng.normal(size=target.shape)
        losses = []
        for sign in (1, -2):  # first ahead, then from there to behind
            target += sign * 1e-6 * direction
            losses.append(model.evaluate(x, y))
        target += 1e-6 * direction
        assert (losses[0] - losses[1]) / 2e-6 == pytest.approx(
            np.sum(gradient * direction), rel=1e-6, abs=1e-9
        )


def test_weights_are_made_at_the_first_batch_without_input(data):
    model = nn.Sequential([nn.GRU(4), nn.Dense(3)])
    assert model.count_params() == 0
    assert model.predict(data[0]).shape == (10, 3)
    assert model.count_params() == 3 * (4 * 2 + 16 + 8) + 15


def test_names_and_summary():
    model = nn.Sequential([nn.Input((10, 1)), nn.GRU(50, return_sequences=True)])
    model.add(nn.GRU(50))
    model.add(nn.Dense(1, name="out"))
    lines = []
    model.summary(print_fn=lines.append)
    table = lines[0].splitlines()
    assert [line.split() for line in table[2:5]] == [
        ["gru", "(GRU)", "(None,", "10,", "50)", "7,950"],
        ["gru_1", "(GRU)", "(None,", "50)", "15,300"],
        ["out", "(Dense)", "(None,", "1)", "51"],
    ]
    assert table[-1] == "Total: 23,301 trainable parameters"


def test_get_weights_are_copies(data):
    model = build()
    model.get_weights()[0][:] = 0
    assert model.get_weights()[0].any()


def test_callbacks_see_every_step(data):
    class Recorder(nn.Callback):
        def __init__(self):
            super().__init__()
            self.events = []

        def on_epoch_begin(self, epoch, logs=None):
            self.events.append(f"epoch {epoch}")

        def on_train_batch_end(self, batch, logs=None):
            assert logs["loss"] > 0
            self.events.append(batch)

    recorder = Recorder()
    build().fit(*data, epochs=2, batch_size=4, verbose=0, callbacks=[recorder])
    assert recorder.events == ["epoch 0", 0, 1, 2, "epoch 1", 0, 1, 2]
    assert recorder.params["steps"] == 3


@pytest.mark.parametrize(
    "which",
    [
        *({"name": "b"}, {"index": 0}, {"index": -1}, {"index": 2}, {"name": "c"}, {}),
        {"name": "a", "index": 0},
    ],
    ids=str,
)
def test_a_layer_by_its_name_or_its_place_as_in_keras(which):
    results = []
    for twin in (nn, keras_nn):
        model = twin.Sequential([twin.Input((3,)), twin.Dense(1, name="a")])
        model.add(twin.Dense(2, name="b"))
        try:
            results.append(model.get_layer(**which).name)
        except ValueError:
            results.append("refused")
    assert results[0] == results[1]


def test_what_a_model_and_its_layers_show():
    model = nn.Sequential([nn.GRU(2, name="reader")], name="mine")
    assert repr(model) == "<Sequential name=mine, built=False>"
    model.build((None, 3, 1))
    assert repr(model) == "<Sequential name=mine, built=True>"
    assert repr(model.layers) == "[<GRU name=reader, built=True>]"
    assert repr(keras_nn.GRU(2, name="reader")) == "<GRU name=reader, built=False>"


def test_no_layers_no_name_as_keras_writes_them():
    assert nn.Sequential(None, name=None).layers == []


@pytest.mark.parametrize(
    "namespace", ["callbacks", "layers", "losses", "optimizers", "schedules"]
)
@pytest.mark.parametrize("twin", [nn, keras_nn], ids=["numpy", "keras"])
def test_namespaces_are_modules(twin, namespace):
    module = importlib.import_module(f"{twin.__name__}.{namespace}")
    assert module is getattr(twin, namespace)
    names = {"callbacks": "ModelCheckpoint", "layers": "GRU", "losses": "BinaryCrossentropy"}
    names |= {"optimizers": "Adam", "schedules": "CosineDecay"}
    assert getattr(module, names[namespace], None)
    if namespace in ("callbacks", "layers", "optimizers"):
        assert getattr(module, names[namespace]) is getattr(twin, names[namespace])
    assert twin.optimizers.schedules is twin.schedules
