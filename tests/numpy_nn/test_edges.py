"""What Keras obeys is obeyed, or refused with a sentence: callbacks, wrappers, states, data."""

import keras
import numpy as np
import pytest

from coursepkg import keras_nn, numpy_nn
from coursepkg import numpy_nn as nn

X = np.random.default_rng(1).normal(size=(10, 3, 2)).astype("float32")
Y = np.random.default_rng(2).normal(size=(10, 1)).astype("float32")


def model_of(twin, weights=None, **recurrent):
    model = twin.Sequential([twin.Input((3, 2)), twin.GRU(4, **recurrent), twin.Dense(1)])
    if weights is not None:
        model.set_weights(weights)
    model.compile(optimizer="sgd", loss="mean_squared_error", metrics=["mean_absolute_error"])
    return model


def recorder(twin, stop_at=None):
    """Return a callback that writes down every call, and may stop the training at a batch."""

    class Recorder(twin.Callback):
        def __init__(self):
            super().__init__()
            self.seen = []

        def note(self, hook, *arguments, logs):
            self.seen.append((hook, *arguments, dict(logs)))

        def on_train_begin(self, logs=None):
            self.note("train begin", logs=logs)

        def on_train_end(self, logs=None):
            self.note("train end", logs=logs)

        def on_epoch_begin(self, epoch, logs=None):
            self.note("epoch begin", epoch, logs=logs)

        def on_epoch_end(self, epoch, logs=None):
            self.note("epoch end", epoch, logs=logs)

        def on_batch_begin(self, batch, logs=None):
            self.note("batch begin", batch, logs=logs)

        def on_batch_end(self, batch, logs=None):
            self.note("batch end", batch, logs=logs)
            if batch == stop_at:
                self.model.stop_training = True

        def on_test_begin(self, logs=None):
            self.note("test begin", logs=logs)

        def on_test_end(self, logs=None):
            self.note("test end", logs=logs)

        def on_test_batch_begin(self, batch, logs=None):
            self.note("test batch begin", batch, logs=logs)

        def on_test_batch_end(self, batch, logs=None):
            self.note("test batch end", batch, logs=logs)

    return Recorder()


@pytest.mark.usefixtures("eager")
@pytest.mark.parametrize("stop_at", [None, 0, 1])
def test_callbacks_are_called_as_by_keras(stop_at):
    weights, seen = model_of(nn).get_weights(), []
    for twin in (numpy_nn, keras_nn):
        callback = recorder(twin, stop_at)
        model_of(twin, weights).fit(
            *(X, Y),
            batch_size=4,
            epochs=2,
            verbose=0,
            shuffle=False,
            validation_data=(X[:6], Y[:6]),
            callbacks=[callback],
        )
        seen.append(callback.seen)
    ours, theirs = seen
    assert [call[:-1] for call in ours] == [call[:-1] for call in theirs]
    for (*_, mine), (*_, yours) in zip(ours, theirs, strict=True):
        assert mine.keys() == yours.keys()
        for name, value in mine.items():
            assert value == pytest.approx(yours[name], rel=1e-4), name


@pytest.mark.parametrize("callbacks", [None, (), nn.Callback(), [nn.Callback()]])
def test_no_callback_one_or_a_list(callbacks):
    history = model_of(nn).fit(X, Y, verbose=0, callbacks=callbacks, batch_size=None)
    assert len(history.history["loss"]) == 1


@pytest.mark.parametrize("metrics", [None, (), "mse", ["mse"]])
def test_no_metric_one_or_a_list(metrics):
    model = nn.Sequential([nn.Dense(1)])
    model.compile(loss="mse", metrics=metrics)
    named = model.evaluate(X[:, 0], Y, return_dict=True, batch_size=None)
    assert named.keys() == ({"loss", "mse"} if metrics else {"loss"})


def test_a_wrapped_layer_stays_as_it_is():
    layer = nn.GRU(3, return_sequences=True, name="reader")
    wrappers = [nn.Bidirectional(layer, merge_mode="sum") for _ in range(2)]
    model = nn.Sequential([nn.Input((3, 2)), *wrappers])
    assert not layer.built
    assert not layer.zero_output_for_mask
    first, second = (wrapper.forward_layer for wrapper in wrappers)
    assert first is not second
    assert first.name == "forward_reader"
    assert first.params[0].shape != second.params[0].shape
    assert len({id(weight) for weight in model.weights}) == 12


def test_two_layers_of_one_name_are_refused():
    with pytest.raises(ValueError, match="has a layer 'a' already"):
        nn.Sequential([nn.Dense(2, name="a"), nn.Dense(2, name="a")])
    with pytest.raises(ValueError, match="unique names"):
        keras.Sequential([keras.layers.Dense(2, name="a"), keras.layers.Dense(2, name="a")])


@pytest.mark.parametrize("wrapped", [False, True])
def test_to_look_inside_moves_no_state(wrapped):
    layer = nn.GRU(4, stateful=True, name="cell")
    if wrapped:
        layer = nn.Bidirectional(layer, name="cell")
    model = nn.Sequential([nn.Input((3, 2)), layer, nn.Dense(1)])
    model.compile(loss="mse")
    model(X)
    inner = layer.layers or [layer]
    before = [one.states[0].copy() for one in inner]
    model.gradients(X, Y)
    nn.trace(model, X)
    if not wrapped:
        nn.gradient_norms(model, X, Y)
    for one, state in zip(inner, before, strict=True):
        np.testing.assert_array_equal(one.states[0], state)
    model(X)
    assert any((one.states[0] != state).any() for one, state in zip(inner, before, strict=True))


@pytest.mark.parametrize("steps", [1, 3])
@pytest.mark.parametrize("cell", [nn.GRU, nn.LSTM, nn.SimpleRNN])
def test_a_returned_state_is_not_the_one_that_is_remembered(cell, steps):
    layer = cell(4, stateful=True, return_state=True)
    _, *states = layer(X[:, :steps])
    remembered = [state.copy() for state in layer.states]
    for state in states:
        state[...] = np.nan
    for state, expected in zip(layer.states, remembered, strict=True):
        np.testing.assert_array_equal(state, expected)


@pytest.mark.parametrize(
    ("x", "message"),
    [
        (np.ma.masked_greater(X, 1.0), r"x is a masked array with \d+ entries masked"),
        (X.astype("complex64"), "x holds complex64; expected real numbers"),
        (np.zeros(X.shape, "datetime64[D]"), r"x holds datetime64\[D\]"),
        (np.zeros(X.shape, "timedelta64[s]"), r"x holds timedelta64\[s\]"),
    ],
)
def test_input_that_would_lose_its_meaning_is_refused(x, message):
    model = model_of(nn)
    before = model.get_weights()
    with pytest.raises(ValueError, match=message):
        model.fit(x, Y, verbose=0)
    for one, other in zip(model.get_weights(), before, strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("optimizer", [nn.SGD, nn.RMSprop, nn.Adam])
@pytest.mark.parametrize("view", [lambda w: w.T, lambda w: w[:, ::2], np.asfortranarray])
def test_an_optimizer_changes_arrays_of_any_layout(optimizer, view):
    rng = np.random.default_rng(3)
    whole, gradient = rng.normal(size=(4, 6)), rng.normal(size=(4, 6))
    plain = view(whole).copy(order="C")
    strided, d_strided = view(whole), view(gradient)
    both = optimizer(0.1), optimizer(0.1)
    for _ in range(3):
        both[0].apply([d_strided], [strided])
        both[1].apply([d_strided.copy(order="C")], [plain])
    np.testing.assert_allclose(strided, plain, rtol=1e-12)


def test_a_momentum_outside_of_its_range_is_refused():
    with pytest.raises(
        ValueError, match="momentum should be a finite number from 0 to 1, but was 2"
    ):
        nn.SGD(momentum=2)
    with pytest.raises(ValueError, match="momentum"):
        keras.optimizers.SGD(momentum=2.0)


def test_weights_that_do_not_exist_yet_are_not_saved(tmp_path):
    with pytest.raises(ValueError, match="has no weights to save yet"):
        nn.Sequential([nn.Dense(2)]).save_weights(tmp_path / "nothing.npz")
    assert not [*tmp_path.iterdir()]


def test_a_softmax_over_one_output_is_remarked_upon():
    with pytest.warns(UserWarning, match='write activation="sigmoid"'):
        nn.Dense(1, activation="softmax")
