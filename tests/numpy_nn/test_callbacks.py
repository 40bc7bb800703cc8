import io

import keras
import numpy as np
import pytest

from coursepkg import numpy_nn as nn


def tiny(twin):
    layers = twin.layers if twin is keras else twin
    model = twin.Sequential([twin.Input((3, 1)), layers.GRU(2), layers.Dense(1)])
    model.compile(optimizer="sgd", loss="mean_squared_error")
    return model


@pytest.mark.parametrize("twin", [nn, keras], ids=["numpy", "keras"])
def test_the_progress_bar_works_with_both_twins(twin):
    stream = io.StringIO()
    x, y = np.ones((4, 3, 1)), np.ones((4, 1))
    bar = nn.ProgressBar(stream)
    tiny(twin).fit(x, y, epochs=3, batch_size=2, verbose=0, callbacks=[bar])
    last = stream.getvalue().split("\r")[-1]
    assert last.startswith("epoch 3/3 " + "█" * bar.width)
    assert "loss" in last
    assert last.endswith("\n")


def test_a_shorter_line_covers_a_longer_one():
    stream = io.StringIO()
    bar = nn.ProgressBar(stream)
    bar.set_params({"epochs": 2, "steps": 1})
    bar.on_train_begin()
    bar.on_epoch_end(0, {"loss": 1.0, "val_loss": 2.0})
    bar._logs = {}
    bar.on_train_end()
    first, second = stream.getvalue().rstrip("\n").split("\r")[1:]
    assert len(second) >= len(first)


def test_verbose_zero_is_silent(capsys):
    tiny(nn).fit(np.ones((4, 3, 1)), np.ones((4, 1)), verbose=0)
    captured = capsys.readouterr()
    assert captured.out == captured.err == ""


def test_progress_goes_to_standard_error(capsys):
    tiny(nn).fit(np.ones((4, 3, 1)), np.ones((4, 1)))
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "epoch 1/1" in captured.err


class Fake:
    """A model whose weights are the number of the epoch."""

    def __init__(self):
        self.stop_training = False
        self.weights = 0

    def get_weights(self):
        return [np.array(self.weights)]

    def set_weights(self, weights):
        self.weights = int(weights[0])


def run(callback, values, name="val_loss"):
    """Feed one value an epoch; return the model and how many epochs ran."""
    model = Fake()
    callback.set_model(model)
    callback.on_train_begin()
    for epoch, value in enumerate(values):
        model.weights = epoch
        callback.on_epoch_end(epoch, {name: value, "loss": 0.0})
        if model.stop_training:
            break
    callback.on_train_end()
    return model, epoch + 1


@pytest.mark.parametrize(
    ("patience", "values", "epochs"),
    [
        (0, [3, 2, 2.5, 1], 3),
        (1, [3, 2, 2.5, 1, 0], 3),
        (2, [3, 2, 2.5, 1, 5, 5, 5], 6),
        (3, [3, 2, 1], 3),
        (0, [3, 3, 1], 2),
    ],
)
def test_patience_as_in_keras(patience, values, epochs):
    assert run(nn.EarlyStopping(patience=patience), values)[1] == epochs
    assert run(keras.callbacks.EarlyStopping(patience=patience), values)[1] == epochs


def test_the_best_weights_come_back():
    values = [3, 1, 2, 2, 2]
    model, _ = run(nn.EarlyStopping(patience=3, restore_best_weights=True), values)
    assert model.weights == 1
    model, _ = run(nn.EarlyStopping(patience=3), values)
    assert model.weights == 4


def test_accuracies_should_grow():
    callback = nn.EarlyStopping(monitor="val_accuracy", patience=1, restore_best_weights=True)
    model, epochs = run(callback, [0.5, 0.7, 0.6, 0.9], "val_accuracy")
    assert (model.weights, epochs) == (1, 3)


def test_small_improvements_do_not_count():
    callback = nn.EarlyStopping(min_delta=0.5, patience=1)
    assert run(callback, [3, 2.9, 2.8, 2.7])[1] == 2


def test_a_second_training_begins_anew():
    callback = nn.EarlyStopping(patience=1)
    run(callback, [1, 2, 2])
    assert run(callback, [9, 8, 7])[1] == 3


def test_fit_stops(tmp_path):
    model = nn.Sequential([nn.Input((2,)), nn.Dense(1)])
    model.compile(optimizer=nn.SGD(learning_rate=0.0), loss="mse")
    x, y = np.ones((4, 2)), np.ones((4, 1))
    stopping = nn.EarlyStopping(monitor="loss", patience=2)
    history = model.fit(x, y, epochs=20, verbose=0, callbacks=[stopping])
    assert len(history.history["loss"]) == 3


def test_best_weights_are_written_when_they_improve(tmp_path):
    path = tmp_path / "best.npz"
    run(nn.BestWeights(path), [3, 1, 2, 2])
    with np.load(path) as stored:
        assert stored["weight_000"] == 1


def test_unknown_number():
    with pytest.raises(KeyError, match="no 'val_loss' to monitor; there are: other, loss"):
        run(nn.EarlyStopping(), [1], name="other")


def test_unknown_mode():
    with pytest.raises(ValueError, match="mode should be 'auto', 'min' or 'max', but was 'up'"):
        nn.EarlyStopping(mode="up")


HOOKS = (
    *("on_train_begin", "on_epoch_begin", "on_train_batch_begin", "on_train_batch_end"),
    *("on_test_begin", "on_test_batch_begin", "on_test_batch_end", "on_test_end"),
    *("on_epoch_end", "on_train_end"),
)


@pytest.mark.parametrize("of_the_class", [True, False], ids=["class", "attribute"])
def test_hooks_of_a_class_and_hooks_put_on_later_are_called(of_the_class):
    x, y = np.ones((2, 3, 1)), np.ones((2, 1))
    seen = []

    def hook_named(name):
        return lambda *arguments: seen.append(name)

    hooks = {name: hook_named(name) for name in HOOKS}
    if of_the_class:
        callback = type("Recorder", (nn.Callback,), hooks)()
    else:
        callback = nn.Callback()
        vars(callback).update(hooks)
    tiny(nn).fit(x, y, verbose=0, callbacks=[callback], validation_data=(x, y))
    assert seen == list(HOOKS)


def test_the_older_names_of_the_batch_hooks_are_called():
    class Older(nn.Callback):
        def on_batch_begin(self, batch, logs=None):
            seen.append(("begin", batch))

        def on_batch_end(self, batch, logs=None):
            seen.append(("end", batch, [*logs]))

    seen = []
    tiny(nn).fit(
        np.ones((2, 3, 1)), np.ones((2, 1)), batch_size=1, verbose=0, callbacks=[Older()]
    )
    assert seen == [
        *(("begin", 0), ("end", 0, ["loss"])),
        *(("begin", 1), ("end", 1, ["loss"])),
    ]
