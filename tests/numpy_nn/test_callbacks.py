import io
from pathlib import Path

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


def written(folder, values, twin, settings):
    """Return the names of the files that a checkpoint wrote, without ending."""
    ending = ".npz" if twin is nn else ".weights.h5"
    path = folder / "new folder" / ("epoch {epoch:02d}, {val_loss:.1f}" + ending)
    run(twin.callbacks.ModelCheckpoint(path, save_weights_only=True, **settings), values)
    return {file.name.removesuffix(ending) for file in path.parent.iterdir()}


CHECKPOINTS = [
    {},
    {"save_best_only": True},
    {"save_best_only": True, "mode": "max"},
    {"save_best_only": True, "initial_value_threshold": 1.5},
]


@pytest.mark.parametrize("settings", CHECKPOINTS, ids=str)
def test_checkpoints_are_written_when_keras_does(settings, tmp_path, monkeypatch):
    def save_weights(model, path, overwrite):
        Path(path).touch()

    monkeypatch.setattr(Fake, "save_weights", save_weights, raising=False)
    values = [3.0, 1.0, 4.0, 0.5]
    files = [written(tmp_path / twin.__name__, values, twin, settings) for twin in (nn, keras)]
    assert files[0] == files[1]
    assert len(files[0]) == ({0: 4, 1: 3}.get(len(settings), 2))


@pytest.mark.usefixtures("eager")
@pytest.mark.parametrize("twin", [nn, keras], ids=["numpy", "keras"])
def test_a_checkpoint_holds_the_weights_of_either_twin(twin, tmp_path, capsys):
    model, path = tiny(twin), tmp_path / "{epoch}.npz"
    checkpoint = nn.ModelCheckpoint(path, "loss", 1, save_weights_only=True)
    x, y = np.ones((4, 3, 1)), np.ones((4, 1))
    model.fit(x, y, epochs=2, verbose=0, callbacks=[checkpoint])
    stored = nn.read_weights(tmp_path / "2.npz")
    for one, other in zip(stored, model.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)
    assert "Epoch 1: the weights are in" in capsys.readouterr().out


def test_the_best_outlasts_a_second_training(tmp_path):
    callback = nn.ModelCheckpoint(
        tmp_path / "a.npz", save_best_only=True, save_weights_only=True
    )
    run(callback, [3, 1, 2])
    run(callback, [2, 3, 1])
    with np.load(tmp_path / "a.npz") as stored:
        assert stored["weight_000"] == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"filepath": "a.npz"}, "write save_weights_only=True"),
        ({"filepath": "a.weights.h5", "save_weights_only": True}, "should end in .npz"),
        ({"filepath": "a.npz", "save_weights_only": True, "save_freq": 10}, "leave save_freq"),
    ],
)
def test_what_a_checkpoint_cannot_do_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        nn.ModelCheckpoint(**arguments)


@pytest.mark.usefixtures("eager")
@pytest.mark.parametrize("schedule", [lambda epoch: 0.5**epoch, lambda epoch, rate: rate / 2])
def test_the_learning_rate_is_scheduled_as_in_keras(schedule):
    weights, histories, results = tiny(nn).get_weights(), [], []
    x, y = np.ones((4, 3, 1)), np.ones((4, 1))
    for twin, source in ((nn, nn), (keras, keras.callbacks), (keras, nn)):
        model = tiny(twin)
        model.set_weights(weights)
        callback = source.LearningRateScheduler(schedule)
        history = model.fit(x, y, epochs=3, verbose=0, callbacks=[callback])
        assert model.history is history
        histories.append(history.history)
        results.append(model.get_weights())
    assert [*histories[0]] == [*histories[1]] == ["loss", "learning_rate"]
    for history, result in zip(histories[1:], results[1:], strict=True):
        for name in history:
            np.testing.assert_allclose(histories[0][name], history[name], rtol=1e-4)
        for mine, yours in zip(results[0], result, strict=True):
            np.testing.assert_allclose(mine, yours, rtol=1e-4)


def test_a_schedule_returns_a_float(capsys):
    model = tiny(nn)
    x, y = np.ones((4, 3, 1)), np.ones((4, 1))
    with pytest.raises(ValueError, match="should return a float, but returned 1"):
        model.fit(x, y, verbose=0, callbacks=nn.LearningRateScheduler(lambda epoch: 1))
    model.fit(x, y, verbose=0, callbacks=nn.LearningRateScheduler(lambda epoch: 0.25, 1))
    assert capsys.readouterr().out == "Epoch 1: learning rate 0.25\n"


STOPS = [
    {"patience": 2, "baseline": 1.5},
    {"patience": 2, "baseline": 9.0},
    {"patience": 1, "start_from_epoch": 3},
    {"patience": 1, "start_from_epoch": 3, "restore_best_weights": True},
    {"patience": 1, "mode": "max", "restore_best_weights": True},
    {"patience": 2, "mode": "min", "min_delta": 0.6, "restore_best_weights": True},
    {"patience": 2, "mode": "max", "min_delta": -0.6, "baseline": 2.9},
]
VALUES = [[3, 2.5, 2, 2.5, 1, 5, 5, 4], [1, 2, 2.5, 4, 3, 3, 3, 5], [2, 2, 2, 2, 2, 2, 2, 2]]


@pytest.mark.parametrize("values", VALUES, ids=str)
@pytest.mark.parametrize("settings", STOPS, ids=str)
def test_early_stopping_equals_keras(settings, values, capsys):
    results = []
    for twin in (nn, keras.callbacks):
        callback = twin.EarlyStopping(verbose=1, **settings)
        model, epochs = run(callback, values)
        found = {name: getattr(callback, name) for name in ("best", "best_epoch", "wait")}
        lines = capsys.readouterr().out.splitlines()
        assert any("early stopping" in line for line in lines) == model.stop_training
        results.append((model.weights, epochs, found, callback.stopped_epoch, len(lines)))
    assert results[0] == results[1]


def test_a_number_that_may_be_better_large_or_small():
    for twin in (nn, keras.callbacks):
        with pytest.raises(ValueError, match="mode='max'"):
            run(twin.EarlyStopping(monitor="perplexity"), [1, 2], name="perplexity")
    assert run(nn.EarlyStopping("perplexity", mode="min"), [1, 2, 3], name="perplexity")[1] == 2


@pytest.mark.parametrize("callbacks", [nn.EarlyStopping, [nn.EarlyStopping], ["stop"], "stop"])
def test_what_is_no_callback(callbacks):
    with pytest.raises(TypeError, match="should be `Callback` objects, not "):
        tiny(nn).fit(np.ones((4, 3, 1)), np.ones((4, 1)), callbacks=callbacks)


def test_one_line_an_epoch(capsys):
    tiny(nn).fit(np.ones((4, 3, 1)), np.ones((4, 1)), verbose=2, epochs=3, batch_size=2)
    lines = capsys.readouterr().err.splitlines()
    assert [line.strip("\r")[:9] for line in lines if line] == [
        *("epoch 1/3", "epoch 2/3", "epoch 3/3")
    ]


def test_unknown_number():
    with pytest.raises(ValueError, match="no 'val_loss' to monitor; there are: other, loss"):
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
